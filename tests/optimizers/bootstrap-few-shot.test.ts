import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import type { Example } from '../../src/core/example.ts';
import type { CompileTask } from '../../src/core/optimizer.ts';
import { initialState, stateOf } from '../../src/core/program.ts';
import { decodeArtifact, encodeArtifact, newArtifact } from '../../src/formats/dspy-state.ts';
import { type BootstrapOptions, bootstrapFewShot } from '../../src/optimizers/bootstrap-few-shot.ts';
import { rag } from '../../src/programs/rag.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { plainPrompt } from '../fakes/plain-adapter.ts';
import { demosOf, quizExamples, quizTask } from '../fakes/quiz.ts';
import { scriptedLanguageModel } from '../fakes/scripted-language-model.ts';
import { hasShared, readShared, readSharedJsonLines } from '../shared-data.ts';

const program = rag({ k: 3 });
const OPTIONS: BootstrapOptions = {
  maxBootstrappedDemos: 4,
  maxLabeledDemos: 4,
  maxRounds: 1,
  maxErrors: 10,
  metricThreshold: null,
};
const VECTORS = 'spec/metric-vectors.json';
const TUTORIAL = 'hotpotqa/dspy-train-seed1-20.jsonl';

describe('bootstrapFewShot', () => {
  test('makes demos in the key order of DSPy: augmented, inputs as passed, outputs as parsed', async () => {
    const { state } = await bootstrapFewShot({ ...OPTIONS, maxBootstrappedDemos: 1, maxLabeledDemos: 2 }).compile(
      quizTask(program),
    );

    expect(JSON.stringify(stateOf(state, 'generate_answer').demos)).toBe(
      '[{"augmented":true,"context":["P1 of Question number 0?","P2","P3\\nx"],"question":"Question number 0?",' +
        '"reasoning":"r0","answer":"A0"},{"question":"Question number 7?","answer":"A7"}]',
    );
  });

  test('keeps the instructions and drops what else a loaded program had', async () => {
    const blank = stateOf(initialState(program), 'generate_answer');
    const signature = { ...blank.signature, instructions: 'Be brief.' };
    const state = { generate_answer: { signature, demos: [{ answer: 'x' }], extra: { lm: { model: 'm' } } } };

    const compiled = await bootstrapFewShot({ ...OPTIONS, maxBootstrappedDemos: 0, maxLabeledDemos: 0 }).compile({
      ...quizTask(program),
      state,
    });

    expect(compiled.state).toEqual({ generate_answer: { signature, demos: [], extra: {} } });
  });

  test('reports each attempt as it ends and returns them all', async () => {
    const task = quizTask(program, { count: 8 });

    const { attempts } = await bootstrapFewShot({ ...OPTIONS, maxBootstrappedDemos: 8 }).compile(task);

    expect(attempts.map(({ index, round, outcome, error }) => [index, round, outcome, error?.code ?? null])).toEqual([
      [0, 0, 'accepted', null],
      [1, 0, 'rejected', null],
      [2, 0, 'rejected', null],
      [3, 0, 'accepted', null],
      [4, 0, 'rejected', null],
      [5, 0, 'accepted', null],
      [6, 0, 'failed', 'REPLY_UNPARSABLE'],
      [7, 0, 'failed', 'MODEL_FAILED'],
    ]);
    const advance = { type: 'stage-advance', stage: 'bootstrap', by: 1 };
    const ended = (index: number, outcome: string, error: string | null = null) => [
      { type: 'attempt-end', exampleId: `q${index}`, index, round: 0, outcome, error },
      advance,
    ];
    expect(task.events).toEqual([
      { type: 'stage-start', stage: 'bootstrap', total: 8 },
      ...ended(0, 'accepted'),
      ...ended(1, 'rejected'),
      ...ended(2, 'rejected'),
      ...ended(3, 'accepted'),
      ...ended(4, 'rejected'),
      ...ended(5, 'accepted'),
      ...ended(6, 'failed', 'the reply is not JSON: no format at all'),
      ...ended(7, 'failed', 'boom 7'),
      { type: 'stage-end', stage: 'bootstrap' },
      {
        type: 'notice',
        level: 'info',
        code: 'BOOTSTRAP_SUMMARY',
        message: 'Bootstrapped 3 full traces after 7 examples for up to 1 rounds, amounting to 8 attempts.',
      },
    ]);
  });

  test('says what failed when it gives up', async () => {
    const compiled = bootstrapFewShot({ ...OPTIONS, maxErrors: 2 }).compile(quizTask(program));

    const error = await compiled.catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      code: 'TOO_MANY_FAILURES',
      message: '2 runs failed while bootstrapping, the last one: boom 7',
      hint: 'if these failures are to be expected, allow more:  rag compile --max-errors 4',
      cause: { code: 'MODEL_FAILED' },
      details: {
        lastCode: 'MODEL_FAILED',
        attempts: expect.arrayContaining([
          { index: 7, round: 0, outcome: 'failed', error: { code: 'MODEL_FAILED', message: 'boom 7' } },
        ]),
      },
    });
  });

  test('stops at once at an error that would meet every run', async () => {
    const task = quizTask(program);
    const gone = new RagError('MODEL_UNREACHABLE', 'nobody listens');

    const compiled = bootstrapFewShot(OPTIONS).compile({ ...task, run: () => Promise.reject(gone) });

    await expect(compiled).rejects.toBe(gone);
    expect(task.events.filter(({ type }) => type === 'attempt-end')).toEqual([]);
  });

  test('counts whatever a metric throws as a failure of its example', async () => {
    const metric = {
      name: 'broken',
      score: () => {
        throw new TypeError('no such field');
      },
    };

    const { attempts } = await bootstrapFewShot(OPTIONS).compile({ ...quizTask(program, { count: 1 }), metric });

    expect(attempts).toEqual([
      {
        index: 0,
        round: 0,
        outcome: 'failed',
        error: { code: 'METRIC_FAILED', message: 'metric "broken" failed on example "q0": no such field' },
      },
    ]);
  });

  test('takes NaN for success, as Python does', async () => {
    const metric = { name: 'nan', score: () => Number.NaN };

    const { attempts } = await bootstrapFewShot(OPTIONS).compile({ ...quizTask(program, { count: 1 }), metric });

    expect(attempts.map(({ outcome }) => outcome)).toEqual(['accepted']);
  });

  test('refuses an empty trainset', async () => {
    const compiled = bootstrapFewShot(OPTIONS).compile(quizTask(program, { count: 0 }));

    await expect(compiled).rejects.toMatchObject({ code: 'TRAINSET_EMPTY', message: 'the trainset has no examples' });
  });

  test('refuses a teacher with other instructions, but not one with the prefixes of a later DSPy', async () => {
    const { signature } = stateOf(initialState(program), 'generate_answer');
    const teacherWith = (changed: typeof signature) => ({
      program,
      state: { generate_answer: { signature: changed, demos: [], extra: {} } },
    });
    const prefixed = signature.fields.map((field) => ({ ...field, prefix: `${field.prefix} later` }));

    const compile = (changed: typeof signature) =>
      bootstrapFewShot(OPTIONS).compile({ ...quizTask(program), teacher: teacherWith(changed) });

    await expect(compile({ ...signature, instructions: 'Other.' })).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: 'the teacher\'s signature of "generate_answer" is not the program\'s',
      details: { teacher: 'Other.', program: signature.instructions },
    });
    await expect(compile({ ...signature, fields: prefixed })).resolves.toMatchObject({ candidates: [] });
  });

  test('refuses a teacher with other predictors', async () => {
    const { signature } = stateOf(initialState(program), 'generate_answer');
    const teacher = { program, state: { respond: { signature, demos: [], extra: {} } } };

    const compiled = bootstrapFewShot(OPTIONS).compile({ ...quizTask(program), teacher });

    await expect(compiled).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: 'the teacher has the predictors "respond", the program has "generate_answer"',
    });
  });

  test('fills up with labelled demos when no run succeeds: 4, 19, 18 and 3 of twenty', async () => {
    expect(await demosAfterNoSuccess(quizExamples(20))).toEqual(pick(quizExamples(20), [4, 19, 18, 3]));
  });

  test.skipIf(!hasShared(`data/${TUTORIAL}`))('chooses the demos of the tutorial', async () => {
    const rows = readSharedJsonLines<{ question: string; answer: string }>(`data/${TUTORIAL}`);
    const examples = rows.map(({ question, answer }, i) => ({
      id: `${i}`,
      fields: { question, answer },
      inputKeys: ['question'],
    }));

    expect(await demosAfterNoSuccess(examples)).toEqual(pick(examples, [4, 19, 18, 3]));
  });

  test.each([
    ['bootstrapped', { maxBootstrappedDemos: 2, maxLabeledDemos: 2 }],
    ['mixed', { maxBootstrappedDemos: 2, maxLabeledDemos: 4 }],
  ])('ends in the bytes that DSPy saved: %s', async (name, options) => {
    const text = readFileSync(
      new URL(`../../conformance/vectors/files/dspy-3.0.4/${name}.json`, import.meta.url),
      'utf8',
    );

    const { state } = await bootstrapFewShot({ ...OPTIONS, ...options }).compile(seabirdTask());

    expect(encodeArtifact(newArtifact(state), { ...program, retrievers: {} })).toBe(text);
  });

  test.skipIf(!hasShared(VECTORS))('ends in the bytes that DSPy saved for the quiz', async () => {
    const text = JSON.parse(readShared(VECTORS)).bootstrap.basic.saved_file;

    const { state } = await bootstrapFewShot(OPTIONS).compile(quizTask(program));

    expect(demosOf(state)).toBe('+0 +3 +5 +10');
    expect(encodeArtifact({ ...decodeArtifact(text, program), state }, program)).toBe(text);
  });
});

