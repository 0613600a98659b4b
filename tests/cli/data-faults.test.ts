import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { zstdBomb, zstdFrame, zstdFrameWithWindow } from '../sources/zstd-frame.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { configWithoutServers } from './config-without-servers.ts';
import { type RagResult, runRag } from './run-rag.ts';
import { toldError } from './told-error.ts';

const folder = temporaryFolder();
let hub: HubServer | null = null;
afterEach(async () => {
  await hub?.close();
  hub = null;
});

function fixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
}

const PARQUET = fixture('parquet/snappy.parquet');
const PAGE = '<!DOCTYPE html>\n<html><title>502 Bad Gateway</title></html>';
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
const ROW = '{"text": "A hill."}\n';

const told = (result: RagResult) => toldError(result, folder.path);

async function indexFile(name: string, data: string | Uint8Array, more = '') {
  await folder.write(name, data);
  await folder.write('rag.config.yaml', configWithoutServers(`{ use: files, paths: [${name}]${more} }`));
  return runRag(['index', '--quiet'], { cwd: folder.path });
}

describe('rag index, on a file that is not what it should be', () => {
  it.each<[fault: string, name: string, data: string | Uint8Array, error: string, hint?: string]>([
    [
      'F-41: a picture for a text',
      'a.txt',
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe\xfd', 'latin1'),
      'a.txt is not UTF-8 text: 48 % of its beginning is unreadable',
      'if it is text in another encoding, convert it, for example:  iconv -f WINDOWS-1251 -t UTF-8 a.txt',
    ],
    [
      'F-41: UTF-16',
      'a.csv',
      Buffer.from('\ufefftext\nA hill.\n', 'utf16le'),
      'a.csv is UTF-16, expected UTF-8',
      'save it as UTF-8, for example:  iconv -f UTF-16 -t UTF-8 a.csv',
    ],
    [
      'F-59: a web page for data',
      'a.jsonl',
      PAGE,
      'a.jsonl is a web page, expected a .jsonl file',
      'look into it: a server may have sent an error page in the place of the file',
    ],
    [
      'F-59: a web page for parquet',
      'a.parquet',
      PAGE,
      'a.parquet is a web page, expected a .parquet file',
      'look into it: a server may have sent an error page in the place of the file',
    ],
    [
      'F-59: a Git LFS pointer',
      'a.parquet',
      POINTER,
      'a.parquet is a Git LFS pointer and not the file itself, expected a .parquet file',
      'fetch the file in its repository:  git lfs pull',
    ],
    [
      'F-59: a file cut by gzip',
      'a.jsonl.gz',
      gzipSync(ROW).subarray(0, -6),
      'a.jsonl.gz cannot be read: unexpected end of file',
    ],
    [
      'F-59: a file damaged in gzip',
      'a.jsonl.gz',
      Buffer.from(gzipSync(ROW)).fill(7, 12, 20),
      'a.jsonl.gz cannot be read: invalid distance too far back',
    ],
    [
      'F-59: a file cut by zstd',
      'a.jsonl.zst',
      zstdFrame(ROW).subarray(0, -2),
      'a.jsonl.zst cannot be read: unexpected EOF',
    ],
    [
      'F-59: parquet without its end',
      'a.parquet',
      PARQUET.subarray(0, 2000),
      'a.parquet is not a readable parquet file: parquet file invalid (footer != PAR1)',
    ],
    ['F-59: an empty parquet file', 'a.parquet', '', 'a.parquet is empty, expected a .parquet file'],
    ['F-59: an empty gzip file', 'a.csv.gz', '', 'a.csv.gz is empty, expected a gzip file'],
    [
      'F-59: JSON that breaks off',
      'a.json',
      '[{"text": "A hill."},',
      'a.json is not JSON: expected a value, found the end of the text at line 1, column 22',
      'a file with one object per line must be named .jsonl',
    ],
    [
      'F-59: JSON without rows',
      'a.json',
      '{"text": "A hill."}',
      'a.json holds no list of objects',
      'expected [{…}, …] or {"data": [{…}, …]}',
    ],
    [
      'F-59: gzip by another name',
      'a.jsonl',
      gzipSync(ROW),
      'a.jsonl is packed with gzip, expected a .jsonl file',
      'give it the ending of what it is: .gz',
    ],
    [
      'F-59: parquet by another name',
      'a.csv',
      PARQUET,
      'a.csv is a parquet file, expected a .csv file',
      'give it the ending of what it is: .parquet',
    ],
    [
      'F-59: text by the name of parquet',
      'a.parquet',
      ROW,
      'a.parquet does not begin like a .parquet file',
      'give it the ending of what it is',
    ],
    [
      'F-59: an archive',
      'a.jsonl',
      Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(ROW)]),
      'a.jsonl is a ZIP archive, expected a .jsonl file',
      'unpack it, and name what was in it',
    ],
    [
      'F-59: an ending nobody knows',
      'a.docx',
      'text',
      'a.docx is of a kind that cannot be read: known are .csv, .html, .htm, .json, .jsonl, .ndjson, .md, .parquet, .pdf, .tsv, .txt',
      'give it the ending of what it is, or say what it is:  rag index --format txt',
    ],
    ['F-61: a column named twice', 'a.csv', 'text,text\na,b\n', 'a.csv:1 names the column "text" twice'],
    [
      'F-66: a gzip bomb',
      'a.jsonl.gz',
      gzipSync(Buffer.alloc(64 * 2 ** 20, ' ')),
      'a.jsonl.gz unpacks to more than 200 times its packed size',
      'unpack it yourself if you trust it, and name the unpacked file',
    ],
    [
      'F-66: a zstd bomb',
      'a.jsonl.zst',
      zstdBomb(20_000),
      'a.jsonl.zst unpacks to more than 200 times its packed size',
      'unpack it yourself if you trust it, and name the unpacked file',
    ],
    [
      'F-66: a zstd window beyond measure',
      'a.jsonl.zst',
      zstdFrameWithWindow(41),
      'a.jsonl.zst cannot be read: it declares a window of 2199023255552 bytes, more than 134217728',
    ],
    [
      'F-66: a parquet bomb of pages',
      'a.parquet',
      fixture('parquet/large-page.parquet'),
      'a.parquet is not a readable parquet file: a page declares 600000010 bytes, more than 536870912',
    ],
    [
      'F-66: a parquet bomb of rows',
      'a.parquet',
      fixture('parquet/many-rows.parquet'),
      'a.parquet declares a row group of 60000000 rows, more than 50000000',
    ],
  ])('%s', async (_, name, data, error, hint) => {
    const lines = hint === undefined ? [] : [`  hint   ${hint}`];
    const isDocument = name.endsWith('.txt');
    const more = isDocument
      ? ['         correct it, or leave out up to ten like it:  rag index --max-failures 10']
      : [];

    expect(told(await indexFile(name, data))).toEqual({
      code: 3,
      error: [`error FILE_INVALID  ${error}`, ...lines, ...more].join('\n'),
    });
  });

  it.each<[fault: string, name: string, data: string | Uint8Array, error: string]>([
    ['F-61: no column of that name', 'a.csv', 'body\nA hill.\n', 'a.csv:2 has no column "text"; it has "body"'],
    [
      'F-61: a list where a text should be',
      'a.jsonl',
      '{"text": [1, 2]}\n',
      'a.jsonl:1 has a list in column "text", expected text',
    ],
    [
      'F-61: an object where a text should be',
      'a.jsonl',
      '{"text": {"en": "A hill."}}\n',
      'a.jsonl:1 has an object in column "text", expected text',
    ],
    [
      'F-61: no column of that name in parquet',
      'a.parquet',
      PARQUET,
      'a.parquet row 0 has no column "text"; it has "context", "id", "level", "question", "answer", "supporting_facts"',
    ],
    ['F-61: ragged CSV', 'a.csv', 'text,n\nA hill.\n', 'a.csv:2 has 1 values, the header 2 columns'],
    [
      'F-61: a quotation mark left open',
      'a.csv',
      'text,n\n"A hill.,1\nA lake.,2\n',
      'a.csv:2 is not readable as CSV: a quotation mark is not closed',
    ],
    [
      'F-66: a line without an end',
      'a.jsonl',
      Buffer.alloc(65 * 2 ** 20, '{'),
      'a.jsonl:1 has more than 67108864 bytes',
    ],
    [
      'F-66: nesting without an end',
      'a.jsonl',
      `{"text": ${'['.repeat(90)}${']'.repeat(90)}}`,
      'a.jsonl:1 is nested more than 64 deep',
    ],
  ])('%s', async (_, name, data, error) => {
    const { code, error: shown } = told(await indexFile(name, data));

    expect({ code, shown: shown.split('\n')[0] }).toEqual({ code: 3, shown: `error ROW_INVALID  ${error}` });
    expect(shown).toMatch(/correct it, or leave out up to ten like it: {2}rag index --max-failures 10$/);
  });

  it.each<[fault: string, name: string, data: string | Uint8Array, more?: string]>([
    ['F-40: a text of any length', 'a.txt', 'A hill stands in the plain. '.repeat(50_000)],
    ['F-41: a byte order mark and line ends of Windows', 'a.csv', '\ufefftext,n\r\nA hill.,1\r\n'],
    ['F-61: nested columns', 'a.parquet', PARQUET, ', text: question, metadata: [supporting_facts]'],
  ])('takes %s', async (_, name, data, more) => {
    expect(await indexFile(name, data, more)).toMatchObject({ code: 0 });
  });
});

