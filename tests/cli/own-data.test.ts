import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeReport } from '../../src/formats/report-json.ts';
import { hubServer } from '../fakes/hub-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const PARQUET = fileURLToPath(new URL('../fixtures/parquet', import.meta.url));
const folder = temporaryFolder();

/** The answer is in a column of another name. */
const COLUMNS = 'answer: id';

async function rag(dataset: string, args: readonly string[], environment = {}): Promise<RagResult> {
  await folder.write(
    'rag.config.yaml',
    `corpus: { use: files, paths: [corpus.jsonl] }
chunker: { use: fixed-length, minCharacters: 1 }
store: { use: sqlite, collection: own }
embedding: builtin/hashing
languageModel: builtin/extractive
retriever: bm25
dataset: { use: question-answer, dev: null, ${dataset} }
`,
  );
  return runRag([...args, '--quiet'], { cwd: folder.path, environment });
}

beforeEach(async () => {
  const text = 'The harder of the two islands is Great Corva.';
  await folder.write('corpus.jsonl', `${JSON.stringify({ id: 'a', text })}\n`);
  copyFileSync(join(PARQUET, 'zstd.parquet'), join(folder.path, 'dev.parquet'));
  const rows = readFileSync(join(PARQUET, 'rows.jsonl'), 'utf8');
  await folder.write('dev.jsonl', rows);
  await folder.write('dev.csv', csvOf(rows));
  expect((await rag(`devRows: dev.jsonl, ${COLUMNS}`, ['index'])).code).toBe(0);
});

function csvOf(rows: string): string {
  const lines = rows
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ id, question }) => [id, question].map((value) => `"${value.replaceAll('"', '""')}"`));
  return `${[['id', 'question'], ...lines].map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}

describe("rag eval on data of the user's own", () => {
  it('takes the same questions from JSON lines, CSV, parquet and the hub', async () => {
    await folder.write('hub/me/quiz/dev.csv', readFileSync(join(folder.path, 'dev.csv')));
    const hub = await hubServer(join(folder.path, 'hub'));
    const args = ['eval', '--no-times', '-o', 'report.json'];
    const reports = [];
    for (const file of ['dev.jsonl', 'dev.csv', 'dev.parquet', '{ repository: me/quiz, file: dev.csv }']) {
      const { code } = await rag(`devRows: ${file}, ${COLUMNS}`, args, { HF_ENDPOINT: hub.url });
      expect(code).toBe(0);
      const { run, variants } = decodeReport(readFileSync(join(folder.path, 'report.json'), 'utf8'), file);
      reports.push({ data: run.data, rows: variants[0]?.rows });
    }

    await hub.close();

    expect(reports[0]?.data.questions).toBe(6);
    expect(reports[0]?.rows?.[0]).toMatchObject({
      id: 'q-0',
      inputs: { question: 'Which island is larger, Great Corva or Little Corva?' },
      expected: { answer: 'q-0' },
    });
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[2]).toEqual(reports[0]);
    expect(reports[3]).toEqual(reports[0]);
  });

  it.each(['dev.jsonl', 'dev.csv', 'dev.parquet'])('names the columns %s has when one is missing', async (file) => {
    const { code, stderr } = await rag(`devRows: ${file}, question: questoin, answer: id`, ['eval']);

    expect(code).toBe(3);
    expect(stderr).toMatch(/^error DATASET_COLUMN_MISSING {2}.*has no column "questoin"; it has "question", /m);
  });

  it('refuses a module that gives two questions one id', async () => {
    await folder.write(
      'twins.mjs',
      `const twin = { id: 'a', fields: { question: 'Q?', answer: 'A' }, inputKeys: ['question'] };
      export const definition = { name: 'twins', description: 'd', options: { parse: (o) => o },
        create: () => ({ name: 'twins', locations: [], split: () => ({ train: [], dev: [twin, twin] }) }) };`,
    );

    const { code, stderr } = await rag('devRows: dev.csv', ['eval', '--dataset', './twins.mjs']);

    expect(stderr).toMatch(/^error DATASET_INVALID {2}two questions of twins have the id "a"$/m);
    expect(code).toBe(3);
  });

  it('warns of a seed that changes nothing, and shuffles by it when asked to', async () => {
    const idsWith = async (dataset: string) => {
      const { stdout, stderr } = await rag(`devRows: dev.jsonl, ${COLUMNS}${dataset}`, [
        'eval',
        '--rows',
        '--json',
        '--seed',
        '7',
      ]);
      const [{ rows }] = JSON.parse(stdout).data.variants;
      return [
        rows.map(({ id }: { id: string }) => id).join(' '),
        stderr.includes('SEED_UNUSED  --seed changes nothing'),
      ];
    };

    expect(await idsWith('')).toEqual(['q-0 q-1 q-2 q-3 q-4 q-5', true]);
    expect(await idsWith(', shuffle: true')).toEqual([expect.not.stringMatching(/^q-0 q-1 q-2 q-3/), false]);
  });

  it('takes no empty text for an answer', async () => {
    await folder.write('dev.csv', 'question,answer\nWho?,Elin\nWhen?,\n');

    const { code, stderr } = await rag('devRows: dev.csv', ['eval']);

    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^error ROW_INVALID {2}.*dev\.csv:3 has an empty text in column "answer", expected an answer$/m,
    );
  });
});
