import type { ReportIndex, ReportRun } from '../core/report.ts';
import { moduleDigests } from './config/module-digests.ts';
import { shownSettings } from './config/shown-settings.ts';
import { packageVersion } from './package-root.ts';
import type { QuestionSet } from './question-set.ts';
import type { Wiring } from './wire.ts';

/** What a report says of its evaluation before anything is measured. */
export async function describeRun(
  wiring: Wiring,
  { data, shard }: QuestionSet,
  index: ReportIndex | null,
): Promise<ReportRun> {
  const { config } = wiring;
  const metrics = await wiring.metrics();
  const { languageModel } = await wiring.runtime();
  return {
    tool: `rag ${packageVersion()}`,
    startedAt: new Date().toISOString(),
    seconds: null,
    metrics: metrics.map(({ name }) => name),
    languageModel: languageModel.model,
    embeddingModel: index === null ? null : ((await wiring.retrieval()).embedder?.model ?? null),
    settings: { ...shownSettings(config.settings), ...moduleDigests(config) },
    data,
    index,
    samples: config.plain.evaluation.repeat,
    shard,
    caveats: languageModel.caveat === undefined ? [] : [languageModel.caveat],
    stopped: null,
  };
}
