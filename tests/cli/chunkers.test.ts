import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const PAGE = `# Ferry

The ferry to Skerrow sails twice a day. It takes no cars.

## Prices

A ticket is £4. Children sail free.
`;

describe('rag index with a chunker', () => {
  const folder = makeFolder();
  afterAll(() => folder.remove());
  writeFileSync(join(folder.path, 'page.md'), PAGE);
  const tokenizer = fileURLToPath(new URL('../fixtures/tokenizers/bpe.json', import.meta.url));
  copyFileSync(tokenizer, join(folder.path, 'tokenizer.json'));
  writeFileSync(
    join(folder.path, 'rag.config.yaml'),
    'corpus: { use: files, paths: [page.md] }\nembedding: builtin/hashing\nretriever: bm25\nstore: { use: sqlite, collection: pages }\n',
  );

  const rag = async (...args: string[]) => {
    const { stdout } = await runRag([...args, '--json'], { cwd: folder.path });
    return JSON.parse(stdout);
  };

  it('finds chunks with their headings', async () => {
    const { data } = await rag('index', '--set', 'chunker=markdown', '--collection', 'headed');
    const search = await rag('search', 'children ticket', '--collection', 'headed', '-k', '1');

    expect(data).toMatchObject({ documents: 1, chunks: 2, stored: 2 });
    expect(search.data.hits[0]).toMatchObject({
      text: 'Ferry\n\n## Prices\n\nA ticket is £4. Children sail free.',
    });
    expect(JSON.stringify(search.data.hits[0])).toContain('"heading":"Ferry > Prices"');
  });

  it.each([
    [['chunker=sentence', 'chunker.characters=40'], 4],
    [['chunker=recursive', 'chunker.characters=60'], 3],
    [['chunker=token', 'chunker.tokenizer=tokenizer.json', 'chunker.tokens=32'], 2],
  ] as const)('cuts anew what another chunker cut: %j', async (settings, chunks) => {
    const before = await rag('index', '--set', 'chunker.minCharacters=0');
    const after = await rag('index', ...settings.flatMap((setting) => ['--set', setting]));

    expect(before.data).toMatchObject({ chunks: 1, stored: 1 });
    expect(after.data).toMatchObject({ chunks, stored: chunks, removed: 1 });
    expect(after.data.digest).not.toBe(before.data.digest);
    expect(after.warnings).toMatchObject([{ code: 'CHUNKER_CHANGED' }]);
  });

  it('refuses a tokenizer that is none, or is not there', async () => {
    const settings = ['chunker=token', 'chunker.tokenizer=tokenizer.json'].flatMap((setting) => ['--set', setting]);
    writeFileSync(join(folder.path, 'tokenizer.json'), '{"model": {"type": "WordLevel"}}');
    const broken = await rag('index', ...settings);
    const absent = await rag('index', '--set', 'chunker=token', '--set', 'chunker.tokenizer=none.json');

    expect(broken.error).toMatchObject({
      code: 'FILE_INVALID',
      message:
        'tokenizer.json is no tokenizer.json that can be used: it has no model of the kind BPE, WordPiece or Unigram',
    });
    expect(absent.error).toMatchObject({ code: 'FILE_NOT_FOUND', details: { file: 'none.json' } });
  });
});
