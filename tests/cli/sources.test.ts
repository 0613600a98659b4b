import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zstdFrame } from '../sources/zstd-frame.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { configWithoutServers } from './config-without-servers.ts';
import { runRag } from './run-rag.ts';

const folder = temporaryFolder();

function fixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
}

async function config(corpus: string): Promise<void> {
  await folder.write('rag.config.yaml', configWithoutServers(corpus));
}

/** What the first hit of a search is known by. */
async function found(query: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await runRag(['search', '--json', '-k', '1', ...args, query], { cwd: folder.path });
  return JSON.parse(stdout).data.hits[0]?.metadata;
}

describe('rag index, on a folder of documents', () => {
  it('reads each by its kind, and keeps where each text is from', async () => {
    await folder.write('docs/river.pdf', fixture('pdf/river.pdf'));
    await folder.write('docs/plain/hill.txt', 'A hill stands in the plain.');
    await folder.write('docs/lake.md.gz', gzipSync('# Lake Mor\n\nThe lake is deep.\n'));
    await folder.write('docs/sea.html', '<title>The sea</title><nav>Home</nav><main><p>Salt water.</main>');
    await folder.write('docs/rows.jsonl.zst', zstdFrame('{"text": "Islands lie far out."}\n'));
    await config('{ use: files, paths: [docs] }');

    const { code, stdout } = await runRag(['index', '--json'], { cwd: folder.path });

    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({ documents: 7, empty: 1, failed: 0 });
    expect(await found('second page')).toMatchObject({
      document_id: 'river.pdf#page=2',
      path: 'river.pdf',
      title: 'Rivers of Corva',
      page: 2,
    });
    expect(await found('hill plain')).toMatchObject({ document_id: 'plain/hill.txt', title: 'hill' });
    expect(await found('lake')).toMatchObject({ path: 'lake.md.gz', title: 'Lake Mor' });
    expect(await found('water')).toMatchObject({ path: 'sea.html', title: 'The sea' });
    expect(await found('page last lind', '--filter', '{page: 4}')).toMatchObject({ page: 4 });
  });

  it('leaves the index as it is when nothing can be read at all', async () => {
    await folder.write('rows.jsonl', '{"text": "A hill stands in the plain."}\n');
    await config('{ use: files, paths: [rows.jsonl] }');
    const status = async () =>
      JSON.parse((await runRag(['index', '--status', '--json'], { cwd: folder.path })).stdout).data;
    await runRag(['index'], { cwd: folder.path });
    const before = await status();

    const failed = await runRag(['index', '--set', 'corpus.text=txet'], { cwd: folder.path });

    expect(failed.code).not.toBe(0);
    expect(before.state).toBe('complete');
    expect(await status()).toEqual(before);
  });

  it('names documents that cannot be read, and reads the others', async () => {
    await folder.write('docs/a.txt', 'A hill stands in the plain.');
    await folder.write('docs/b.pdf', fixture('pdf/locked.pdf'));
    await folder.write('docs/c.pdf', fixture('pdf/scan.pdf'));
    await folder.write('docs/d.txt', gzipSync('packed'));
    await folder.write('docs/e.html', '<p>last');
    await config('{ use: files, paths: [docs] }');

    const strict = await runRag(['index'], { cwd: folder.path });
    const { code, stdout } = await runRag(['index', '--json', '--max-failures', '3'], { cwd: folder.path });

    expect(strict.code).toBe(3);
    expect(strict.stderr).toContain('error FILE_INVALID  docs/b.pdf is encrypted and needs a password');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({
      documents: 2,
      failed: 3,
      failures: [
        { origin: 'docs/b.pdf', code: 'FILE_INVALID', message: 'docs/b.pdf is encrypted and needs a password' },
        {
          origin: 'docs/c.pdf',
          code: 'ROW_INVALID',
          message: 'docs/c.pdf has no text on its 2 pages, only pictures at most',
        },
        {
          origin: 'docs/d.txt',
          code: 'FILE_INVALID',
          message: 'docs/d.txt is packed with gzip, expected a .txt file',
        },
      ],
    });
  });

  it('tells files of one name in several folders apart', async () => {
    await folder.write('one/README.md', 'A hill stands in the plain.');
    await folder.write('two/README.md', 'A lake lies in the hills.');
    await config('{ use: files, paths: [one, two] }');

    const { code, stdout } = await runRag(['index', '--json'], { cwd: folder.path });

    expect({ code, warnings: JSON.parse(stdout).warnings }).toEqual({ code: 0, warnings: [] });
    expect(await found('lake')).toMatchObject({ document_id: 'two/README.md', path: 'two/README.md' });
  });

  it('takes a format for names that say nothing', async () => {
    await folder.write('export.dat', 'body,name\nA hill.,Hill\n');
    await config('{ use: files, paths: [export.dat], format: csv, text: "{name}: {body}", metadata: [name] }');

    expect(await runRag(['index', '--quiet'], { cwd: folder.path })).toMatchObject({ code: 0 });
    expect(await found('hill')).toMatchObject({ document_id: 'row-0', name: 'Hill' });
  });
});

