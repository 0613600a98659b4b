import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { type ProxyServer, proxyServer } from '../fakes/proxy-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { configWithoutServers } from './config-without-servers.ts';
import { runRag } from './run-rag.ts';

const folder = temporaryFolder();
let hub: HubServer;
let proxy: ProxyServer;

beforeEach(async () => {
  await folder.write('hub/owner/name/a.jsonl', '{"text": "A hill."}\n');
  await folder.write('rag.config.yaml', configWithoutServers('{ use: hub, repository: owner/name, file: a.jsonl }'));
  hub = await hubServer(join(folder.path, 'hub'));
  proxy = await proxyServer();
});
afterEach(async () => {
  await hub.close();
  await proxy.close();
});

function index(environment: Readonly<Record<string, string>>) {
  return runRag(['index', '--quiet'], { cwd: folder.path, environment: { HF_ENDPOINT: hub.url, ...environment } });
}

describe('rag index, behind a proxy', () => {
  it('asks the hub through it', async () => {
    expect(await index({ http_proxy: proxy.url })).toMatchObject({ code: 0, stderr: '' });
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${hub.port}`]));
  });

  it('asks straight what NO_PROXY names, and everything without a proxy', async () => {
    expect(await index({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1,localhost' })).toMatchObject({ code: 0 });
    expect(await index({})).toMatchObject({ code: 0 });
    expect(proxy.tunnels).toEqual([]);
  });

  it('does not fall back when the proxy is gone', async () => {
    await proxy.close();

    const { code, stderr } = await index({ HTTP_PROXY: proxy.url });

    expect(code).toBe(5);
    expect(stderr).toContain(`error SOURCE_UNREACHABLE  the hub at ${hub.url} cannot be reached for owner/name`);
    expect(hub.requests).toEqual([]);
  });

  it('refuses a proxy that is no address, without showing it', async () => {
    const { code, stderr } = await index({ HTTPS_PROXY: 'user:secret@proxy:3128' });

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error CONFIG_INVALID  the environment variable HTTPS_PROXY is not the address of a proxy
  hint   export HTTPS_PROXY=http://proxy.example:3128
`,
    });
  });
});
