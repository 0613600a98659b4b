import { Agent, request } from 'node:http';
import pMap from 'p-map';

import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { NO_JOURNAL } from '../../src/core/journal.ts';
import type { LanguageModel } from '../../src/core/language-model.ts';
import { chainOfThought } from '../../src/core/predictor.ts';
import { initialState } from '../../src/core/program.ts';
import { findEntry } from '../../src/core/registry.ts';
import { responseCache } from '../../src/files/response-cache.ts';
import { answerExactMatch } from '../../src/metrics/exact-match.ts';
import { languageModels } from '../../src/models/registry.ts';
import { withCache } from '../../src/models/with-cache.ts';
import { NO_PROXIES } from '../../src/network/proxies.ts';
import { evaluateProgram } from '../../src/pipelines/evaluate-program.ts';
import { rag } from '../../src/programs/rag.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { fastest, PASSAGES } from './model-calls.ts';

/**
 * A script: asks a server many questions, with a bare client and through an evaluation, in turns. Prints one line of JSON with the
 * milliseconds of each; the first round of each warms up.
 */
const [port = '', count = '', inFlight = '', cacheFile = ''] = process.argv.slice(2);
const concurrency = Number(inFlight);
const ROUNDS = 25;

const { signal } = new AbortController();
const program = rag({ k: PASSAGES.length });
const state = initialState(program);
const adapter = chatAdapter();
const question = { context: PASSAGES, question: 'Who is number 1 of round 1?' };
const { messages } = adapter.format(chainOfThought('context, question -> answer').signature, [], question);
const body = JSON.stringify({ messages, model: 'slow', temperature: 0, max_tokens: 512 });
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
const headers = { 'content-type': 'application/json' };

/** The least that a client of Node's can do: the same body for all, made before, and the reply parsed. */
const askBare = (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const sent = request({ port, path: '/v1/chat/completions', method: 'POST', agent, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8'))));
    });
    sent.once('error', reject);
    sent.end(body);
  });

const evaluate = async (languageModel: LanguageModel, round: number): Promise<void> => {
  const { rows } = await evaluateProgram({
    label: 'compiled',
    path: null,
    program,
    state,
    questions: Array.from({ length: Number(count) }, (_, index) => {
      const fields = { question: `Who is number ${index} of round ${round}?`, answer: 'Nobody' };
      return { index, sample: 0, example: { id: `q${index}`, fields, inputKeys: ['question'] } };
    }),
    concurrency,
    maxErrors: 1,
    journal: NO_JOURNAL,
    report: () => {},
    metrics: [answerExactMatch({ frac: 1 })],
    runtime: { languageModel, adapter, retriever: fixedRetriever(() => PASSAGES), signal },
    prices: {},
    inCorpus: () => null,
    clock: () => performance.now(),
  });
  if (!rows.every(({ outcome }) => outcome === 'correct')) throw new Error('a question was not answered');
};

const model = await findEntry(languageModels, 'openai')?.build(
  { model: 'slow', baseUrl: `http://127.0.0.1:${port}/v1`, temperature: 0, maxTokens: 512 },
  { report: () => {}, sleep: async () => {}, random: () => 0, concurrency, proxies: NO_PROXIES },
);
if (model === undefined) throw new Error('there is no driver');
const cache = responseCache({ path: cacheFile, report: () => {} });
const cached = withCache(model, cache);

const ways: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
  bare: () => pMap(Array.from({ length: Number(count) }), askBare, { concurrency }),
  evaluation: (round) => evaluate(model, round),
  'evaluation with the response cache': (round) => evaluate(cached, round),
};
const times = Object.fromEntries(Object.keys(ways).map((name): [string, number[]] => [name, []]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, way] of Object.entries(ways)) {
    const startedAt = performance.now();
    await way(round);
    if (round > 0) times[name]?.push(performance.now() - startedAt);
  }
}
cache.close();
process.stdout.write(
  `${JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, all]) => [name, fastest(all)])))}\n`,
  () => process.exit(),
);