const SEABIRDS = [
  ['Where do puffins nest?', 'in burrows'],
  ["What colour is a tern's beak?", 'red'],
  ['How many eggs does a gannet lay?', 'one'],
  ['Which bird dives from thirty metres?', 'the gannet'],
  ['What do eiders line their nests with?', 'down'],
  ['When do storm petrels come ashore?', 'at night'],
] as const;

/** The task of tests/oracle/record-saved-programs.py: every other answer is known. */
function seabirdTask(): CompileTask {
  const trainset = SEABIRDS.map(([question, answer], i) => {
    const dspy_uuid = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
    return { id: dspy_uuid, fields: { question, answer, dspy_uuid, dspy_split: 'train' }, inputKeys: ['question'] };
  });
  const model = scriptedLanguageModel(({ prompt }) => {
    const { question } = plainPrompt(prompt).inputs;
    const index = SEABIRDS.findIndex(([known]) => known === question);
    const answer = index % 2 === 0 ? SEABIRDS[index]?.[1] : 'no idea';
    return JSON.stringify({ reasoning: 'The passage says so.', answer });
  });
  const context = ['Seabirds nest in colonies.', 'Two lines\nin one passage'];
  const retriever = fixedRetriever((query) => [`A note on: ${query}`, ...context]);
  return { ...quizTask(program, { model, retriever }), trainset };
}

async function demosAfterNoSuccess(trainset: readonly Example[]) {
  const metric = { name: 'never', score: () => false };
  const task = quizTask(program);
  const run: typeof task.run = async () => ({
    prediction: { answer: 'wrong' },
    trace: [],
    calls: [],
    passages: [],
    usage: { promptTokens: 0, completionTokens: 0 },
  });
  const { state } = await bootstrapFewShot(OPTIONS).compile({ ...task, trainset, metric, run });
  return stateOf(state, 'generate_answer').demos;
}

function pick(examples: readonly Example[], indices: readonly number[]) {
  return indices.map((index) => examples[index]?.fields);
}
