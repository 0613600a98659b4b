import { RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { Example } from '../../src/core/example.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { LanguageModel } from '../../src/core/language-model.ts';
import type { Metric } from '../../src/core/metric.ts';
import type { CompileTask, RunFunction } from '../../src/core/optimizer.ts';
import { initialState, type Program, type ProgramState, stateOf } from '../../src/core/program.ts';
import type { Retriever } from '../../src/core/retriever.ts';
import { runProgram } from '../../src/core/run.ts';
import { fixedRetriever } from './fixed-retriever.ts';
import { plainAdapter, plainPrompt } from './plain-adapter.ts';
import { type RecordedCall, type ScriptedLanguageModel, scriptedLanguageModel } from './scripted-language-model.ts';

/** `count` examples whose right answer to "Question number 7?" is "A7". */
export function quizExamples(count: number): readonly Example[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `q${i}`,
    fields: { question: `Question number ${i}?`, answer: `A${i}` },
    inputKeys: ['question'],
  }));
}

export interface QuizModelOptions {
  /** Questions that end in this digit get an empty reply. */
  readonly empty?: number;
  /** A demo helps with the two questions after its own. */
  readonly learns?: boolean;
}

/**
 * A model that knows some answers, by the last digit of the question's number: 0 and 3 right; 5 right, but only in the
 * fallback format; 6 never parsable; 7 fails; 8 right at temperature 1; all others wrong. The same table is in
 * tests/oracle/record-optimizers.py. Its calls are also appended to `calls`, which two models may share.
 */
export function quizModel(
  { empty, learns = false }: QuizModelOptions = {},
  calls: RecordedCall[] = [],
): ScriptedLanguageModel {
  return scriptedLanguageModel((call) => {
    calls.push(call);
    const { i, kind, temperature, demos } = quizCall(call);
    const digit = i % 10;
    if (digit === empty) return '';
    if (digit === 6 || (digit === 5 && kind === 'chat')) return 'no format at all';
    if (digit === 7) throw new RagError('MODEL_FAILED', `boom ${i}`);
    const isHelped = learns && demos.some((demo) => demo < i && demo >= i - 2);
    const isRight = [0, 3, 5].includes(digit) || (digit === 8 && temperature === 1) || isHelped;
    return JSON.stringify({ reasoning: `r${digit === 5 ? 'j' : ''}${i}`, answer: isRight ? `A${i}` : 'wrong' });
  });
}

export interface QuizCall {
  readonly i: number;
  readonly kind: string;
  readonly temperature: number;
  readonly rolloutId: number | null;
  readonly demos: readonly number[];
}

/** What one call of the quiz asked. */
export function quizCall({ prompt, sampling }: RecordedCall): QuizCall {
  const { adapter, inputs, demos } = plainPrompt(prompt);
  const { temperature = 0, rolloutId = null } = sampling;
  return { i: numberIn(inputs), kind: adapter, temperature, rolloutId, demos: demos.map(numberIn) };
}

export const sameAnswer: Metric = {
  name: 'same_answer',
  score: ({ fields }, { answer }) => {
    if (answer === null) throw new RagError('METRIC_FAILED', 'the answer is null');
    return answer === fields.answer;
  },
};

export interface QuizTask extends CompileTask {
  /** What the program's model and the teacher's were asked, in one list. */
  readonly calls: readonly RecordedCall[];
  readonly events: readonly ProgressEvent[];
}

export interface QuizOptions extends QuizModelOptions {
  readonly count?: number;
  readonly model?: ScriptedLanguageModel;
  readonly retriever?: Retriever;
  /** A model of its own for the teacher. */
  readonly teacherModel?: QuizModelOptions;
}

const QUIZ_RETRIEVER = fixedRetriever((query) => [`P1 of ${query}`, 'P2', 'P3\nx']);

/** A compile task over the first `count` questions, with a log of what was reported. */
export function quizTask(program: Program, options: QuizOptions = {}): QuizTask {
  const events: ProgressEvent[] = [];
  const calls: RecordedCall[] = [];
  const { count = 20, model = quizModel(options, calls), retriever = QUIZ_RETRIEVER, teacherModel } = options;
  const state = initialState(program);
  const adapter = plainAdapter('chat', plainAdapter('json'));
  const { signal } = new AbortController();
  const runOn =
    (languageModel: LanguageModel): RunFunction =>
    (other, otherState, inputs, sampling = {}) =>
      runProgram(
        { program: other, state: otherState, inputs, sampling },
        { languageModel, adapter, retriever, signal },
      );
  return {
    program,
    state,
    trainset: quizExamples(count),
    valset: null,
    metric: sameAnswer,
    teacher: teacherModel === undefined ? null : { program, state, run: runOn(quizModel(teacherModel, calls)) },
    run: runOn(model),
    concurrency: 1,
    promptModel: model,
    report: (event) => events.push(event),
    calls,
    events,
  };
}

/** The numbers of a predictor's demos; `+` marks a bootstrapped one. */
export function demosOf(state: ProgramState, predictor = 'generate_answer'): string {
  const { demos } = stateOf(state, predictor);
  return demos.map((demo) => `${demo.augmented === true ? '+' : ''}${numberIn(demo)}`).join(' ');
}

function numberIn({ question }: Fields): number {
  return Number(/\d+/.exec(String(question))?.[0]);
}
