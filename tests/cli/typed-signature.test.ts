import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatBody, type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const TRAIN = [
  { question: 'How many legs have two spiders?', tags: ['animals'], answer: 16 },
  { question: 'How many wheels have three tricycles?', tags: ['vehicles', 'toys'], answer: 9 },
];
const DEV = [
  { question: 'How many strings have two violins?', tags: ['music'], answer: 8 },
  { question: 'How many sides have two squares?', tags: [], answer: 8 },
];
const CONFIG = `
program:
  use: chain-of-thought
  signature: "question, tags: list[str] -> answer: int, sure: bool, kind: Literal['sum', 'product']"
  descriptions: { answer: a whole number }
dataset: { use: question-answer, trainRows: train.jsonl, devRows: dev.jsonl, inputs: [tags] }
metric: same_value
evaluation: { concurrency: 1 }
`;

/** As DSPy 3.0.4 writes it for this signature. */
const SYSTEM = [
  'Your input fields are:\n1. `question` (str): \n2. `tags` (list[str]):',
  "Your output fields are:\n1. `reasoning` (str): \n2. `answer` (int): a whole number\n3. `sure` (bool): \n4. `kind` (Literal['sum', 'product']):",
  'All interactions will be structured in the following way, with the appropriate values filled in.\n',
  '[[ ## question ## ]]\n{question}\n\n[[ ## tags ## ]]\n{tags}\n\n[[ ## reasoning ## ]]\n{reasoning}\n',
  '[[ ## answer ## ]]\n{answer}        # note: the value you produce must be a single int value\n',
  '[[ ## sure ## ]]\n{sure}        # note: the value you produce must be True or False\n',
  '[[ ## kind ## ]]\n{kind}        # note: the value you produce must exactly match (no extra characters) one of: sum; product\n',
  '[[ ## completed ## ]]',
  'In adhering to this structure, your objective is: ',
  '        Given the fields `question`, `tags`, produce the fields `answer`, `sure`, `kind`.',
].join('\n');

