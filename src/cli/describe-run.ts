import type { Example } from '../core/example.ts';
import type { ReportIndex, ReportRun } from '../core/report.ts';
import { digestOfExamples } from '../pipelines/digest.ts';
import { shownSettings } from './config/shown-settings.ts';
import { packageVersion } from './package-root.ts';
import type { Wiring } from './wire.ts';

/** What a report says of its evaluation before anything is measured. */
export async function describeRun(
  wiring: Wiring,
  examples: readonly Example[],
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
    settings: shownSettings(config.settings),
    data: {
      name: config.parts.dataset.entry.name,
      digest: digestOfExamples(examples),
      questions: examples.length,
      filters: [],
    },
    index,
    samples: config.plain.evaluation.repeat,
    shard: null,
    caveats: languageModel.caveat === undefined ? [] : [languageModel.caveat],
    stopped: null,
  };
}
