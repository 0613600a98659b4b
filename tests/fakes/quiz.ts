import { RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { Example } from '../../src/core/example.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { Metric } from '../../src/core/metric.ts';
import type { CompileTask } from '../../src/core/optimizer.ts';
import { initialState, type Program, type ProgramState } from '../../src/core/program.ts';
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

/**
 * A model that knows some answers, by the last digit of the question's number: 0 and 3 right; 5 right, but only in the fallback format;
 * 6 never parsable; 7 fails; 8 right at temperature 1; all others wrong.
 */
export function quizModel(): ScriptedLanguageModel {
  return scriptedLanguageModel((call) => {
    const { i, kind, temperature } = quizCall(call);
    const reply = (reasoning: string, answer: string) => JSON.stringify({ reasoning, answer });
    switch (i % 10) {
      case 0:
      case 3:
        return reply(`r${i}`, `A${i}`);
      case 5:
        return kind === 'json' ? reply(`rj${i}`, `A${i}`) : 'no format at all';
      case 6:
        return 'no format at all';
      case 7:
        throw new RagError('MODEL_FAILED', `boom ${i}`);
      case 8:
        return reply(`r${i}`, temperature === 1 ? `A${i}` : 'wrong');
      default:
        return reply(`r${i}`, 'wrong');
    }
  });
}

export interface QuizCall {
  readonly i: number;
  readonly kind: string;
  readonly temperature: number;
  readonly demo_questions: readonly (string | undefined)[];
}

/** What one call of the quiz asked, in the words of the recorded traces. */
export function quizCall({ prompt, sampling }: RecordedCall): QuizCall {
  const { adapter, inputs, demos } = plainPrompt(prompt);
  return {
    i: numberIn(inputs),
    kind: adapter,
    temperature: sampling.temperature ?? 0,
    demo_questions: demos.map(({ question }) => (typeof question === 'string' ? question : undefined)),
  };
}

export const sameAnswer: Metric = {
  name: 'same_answer',
  score: ({ fields }, { answer }) => {
    if (answer === null) throw new RagError('METRIC_FAILED', 'the answer is null');
    return answer === fields.answer;
  },
};

export interface QuizTask extends CompileTask {
  readonly model: ScriptedLanguageModel;
  readonly events: readonly ProgressEvent[];
}

/** A compile task over the first `count` questions, with a log of what was reported. */
export function quizTask(program: Program, count = 20, model = quizModel()): QuizTask {
  const events: ProgressEvent[] = [];
  const runtime = {
    languageModel: model,
    adapter: plainAdapter('chat', plainAdapter('json')),
    retriever: fixedRetriever((query) => [`P1 of ${query}`, 'P2', 'P3\nx']),
    signal: new AbortController().signal,
  };
  return {
    program,
    state: initialState(program),
    trainset: quizExamples(count),
    valset: null,
    metric: sameAnswer,
    teacher: null,
    run: (other, state, inputs, sampling = {}) => runProgram({ program: other, state, inputs, sampling }, runtime),
    concurrency: 3,
    promptModel: model,
    report: (event) => events.push(event),
    model,
    events,
  };
}

/** `[true, question]` for a bootstrapped demo, `[false, question]` for a labelled one. */
export function demosIn(state: ProgramState, predictor = 'generate_answer'): readonly (readonly [boolean, unknown])[] {
  return (state[predictor]?.demos ?? []).map((demo) => [demo.augmented === true, demo.question]);
}

function numberIn({ question }: Fields): number {
  return Number(/\d+/.exec(String(question))?.[0]);
}
