import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { type ProxyServer, type ProxyServerOptions, proxyPage, proxyServer } from '../fakes/proxy-server.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { configWithoutServers } from './config-without-servers.ts';
import { runRag } from './run-rag.ts';

const CERTIFICATE = fileURLToPath(new URL('../fixtures/tls/certificate.pem', import.meta.url));
const KEY = fileURLToPath(new URL('../fixtures/tls/key.pem', import.meta.url));
const ANSWER = '[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\nParis\n\n[[ ## completed ## ]]';

const folder = temporaryFolder();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function started<Server extends { close(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  closers.push(server.close);
  return server;
}

/** Of an index that no server is needed for. */
const EMBEDDED = {
  embedding: { use: 'builtin/hashing' },
  store: { use: 'sqlite', collection: 'rows' },
  retriever: 'bm25',
};

type Environment = Readonly<Record<string, string>>;

const withoutPorts = (text: string) => text.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');

describe('rag index, of a data set of the hub behind a proxy', () => {
  let hub: HubServer;
  let proxy: ProxyServer;
  beforeEach(async () => {
    await folder.write('hub/owner/name/a.jsonl', '{"text": "A hill."}\n');
    await folder.write('rag.config.yaml', configWithoutServers('{ use: hub, repository: owner/name, file: a.jsonl }'));
    hub = await started(hubServer(join(folder.path, 'hub')));
    proxy = await started(proxyServer({ hosts: { 'hub.invalid': `127.0.0.1:${hub.port}` } }));
  });
  const index = (environment: Environment) =>
    runRag(['index', '--quiet'], {
      cwd: folder.path,
      environment: { HF_ENDPOINT: 'http://hub.invalid', ...environment },
    });

  it('asks the hub through it', async () => {
    expect(await index({ http_proxy: proxy.url })).toMatchObject({ code: 0, stderr: '' });
    expect(proxy.requests.length).toBeGreaterThan(0);
    expect(proxy.requests.filter((request) => !request.startsWith('GET http://hub.invalid/'))).toEqual([]);
  });

  it('asks straight what NO_PROXY names or is on this machine', async () => {
    expect(await index({ HTTP_PROXY: proxy.url, HF_ENDPOINT: hub.url })).toMatchObject({ code: 0 });
    expect(await index({ HTTP_PROXY: proxy.url, NO_PROXY: 'hub.invalid' })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('cannot be reached'),
    });
    expect(proxy.requests).toEqual([]);
  });

  it('does not fall back when the proxy is gone', async () => {
    await proxy.close();
    closers.pop();

    const { code, stderr } = await index({ HTTP_PROXY: proxy.url });

    expect({ code, stderr: withoutPorts(stderr) }).toEqual({
      code: 5,
      stderr: `error SOURCE_UNREACHABLE  nothing answers at the proxy http://HOST (connection refused)
  hint   correct HTTP_PROXY, which names the proxy http://HOST
         or ask hub.invalid without it: add that name to NO_PROXY
`,
    });
    expect(hub.requests).toEqual([]);
  });

  it('refuses a proxy that is no address, without showing it', async () => {
    const { code, stderr } = await index({ HTTPS_PROXY: 'user:secret@proxy:3128', HF_ENDPOINT: 'https://hub.invalid' });

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error CONFIG_INVALID  the environment variable HTTPS_PROXY is not the address of a proxy
  hint   export HTTPS_PROXY=http://proxy.example:3128
`,
    });
  });
});

describe('rag, with its servers behind a proxy', () => {
  let models: FakeOpenaiServer;
  let qdrant: QdrantServer;
  beforeEach(async () => {
    models = await started(openaiServer({ chat: () => ANSWER }));
    qdrant = await started(qdrantServer());
    await folder.write('corpus.jsonl', '{"id": "a", "text": "Paris is the capital of France."}\n');
  });
  const proxyWith = (options: ProxyServerOptions = {}) => {
    const hosts = { 'models.invalid': `127.0.0.1:${models.port}`, 'qdrant.invalid': `127.0.0.1:${qdrant.port}` };
    return started(proxyServer({ hosts, ...options }));
  };
  const rag = async (args: readonly string[], environment: Environment, changes: object = {}) => {
    const server = { use: 'openai', baseUrl: 'http://models.invalid/v1', retries: 0 };
    const config = {
      corpus: { use: 'files', paths: ['corpus.jsonl'], id: 'id' },
      chunker: { use: 'fixed-length', minCharacters: 0 },
      embedding: { ...server, model: 'qwen3-embedding:0.6b', dimensions: 16 },
      languageModel: { ...server, model: 'gemma-3-4b-it' },
      store: { use: 'qdrant', url: 'http://qdrant.invalid:6333', collection: 'rows' },
      ...changes,
    };
    await folder.write('rag.config.json', JSON.stringify(config));
    const { code, stdout, stderr } = await runRag([...args, '--quiet'], { cwd: folder.path, environment });
    return { code, stdout, stderr: withoutPorts(stderr).replace(/^warning NOT_COMPILED .*\n/, '') };
  };

  it('asks models and store through it, with the login in its address', async () => {
    const proxy = await proxyWith({ login: 'user:p@ss' });
    const HTTP_PROXY = proxy.url.replace('//', '//user:p%40ss@');

    expect(await rag(['index'], { HTTP_PROXY })).toMatchObject({ code: 0, stderr: '' });
    expect(await rag(['run', 'What is the capital of France?'], { HTTP_PROXY })).toMatchObject({
      code: 0,
      stdout: 'Paris\n',
    });

    const isAsked = (start: string) => proxy.requests.some((request) => request.startsWith(start));
    expect(isAsked('POST http://models.invalid/v1/chat/completions')).toBe(true);
    expect(isAsked('POST http://models.invalid/v1/embeddings')).toBe(true);
    expect(isAsked('PUT http://qdrant.invalid:6333/collections/')).toBe(true);
    expect(proxy.requests.length).toBe(models.requests.length + qdrant.requests.length);
  });

  it('asks straight what is on this machine, even without NO_PROXY', async () => {
    const proxy = await proxyWith();
    const local = { use: 'openai', baseUrl: models.baseUrl };
    const changes = {
      embedding: { ...local, model: 'qwen3-embedding:0.6b', dimensions: 16 },
      languageModel: { ...local, model: 'gemma-3-4b-it' },
      store: { use: 'qdrant', url: qdrant.url, collection: 'rows' },
    };
    const environment = { HTTP_PROXY: proxy.url, HTTPS_PROXY: 'no address' };

    expect(await rag(['index'], environment, changes)).toMatchObject({ code: 0, stderr: '' });
    expect(await rag(['run', 'Q?'], environment, changes)).toMatchObject({ code: 0, stdout: 'Paris\n' });
    expect(proxy.requests).toEqual([]);
  });

  it('reaches a model at https through a tunnel, in which no proxy sees the key', async () => {
    const secure = createServer({ key: readFileSync(KEY), cert: readFileSync(CERTIFICATE) });
    const keys: (string | undefined)[] = [];
    secure.on('request', (request, response) => {
      keys.push(request.headers.authorization);
      response.end(JSON.stringify({ choices: [{ finish_reason: 'stop', message: { content: ANSWER } }] }));
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    closers.push(async () => void secure.close());
    const address = secure.address();
    const port = typeof address === 'string' ? null : address?.port;
    const proxy = await proxyWith({ hosts: { 'models.invalid': `127.0.0.1:${port}` } });

    await rag(['index'], {}, EMBEDDED);
    const result = await rag(
      ['run', 'What is the capital of France?'],
      { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: CERTIFICATE, MODEL_KEY: 'canary' },
      {
        ...EMBEDDED,
        languageModel: {
          use: 'openai',
          baseUrl: 'https://models.invalid:8443/v1',
          model: 'gemma-3-4b-it',
          apiKey: '${MODEL_KEY}',
        },
      },
    );

    expect(result).toEqual({ code: 0, stdout: 'Paris\n', stderr: '' });
    expect(new Set(proxy.requests)).toEqual(new Set(['CONNECT models.invalid:8443']));
    expect(new Set(keys)).toEqual(new Set(['Bearer canary']));
  });

  it('names the proxy that refuses, and the variable to change', async () => {
    const proxy = await proxyWith({ login: 'user:right' });
    const wrong = { HTTP_PROXY: proxy.url.replace('//', '//user:secret@') };

    const rejected = {
      code: 4,
      stdout: '',
      stderr: `error KEY_REJECTED  the proxy http://HOST rejects the user name and the password in HTTP_PROXY
  hint   export HTTP_PROXY=http://USER:PASSWORD@HOST
`,
    };
    await rag(['index'], {}, EMBEDDED);
    expect(await rag(['run', 'Q?'], wrong, EMBEDDED)).toEqual(rejected);
    expect(await rag(['index'], wrong, { store: { use: 'sqlite', collection: 'vectors' } })).toEqual(rejected);
    expect(await rag(['index'], wrong)).toEqual(rejected);
  });

  it.each([
    ['MODEL_UNREACHABLE', 'models.invalid', ['run', 'Q?'], EMBEDDED],
    ['EMBEDDER_UNREACHABLE', 'models.invalid', ['index'], { store: { use: 'sqlite', collection: 'vectors' } }],
    ['STORE_UNREACHABLE', 'qdrant.invalid', ['search', 'Q?'], { retriever: 'bm25' }],
  ])('names the proxy that gets no further: %s', async (code, host, args, changes) => {
    const proxy = await proxyWith({ answer: proxyPage(403) });
    await rag(['index'], {}, EMBEDDED);

    const result = await rag(args, { http_proxy: proxy.url }, changes);

    const origin = host === 'qdrant.invalid' ? `${host}:6333` : host;
    expect(result).toEqual({
      code: 5,
      stdout: '',
      stderr: `error ${code}  the proxy http://HOST answers HTTP 403 for http://${origin}
  hint   correct http_proxy, which names the proxy http://HOST
         or ask ${host} without it: add that name to NO_PROXY
`,
    });
  });
});
