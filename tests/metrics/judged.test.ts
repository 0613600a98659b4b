import { describe, expect, it } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import type { Metric } from '../../src/core/metric.ts';
import { findEntry } from '../../src/core/registry.ts';
import type { ModelCall } from '../../src/core/run.ts';
import { metrics } from '../../src/metrics/registry.ts';
import { type Script, scriptedLanguageModel } from '../fakes/scripted-language-model.ts';
import recorded from '../fixtures/judge-metrics/vectors.json' with { type: 'json' };
import { exampleOf } from './example-of.ts';

const COLUMNS = { truth: 'response', response: 'response' };

async function judged(name: string, options: object, script: Script) {
  const languageModel = scriptedLanguageModel(script);
  const judge = { languageModel, adapter: chatAdapter(), signal: new AbortController().signal };
  const entry = findEntry(metrics, name);
  if (entry === null) throw new Error(`no metric ${name}`);
  const metric = await entry.build({ ...COLUMNS, ...options }, { judge: async () => judge });
  return { metric, languageModel };
}

function score(metric: Metric, trace?: []) {
  const calls: ModelCall[] = [];
  const evidence = { passages: [], record: (call: ModelCall) => void calls.push(call) };
  return { calls, value: metric.score(exampleOf(recorded.example), recorded.prediction, trace, evidence) };
}

describe('the judged metrics', () => {
  it.each(recorded.cases)('ask and count as DSPy: $metric $options $score', async (recording) => {
    const replies = [...recording.replies];
    const { metric, languageModel } = await judged(recording.metric, recording.options, () => replies.shift() ?? '');

    const { value, calls } = score(metric, 'traced' in recording ? [] : undefined);

    expect(await value).toBe(recording.score);
    expect(languageModel.calls.map(({ prompt }) => prompt.messages)).toEqual(recording.messages);
    expect(calls.map(({ prompt }) => prompt.messages)).toEqual(recording.messages);
    expect(metric.threshold).toBe('threshold' in recording.options ? recording.options.threshold : 0.66);
  });

  it('read the fields of a question and answer unless told otherwise', async () => {
    const { metric, languageModel } = await judged(
      'SemanticF1',
      { truth: undefined, response: undefined },
      () => '[[ ## reasoning ## ]]\nr\n[[ ## recall ## ]]\n1\n[[ ## precision ## ]]\n1\n[[ ## completed ## ]]',
    );

    expect(await metric.score(exampleOf({ question: 'Q?', answer: 'gold' }), { answer: 'said' })).toBe(1);
    expect(languageModel.calls[0]?.prompt.messages[1]?.content).toContain(
      '[[ ## ground_truth ## ]]\ngold\n\n[[ ## system_response ## ]]\nsaid',
    );
  });

  it('blame the judge, not the program, for a reply that cannot be read', async () => {
    const { metric } = await judged('semantic_f1', {}, () => 'no format at all');
    const { value, calls } = score(metric);

    await expect(value).rejects.toMatchObject({
      code: 'METRIC_FAILED',
      message: expect.stringContaining('semantic_f1: the judge failed with REPLY_UNPARSABLE: '),
    });
    expect(calls.map(({ adapter }) => adapter)).toEqual(['chat', 'json']);
  });

  it('refuse an empty reply, which says nothing', async () => {
    const { metric } = await judged('answer_groundedness', {}, () => '');

    await expect(score(metric).value).rejects.toMatchObject({
      message: 'answer_groundedness: the judge gave nothing as groundedness',
    });
  });

  it('stop the evaluation when the judge cannot be reached', async () => {
    const gone = new RagError('MODEL_UNREACHABLE', 'gone');
    const { metric } = await judged('semantic_f1', {}, () => {
      throw gone;
    });

    await expect(score(metric).value).rejects.toBe(gone);
  });

  it('need a ground truth', async () => {
    const { metric } = await judged('semantic_f1', { truth: 'reference' }, () => '');

    await expect(score(metric).value).rejects.toMatchObject({
      code: 'METRIC_FAILED',
      message: 'semantic_f1: example "row-1" has no reference, only question, response',
    });
  });
});
