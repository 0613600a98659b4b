import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { LanguageModel, Message } from '../../src/core/language-model.ts';
import { initialState } from '../../src/core/program.ts';
import { runProgram } from '../../src/core/run.ts';
import { chatBody, chatParameters } from '../../src/models/chat-request.ts';
import { rag } from '../../src/programs/rag.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { demosOf, fastest, PASSAGES, REPLY } from './model-calls.ts';

/**
 * A script: what a call costs but for the model, which answers at once, at 0, 4 and 16 demos. By hand: the same messages joined from
 * their strings and written as the body of a request. Prints microseconds as one line of JSON.
 */
const { signal } = new AbortController();
const program = rag({ k: PASSAGES.length });
const adapter = chatAdapter();
const { generate_answer: fresh } = initialState(program);
if (fresh === undefined) throw new Error('the program has another predictor');

let written = 0;
const instant: LanguageModel = {
  model: 'instant',
  defaults: {},
  complete: async (prompt, sampling) => {
    const body = chatBody(prompt, chatParameters('instant', prompt, sampling));
    written += body.length;
    const usage = { promptTokens: 900, completionTokens: 24 };
    return { text: REPLY, finishReason: 'stop', usage, cached: false };
  },
};
const runtime = { languageModel: instant, adapter, retriever: fixedRetriever(() => PASSAGES), signal };

const section = (name: string, text: string) => `[[ ## ${name} ## ]]\n${text}`;
const numbered = (texts: readonly string[]) => texts.map((text, index) => `[${index + 1}] «${text}»`).join('\n');
const [system, request] = adapter.format(fresh.signature, [], { context: [], question: '' }).messages;
const reminder = request?.content.slice(request.content.indexOf('Respond with')) ?? '';

function joinedByHand(demos: readonly Fields[], context: readonly string[], question: string): Message[] {
  const shown = demos.flatMap(({ question: asked, reasoning, answer }): Message[] => [
    { role: 'user', content: `${section('context', numbered(context))}\n\n${section('question', `${asked}`)}` },
    {
      role: 'assistant',
      content: `${section('reasoning', `${reasoning}`)}\n\n${section('answer', `${answer}`)}\n\n[[ ## completed ## ]]\n`,
    },
  ]);
  const asked = `${section('context', numbered(context))}\n\n${section('question', question)}\n\n${reminder}`;
  return [{ role: 'system', content: system?.content ?? '' }, ...shown, { role: 'user', content: asked }];
}

async function microsecondsOf(call: (question: string) => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    const startedAt = performance.now();
    for (let index = 0; index < 300; index += 1) await call(`Who is number ${index}?`);
    times.push((performance.now() - startedAt) / 300);
  }
  return fastest(times) * 1000;
}

const results: Record<string, { byHand: number; rag: number }> = {};
for (const count of [0, 4, 16]) {
  const demos = demosOf(count);
  const state = { generate_answer: { ...fresh, demos } };
  const inputs = { context: PASSAGES, question: 'Who?' };
  const formatted = JSON.stringify(adapter.format(fresh.signature, demos, inputs).messages);
  if (formatted !== JSON.stringify(joinedByHand(demos, PASSAGES, 'Who?'))) throw new Error('the prompts differ');
  results[`${count} demos`] = {
    byHand: await microsecondsOf((question) => {
      const messages = joinedByHand(demos, PASSAGES, question);
      written += Buffer.from(JSON.stringify({ messages, model: 'instant' })).length;
    }),
    rag: await microsecondsOf((question) => runProgram({ program, state, inputs: { question } }, runtime)),
  };
}
if (written === 0) throw new Error('nothing was written');
console.log(JSON.stringify(results));