describe('rag index, on a hub that does not send what it should', () => {
  async function indexHub(data: string | Uint8Array, faults: Parameters<HubServer['addFault']>[0][] = []) {
    await folder.write('hub/owner/name/a.jsonl', data);
    hub = await hubServer(join(folder.path, 'hub'));
    for (const fault of faults) hub.addFault(fault);
    await folder.write('rag.config.yaml', configWithoutServers('{ use: hub, repository: owner/name, file: a.jsonl }'));
    return indexAgain();
  }

  function indexAgain(environment: Readonly<Record<string, string>> = {}) {
    return runRag(['index', '--quiet'], {
      cwd: folder.path,
      environment: { HF_ENDPOINT: hub?.url ?? '', ...environment },
    });
  }

  const isFile = ({ path }: { readonly path: string }) => path.includes('/resolve/') || path.startsWith('/storage/');

  it('F-59: goes on where a download broke off', async () => {
    const cut = { matches: isFile, times: 1, reply: { body: ROW, cutAfterBytes: 5 } };

    expect(await indexHub(ROW, [cut])).toMatchObject({ code: 0 });
  });

  it('F-59: refuses what does not have the hash that is listed, and keeps nothing of it', async () => {
    const other = { matches: isFile, reply: { body: ROW.replace('hill', 'lake') } };

    expect(told(await indexHub(ROW, [other]))).toEqual({
      code: 5,
      error: expect.stringMatching(
        /^error SOURCE_FAILED {2}a\.jsonl as downloaded does not have the git object id [0-9a-f]{40} that the hub lists\n {2}hint {3}check HF_ENDPOINT, and whether a proxy changes what passes through it$/,
      ),
    });
    hub?.clearFaults();
    expect(await indexAgain()).toMatchObject({ code: 0 });
  });

  it('F-59: refuses a file in the cache that was damaged there', async () => {
    await indexHub(ROW);
    const blobs = join(folder.path, 'hf/hub/datasets--owner--name/blobs');
    const [blob = ''] = readdirSync(blobs);
    await folder.write(`hf/hub/datasets--owner--name/blobs/${blob}`, 'something else');

    expect(told(await indexAgain({ HF_HUB_OFFLINE: '1' }))).toMatchObject({
      code: 3,
      error: expect.stringContaining('does not have the hash it is stored under'),
    });
  });

  it('F-59: refuses names in a listing that lead out of the cache', async () => {
    const listing = [{ type: 'file', path: '../../../evil.jsonl', size: 3, oid: 'a'.repeat(40) }];
    const evil = {
      matches: ({ path }: { readonly path: string }) => path.includes('/tree/'),
      reply: { body: listing },
    };

    expect(told(await indexHub(ROW, [evil]))).toEqual({
      code: 5,
      error: `error SOURCE_FAILED  the server at http://HOST does not answer like the hub: it lists a file named "../../../evil.jsonl"
  hint   check HF_ENDPOINT, and whether a proxy answers in the place of the hub`,
    });
    expect(existsSync(join(folder.path, 'evil.jsonl'))).toBe(false);
  });

  it('F-59: says that a page is no answer of the hub', async () => {
    expect(told(await indexHub(ROW, [{ reply: { body: PAGE } }]))).toEqual({
      code: 5,
      error: expect.stringMatching(
        /^error SOURCE_FAILED {2}the server at http:\/\/HOST does not answer like the hub: /,
      ),
    });
  });

  it('F-61: lists the columns there are when simple-wiki has changed its own', async () => {
    await folder.write(
      'hub/embedding-data/simple-wiki/SimpleWiki_processed.jsonl.gz',
      gzipSync('{"pair": ["a", "b"], "n": 1}\n'),
    );
    hub = await hubServer(join(folder.path, 'hub'));
    await folder.write('rag.config.yaml', configWithoutServers('{ use: simple-wiki }'));

    expect(told(await indexAgain())).toEqual({
      code: 3,
      error: `error ROW_INVALID  SimpleWiki_processed.jsonl.gz:1 has no column "set"; it has "n", "pair"
  hint   correct it, or leave out up to ten like it:  rag index --max-failures 10`,
    });
  });

  it('F-62: says that the cache cannot be written', async () => {
    await folder.write('file', '');
    await indexHub(ROW);

    expect(told(await indexAgain({ HF_HUB_CACHE: join(folder.path, 'file/cache') }))).toEqual({
      code: 3,
      error: expect.stringMatching(
        /^error FILE_NOT_WRITABLE {2}cannot write FOLDER\/file\/cache\/\S+ \(a part of the path is a file\)\n/,
      ),
    });
  });
});

describe('rag index, where nothing can be written', () => {
  it.skipIf(!existsSync('/proc/self'))('F-62: says so, and does not try for ever', async () => {
    await folder.write('a.jsonl', ROW);
    await folder.write('rag.config.yaml', configWithoutServers('{ use: files, paths: [a.jsonl] }'));

    const result = await runRag(['index', '--quiet'], { cwd: folder.path, environment: { RAG_HOME: '/proc/none' } });

    expect(told(result)).toMatchObject({
      code: 3,
      error: expect.stringMatching(
        /^error FILE_NOT_WRITABLE {2}cannot write \/proc\/none\/\S+ \((no folder can be made there|permission denied)\)\n/,
      ),
    });
  });
});
