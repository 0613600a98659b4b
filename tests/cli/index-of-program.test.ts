import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const OFFLINE = fileURLToPath(new URL('../../configs/offline', import.meta.url));

const CONFIG = `corpus: { use: files, paths: [corpus.jsonl] }
embedding: { use: builtin/hashing, dimensions: 64 }
store: { use: sqlite, collection: c }
languageModel: builtin/extractive
program: { use: rag, k: 2 }
dataset: { use: question-answer, trainRows: '${OFFLINE}/train.jsonl', devRows: '${OFFLINE}/dev.jsonl', train: 4, dev: 2 }
artifact: artifacts/p.json
`;

describe('a compiled program', () => {
  const folder = makeFolder();
  const rag = (...args: string[]) => runRag(args, { cwd: folder.path });
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  const corpus = readFileSync(join(OFFLINE, 'corpus.jsonl'), 'utf8').split('\n');
  const index = async () => JSON.parse((await rag('index', '--json')).stdout).data.digest;
  let digest: string;

  beforeAll(async () => {
    write('rag.config.yaml', CONFIG);
    write('corpus.jsonl', corpus.slice(0, 9).join('\n'));
    digest = await index();
    expect(await rag('compile', '--quiet')).toMatchObject({ code: 0 });
    return folder.remove;
  });

  it('names the index it was compiled on, in its file and when it is shown', async () => {
    const saved = JSON.parse(readFileSync(join(folder.path, 'artifacts/p.json'), 'utf8'));
    const shown = await rag('show', 'p');
    const { data } = JSON.parse((await rag('show', 'p', '--json')).stdout);

    expect(saved.metadata.rag).toEqual({ version: expect.any(String), index: { collection: 'c', digest } });
    expect(shown.stdout).toContain(`\ncompiled on index ${digest} of collection "c"\n`);
    expect(data.index).toEqual({ collection: 'c', digest });
  });

  it('runs without a word on that index, and with a warning on another', async () => {
    const before = await rag('run', 'Q?');
    write('corpus.jsonl', corpus.slice(0, 10).join('\n'));
    const now = await index();
    const after = [await rag('run', 'Q?'), await rag('eval', '--program', 'p')];

    const warning = `warning PROGRAM_OF_OTHER_INDEX  artifacts/p.json was compiled on index ${digest} (collection "c"), the one in use is ${now}: rag compile fits the program to it`;
    expect(now).not.toBe(digest);
    expect(before).toMatchObject({ code: 0, stderr: expect.not.stringContaining('PROGRAM_OF_OTHER_INDEX') });
    for (const { code, stderr } of after) {
      expect({ code, warnings: stderr.split('\n').filter((line) => line.startsWith('warning')) }).toEqual({
        code: 0,
        warnings: [warning],
      });
    }
  });
});
