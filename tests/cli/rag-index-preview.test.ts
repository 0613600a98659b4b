import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

describe('rag index --dry-run', () => {
  const folder = makeFolder();
  afterAll(() => folder.remove());
  const rows = ['One two three. Four five six.', 'Seven eight.'].map((text, index) => ({ id: `row ${index}`, text }));
  writeFileSync(join(folder.path, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  // Nobody listens at port 9: a request would end the command.
  const servers = 'embedding: { baseUrl: "http://127.0.0.1:9/v1" }\nstore: { url: "http://127.0.0.1:9" }';
  writeFileSync(
    join(folder.path, 'rag.config.yaml'),
    `corpus: { use: files, paths: [rows.jsonl] }\nchunker: { use: sentence, characters: 20 }\n${servers}\n`,
  );

  const preview = (...args: string[]) => runRag(['index', '--dry-run', ...args], { cwd: folder.path });

  it('says what a run would do, without a server and without leaving a trace', async () => {
    const { code, stdout, stderr } = await preview();

    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "2 documents of "files"
      3 chunks of 12 to 14 characters, 13 on average; about 11 tokens

      characters  chunks
              12       1  ████████████████████
              13       0
              14       2  ████████████████████████████████████████

      chunker    ["sentence",{"characters":20,"overlap":0}]
      embedding  1 call for 3 texts to "qwen3-embedding:0.6b"; vectors of 1024 numbers
      store      1 upsert
      bytes      40 B of text, 12 kB of vectors; about 14 kB in SQLite or 19 kB in Qdrant, and 13 kB in .rag
      time       not known, no run with this model has ended here; 0.1 s if a call takes 0.5 s and 4 are under way

      "row 0", chunk 0: One two three.
      "row 0", chunk 1: Four five six.
      "row 1", chunk 0: Seven eight.

      nothing was embedded or stored; what the collection has already is not counted
      "
    `);
    expect(stderr).toMatch(/^read {2}3 {2}/);
    expect(existsSync(join(folder.path, '.rag'))).toBe(false);
  });

  it('gives everything with --json', async () => {
    const { stdout } = await preview('--json');
    const { data, ...envelope } = JSON.parse(stdout);

    expect(envelope).toMatchObject({ command: 'index', ok: true, error: null });
    expect(data).toMatchObject({ documents: 2, chunks: 3, upserts: 1, samples: [{}, {}, {}] });
    expect(Object.keys(data)).toEqual([
      'corpus',
      'revision',
      'chunker',
      'chunkerOptions',
      'documents',
      'chunks',
      'empty',
      'failed',
      'failures',
      'characters',
      'lengths',
      'tokens',
      'bytes',
      'areTokensCounted',
      'embedding',
      'upserts',
      'time',
      'samples',
    ]);
  });

  it('knows how fast the last run with the model was, and what is in the cache', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `${JSON.stringify({ text: `Sentence number ${index}.` })}\n`);
    writeFileSync(join(folder.path, 'many.jsonl'), many.join(''));
    const config =
      'embedding: builtin/hashing\nstore: { use: sqlite, collection: c }\nchunker: { use: sentence, characters: 20 }\ncorpus: { use: files';
    writeFileSync(join(folder.path, 'many.yaml'), `${config}, paths: [many.jsonl] }\n`);
    writeFileSync(join(folder.path, 'rows.yaml'), `${config}, paths: [rows.jsonl] }\n`);
    const run = await runRag(['index', '--config', 'many.yaml'], { cwd: folder.path });
    const known = JSON.parse((await preview('--config', 'many.yaml', '--json')).stdout).data;
    const other = JSON.parse((await preview('--config', 'rows.yaml', '--json')).stdout).data;

    expect(run.code).toBe(0);
    expect(known.embedding).toMatchObject({ texts: 0, cached: 60, calls: 0 });
    expect(known.time).toMatchObject({ basis: 'measured', seconds: 0 });
    expect(other.embedding).toMatchObject({ texts: 3, cached: 0, calls: 1 });
    expect(other.time.seconds).toBeCloseTo(3 / other.time.textsPerSecond);
  });

  it('counts tokens with the tokenizer that cuts', async () => {
    const tokenizer = fileURLToPath(new URL('../fixtures/tokenizers/wordpiece.json', import.meta.url));
    const options = ['chunker=token', `chunker.tokenizer=${tokenizer}`];
    const { stdout } = await preview(...options.flatMap((option) => ['--set', option]));

    expect(stdout.split('\n')[1]).toBe('2 chunks of 12 to 29 characters, 21 on average; 15 tokens');
  });

  it('needs no key', async () => {
    const keys = ['embedding.apiKey=${MODEL_KEY}', 'store.apiKey=${STORE_KEY}'];
    const { code, stderr } = await preview(...keys.flatMap((key) => ['--set', key]));

    expect([code, stderr]).toEqual([0, expect.stringMatching(/^read {2}3 {2}/)]);
  });

  it('fails as a run does on a corpus that cannot be read', async () => {
    const { code, stdout } = await preview('--set', 'corpus.paths=["none.jsonl"]', '--json');

    expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'FILE_NOT_FOUND']);
  });
});