describe('a typed signature in the config file', () => {
  const folder = makeFolder();
  let chat: FakeOpenaiServer;

  beforeAll(async () => {
    chat = await openaiServer({ flavour: 'llama.cpp', chat: reply });
    const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    writeFileSync(join(folder.path, 'train.jsonl'), lines(TRAIN));
    writeFileSync(join(folder.path, 'dev.jsonl'), lines(DEV));
    writeFileSync(join(folder.path, 'rag.config.yaml'), CONFIG);
  });
  afterAll(async () => {
    await chat.close();
    folder.remove();
  });

  const rag = (...args: string[]): Promise<RagResult> =>
    runRag(args, { cwd: folder.path, environment: { RAG_LANGUAGE_MODEL_BASE_URL: chat.baseUrl } });

  it('compiles without a store or an embedding server, and saves values of their types as DSPy does', async () => {
    const result = await rag('compile', '--json');
    const saved = JSON.parse(readFileSync(join(folder.path, 'artifacts', 'compiled_rag_v1.json'), 'utf8'));

    expect(result).toMatchObject({ code: 0, stderr: expect.any(String) });
    expect(JSON.parse(result.stdout).data).toMatchObject({ bootstrapped: 1, labeled: 1 });
    expect(chat.chats[0]?.messages[0]).toEqual({ role: 'system', content: SYSTEM });
    expect(Object.keys(saved)).toEqual(['predict', 'metadata']);
    expect(saved.predict.demos).toEqual([
      {
        augmented: true,
        question: 'How many wheels have three tricycles?',
        tags: ['vehicles', 'toys'],
        reasoning: 'counted',
        answer: 9,
        sure: true,
        kind: 'product',
      },
      { question: 'How many legs have two spiders?', tags: ['animals'], answer: 16 },
    ]);
  });

  it('shows them to the model as Python prints them', async () => {
    const asked = chat.chats.length;

    const result = await rag('eval', '--json', '--rows');

    expect(JSON.parse(result.stdout).data.variants).toMatchObject([
      {
        label: 'zero-shot',
        score: 50,
        rows: [
          { expected: 8, answer: 8, score: true },
          { answer: 4, score: false },
        ],
      },
      { label: 'compiled', score: 50, program: 'artifacts/compiled_rag_v1.json' },
    ]);
    expect(chat.chats[asked + 2]?.messages.slice(1).map(({ content }) => content)).toEqual([
      'This is an example of the task, though some input or output fields are not supplied.\n\n[[ ## question ## ]]\nHow many legs have two spiders?\n\n[[ ## tags ## ]]\n["animals"]',
      '[[ ## reasoning ## ]]\nNot supplied for this particular example. \n\n[[ ## answer ## ]]\n16\n\n[[ ## sure ## ]]\nNot supplied for this particular example. \n\n[[ ## kind ## ]]\nNot supplied for this particular example.\n\n[[ ## completed ## ]]\n',
      '[[ ## question ## ]]\nHow many wheels have three tricycles?\n\n[[ ## tags ## ]]\n["vehicles", "toys"]',
      '[[ ## reasoning ## ]]\ncounted\n\n[[ ## answer ## ]]\n9\n\n[[ ## sure ## ]]\nTrue\n\n[[ ## kind ## ]]\nproduct\n\n[[ ## completed ## ]]\n',
      "[[ ## question ## ]]\nHow many strings have two violins?\n\n[[ ## tags ## ]]\n[\"music\"]\n\nRespond with the corresponding output fields, starting with the field `[[ ## reasoning ## ]]`, then `[[ ## answer ## ]]` (must be formatted as a valid Python int), then `[[ ## sure ## ]]` (must be formatted as a valid Python bool), then `[[ ## kind ## ]]` (must be formatted as a valid Python Literal['sum', 'product']), and then ending with the marker for `[[ ## completed ## ]]`.",
    ]);
  });

  it('answers with every output, its inputs given by name', async () => {
    const asked = ['run', 'How many strings have two violins?', '--input', 'tags=["music"]'];
    const text = await rag(...asked);
    const json = await rag(...asked, '--json');

    expect(text).toMatchObject({ code: 0, stdout: '8\n' });
    expect(JSON.parse(json.stdout).data).toMatchObject({
      question: 'How many strings have two violins?',
      answer: 8,
      reasoning: 'counted',
      passages: [],
    });
  });

  it.each([
    [[], 'error USAGE_INVALID  program "chain-of-thought" also needs "tags"\n  hint   --input tags=…\n'],
    [
      ['--input', 'tag=x'],
      'error USAGE_INVALID  the program has no input "tag", only tags, question\n  hint   --input tags=…\n',
    ],
    [['--input', 'tags'], 'error USAGE_INVALID  --input takes name=value, found "tags"\n  hint   --input tags=…\n'],
  ])('refuses inputs %j', async (flags, stderr) => {
    expect(await rag('run', 'How many?', ...flags)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('says where a signature is wrong', async () => {
    const result = await rag('config', 'validate', '--set', 'program.signature=question -> answer: integer');

    expect(result.code).toBe(2);
    expect(result.stderr).toContain(
      'error CONFIG_INVALID  --set program.signature: program.signature: signature "question -> answer: integer": unknown type "integer"',
    );
  });

  it('runs a bare predict, whose only output is the answer', async () => {
    const result = await rag('run', 'so good', '--set', 'program=predict', '--set', 'program.signature=text -> mood');

    expect(result).toMatchObject({ code: 0, stdout: 'sunny\n' });
  });
});

/** Knows all but one answer; the type of the first training answer is wrong in both formats. */
function reply({ messages }: ChatBody): string {
  const asked = messages.at(-1)?.content ?? '';
  if (asked.includes('## mood ##')) return '[[ ## mood ## ]]\nsunny\n\n[[ ## completed ## ]]';
  const answer = asked.includes('spiders')
    ? 'a lot'
    : asked.includes('tricycles')
      ? '9'
      : asked.includes('violins')
        ? '8'
        : '4';
  const fields = { reasoning: 'counted', answer, sure: 'yes', kind: '"product"' };
  if (asked.includes('JSON object')) return JSON.stringify(fields);
  return Object.entries(fields)
    .map(([name, value]) => `[[ ## ${name} ## ]]\n${value}\n\n`)
    .join('')
    .concat('[[ ## completed ## ]]');
}
