import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const DOCUMENTS = [
  { id: 'bee', title: 'Bee', text: 'Bees make honey from the nectar of flowers.', year: 1990, language: 'en' },
  {
    id: 'wasp',
    title: 'Wasp',
    text: 'A wasp makes paper, and\n\u001b[31mnever\u001b[0m honey.',
    year: 2001,
    language: 'en',
  },
  { id: 'moon', title: 'Moon', text: 'The moon goes round the earth.', year: 2010, language: 'de' },
];

const CONFIG = (store: string) => `
corpus: { use: files, paths: [corpus.jsonl], title: title, metadata: [year, language] }
chunker: { use: fixed-length, minCharacters: 10 }
embedding: { use: builtin/hashing, dimensions: 64 }
store: ${store}
retriever: hybrid
program: { use: rag, k: 2 }
`;

describe.each(['sqlite', 'qdrant'])('rag search on %s', (kind) => {
  const folder = makeFolder();
  let server: QdrantServer;
  const search = (args: readonly string[]) => runRag(['search', '--quiet', ...args], { cwd: folder.path });
  beforeAll(async () => {
    server = await qdrantServer();
    writeFileSync(join(folder.path, 'corpus.jsonl'), DOCUMENTS.map((one) => JSON.stringify(one)).join('\n'));
    const store =
      kind === 'sqlite' ? '{ use: sqlite, collection: c }' : `{ use: qdrant, url: "${server.url}", collection: c }`;
    writeFileSync(join(folder.path, 'rag.config.yaml'), CONFIG(store));
    expect(await runRag(['index', '--quiet'], { cwd: folder.path })).toMatchObject({ code: 0 });
    return async () => {
      await server.close();
      folder.remove();
    };
  });

  it('shows hits with scores and sources, and steers no terminal', async () => {
    const { code, stdout, stderr } = await search(['who', 'makes', 'honey', 'from', 'flowers?']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        '1  0.8333  Bee  bee #0  year=1990  language="en"',
        '   Bees make honey from the nectar of flowers.',
        '2  0.5909  Wasp  wasp #0  year=2001  language="en"',
        '   A wasp makes paper, and',
        '   \\x1b[31mnever\\x1b[0m honey.',
        '',
      ].join('\n'),
    );
  });

  it('gives the same as one JSON object', async () => {
    const { stdout } = await search(['--json', '-k', '1', 'who makes honey from flowers?']);

    expect(JSON.parse(stdout)).toMatchObject({
      command: 'search',
      ok: true,
      data: {
        query: 'who makes honey from flowers?',
        retriever: 'hybrid',
        collection: 'c',
        k: 1,
        hits: [
          {
            rank: 1,
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            score: expect.closeTo(0.8333, 4),
            text: 'Bees make honey from the nectar of flowers.',
            metadata: { title: 'Bee', document_id: 'bee', chunk: 0, year: 1990, language: 'en' },
          },
        ],
      },
    });
  });

  it.each([
    [['--filter', '{language: de}', 'honey'], ['moon']],
    [['--filter', 'year: {gt: 1990, lte: 2001}', 'honey'], ['wasp']],
    [['--retriever', 'bm25', '--set', 'retriever.filter={year: {not: 1990}}', 'honey'], ['wasp']],
    [['--retriever', 'bm25', 'moon', 'earth'], ['moon']],
    [['--retriever', 'dense', '-k', '3', '--score-threshold', '0.3', 'honey flowers'], ['bee']],
    [['--retriever', 'bm25', 'zebra'], []],
  ])('takes %j', async (args, documents) => {
    const { stdout } = await search([...args, '--json']);

    const { data } = JSON.parse(stdout);
    expect(data.hits.map((hit: { metadata: { document_id: string } }) => hit.metadata.document_id)).toEqual(documents);
  });
});

describe('rag search', () => {
  const folder = makeFolder();
  const search = (args: readonly string[], stdin = '') =>
    runRag(['search', '--quiet', ...args], { cwd: folder.path, stdin });
  beforeAll(async () => {
    writeFileSync(join(folder.path, 'corpus.jsonl'), DOCUMENTS.map((one) => JSON.stringify(one)).join('\n'));
    writeFileSync(join(folder.path, 'rag.config.yaml'), CONFIG('{ use: sqlite, collection: c }'));
    await runRag(['index', '--quiet'], { cwd: folder.path });
    return folder.remove;
  });

  it('takes queries from standard input, a result for each', async () => {
    const { stdout } = await search(['--retriever', 'bm25', '-k', '1'], 'earth\n\nzebra\n');

    expect(stdout.split('\n').map((line) => line.replace(/ \d+\.\d+ /, ' … '))).toEqual([
      '1  …  Moon  moon #0  year=2010  language="de"',
      '   The moon goes round the earth.',
      'nothing found',
      '',
    ]);
  });

  it.each([
    [['-k', '0', 'honey'], 2, '-k takes a whole number from 1, found "0"'],
    [['-k', 'many', 'honey'], 2, '-k takes a whole number from 1, found "many"'],
    [[], 2, 'standard input holds no query'],
    [['--collection', 'absent', 'honey'], 3, 'there is no collection "absent"'],
    [['--filter', '{year: {from: 1990}}', 'honey'], 2, 'retriever.filter'],
  ])('refuses %j', async (args, code, message) => {
    const result = await search(args);

    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
  });

  it('says how to build the index anew when it holds no words', async () => {
    const server = await qdrantServer();
    const store = ['--set', 'store=qdrant', '--set', `store.url=${server.url}`, '--set', 'store.collection=c'];
    await runRag(['index', '--quiet', '--set', 'retriever=dense', ...store], { cwd: folder.path });

    const refused = await search(['--retriever', 'bm25', ...store, 'honey']);
    await runRag(['index', '--quiet', '--recreate', '--set', 'retriever=bm25', ...store], { cwd: folder.path });
    const found = await search(['--retriever', 'bm25', ...store, 'honey']);
    await server.close();

    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('was built without words, which the retriever searches');
    expect(refused.stderr).toContain('rag index --recreate');
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('Bees make honey') });
  });
});
