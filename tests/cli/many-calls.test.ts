import { afterAll, beforeAll, expect, it } from 'vitest';

import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const TOGETHER = 12;
const folder = temporaryFolder();
let server: FakeOpenaiServer;
let release: () => void = () => {};

beforeAll(async () => {
  const allHere = new Promise<void>((resolve) => {
    release = resolve;
  });
  server = await openaiServer({
    chat: async (_, nth) => {
      if (nth === TOGETHER) release();
      await allHere;
      return '[[ ## answer ## ]]\nNile\n\n[[ ## completed ## ]]';
    },
  });
});
afterAll(() => server.close());

it('keeps as many calls in flight as it may, without a word about their number', async () => {
  const rows = Array.from({ length: TOGETHER }, (_, index) => ({
    question: `Which river is number ${index}?`,
    answer: 'Nile',
  }));
  await folder.write('dev.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
  await folder.write(
    'rag.config.yaml',
    `program: { use: predict, signature: 'question -> answer' }
dataset: { use: question-answer, devRows: dev.jsonl, dev: null }
languageModel: { use: openai, baseUrl: '${server.baseUrl}', model: gemma-3-4b-it }
evaluation: { concurrency: ${TOGETHER} }`,
  );

  const { code, stdout, stderr } = await runRag(['eval', '--quiet'], { cwd: folder.path });

  const warnings = stderr.replace(/^warning NOT_COMPILED .*\n/, '');
  expect({ code, warnings, inFlight: server.mostInFlight }).toEqual({ code: 0, warnings: '', inFlight: TOGETHER });
  expect(stdout).toContain(`${TOGETHER} / ${TOGETHER}`);
});
