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
  const metric = await wiring.metric();
  const { languageModel } = await wiring.runtime();
  return {
    tool: `rag ${packageVersion()}`,
    startedAt: new Date().toISOString(),
    seconds: null,
    metrics: [metric.name],
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
    samples: 1,
    shard: null,
    caveats: languageModel.caveat === undefined ? [] : [languageModel.caveat],
    stopped: null,
  };
}