describe('rag index, on paths of the command line and standard input', () => {
  async function index(args: readonly string[], stdin: string | Uint8Array = '') {
    const { code, stdout } = await runRag(['index', '--json', ...args], { cwd: folder.path, stdin });
    const { data, error } = JSON.parse(stdout);
    return { code, documents: data?.documents, message: error?.message };
  }

  it('leaves the collection as it is for a file it cannot read', async () => {
    await folder.write('hill.txt', 'A hill stands in the plain.');
    await folder.write('hill.png', 'a picture');
    await config('{ use: simple-wiki }');
    expect(await index(['hill.txt'])).toEqual({ code: 0, documents: 1 });

    expect(await index(['hill.png'])).toMatchObject({ code: 3 });

    const { stdout } = await runRag(['index', '--status', '--json'], { cwd: folder.path });
    expect(JSON.parse(stdout).data.state).toBe('complete');
  });

  it('takes paths in the place of the configured corpus', async () => {
    await folder.write('notes/hill.md', '# The hill\n\nIt stands in the plain.');
    await folder.write('more/a.dat', 'text\nSalt water\n');
    await config('{ use: simple-wiki }');

    expect(await index(['notes', 'more/*.dat'])).toEqual({
      code: 3,
      message: expect.stringContaining('more/a.dat is of a kind that cannot be read'),
    });
    expect(await index(['notes'])).toEqual({ code: 0, documents: 1 });
    expect(await found('hill')).toMatchObject({ path: 'hill.md', title: 'The hill' });
    expect(await index(['more', '--format', 'csv'])).toEqual({ code: 0, documents: 1 });
    expect(await found('water')).toMatchObject({ document_id: 'row-0' });
  });

  it.each<[string, string | Uint8Array, readonly string[], number]>([
    ['rows of JSON', '{"text": "A hill."}\n{"text": "A lake."}\n', [], 2],
    ['a list of JSON', ' [{"text": "A hill."}]', [], 1],
    ['rows packed with gzip', gzipSync('{"text": "A hill."}\n'), [], 1],
    ['rows packed with zstd', zstdFrame('{"text": "A hill."}\n'), [], 1],
    ['a text', '\ufeffA hill stands in the plain.', [], 1],
    ['a web page', '<!doctype html><p>A hill.', [], 1],
    ['a PDF', fixture('pdf/river.pdf'), [], 3],
    ['parquet', fixture('parquet/zstd.parquet'), ['--set', 'corpus.text=question'], 6],
    ['CSV, when told so', 'text,n\nA hill.,1\nA lake.,2\n', ['--format', 'csv'], 2],
  ])('reads %s from standard input', async (_, stdin, args, documents) => {
    await config('{ use: simple-wiki }');

    expect(await index(['-', ...args], stdin)).toEqual({ code: 0, documents });
  });

  it('may be configured as well, and names lines', async () => {
    await config("{ use: files, paths: ['-'] }");

    expect(await index([], '{"text": "A hill."}\nnonsense\n')).toEqual({
      code: 3,
      message: 'standard input:2 is not JSON: expected a value, found "n" at column 1',
    });
    expect(await index([], '')).toEqual({
      code: 3,
      message: 'nothing to index in the corpus "files": it has no documents',
    });
  });

  it('leaves nothing behind', async () => {
    await config('{ use: simple-wiki }');
    const environment = { TMPDIR: dirname(await folder.write('tmp/nothing', '')) };

    await runRag(['index', '-', '--quiet'], { cwd: folder.path, environment, stdin: '{"text": "A hill."}\n' });

    expect(readdirSync(environment.TMPDIR)).toEqual(['nothing']);
  });
});
