import { RagError } from '../core/errors.ts';
import { judgeReport } from '../pipelines/gates/judge-gates.ts';
import { lockedFacts } from '../pipelines/lock-evaluation.ts';
import { mergeReports } from '../pipelines/merge-reports.ts';
import { readBar, settleBar } from './bar.ts';
import type { CommandContext, Invocation } from './command.ts';
import { deliverReport } from './deliver-report.ts';
import { readReport } from './read-file.ts';
import { reportFiles } from './report-files.ts';

/** Joins the reports of all shards of an evaluation, and delivers the whole as `rag eval` would have; no model is asked. */
export async function mergeShards(
  files: readonly string[],
  options: Invocation['options'],
  context: CommandContext,
): Promise<void> {
  const { cwd } = context;
  if (files.length === 0) {
    throw new RagError('USAGE_INVALID', 'rag eval merge needs the reports of all shards', {
      hint: 'rag eval merge one.json two.json -o whole.json',
    });
  }
  const request = await readBar(options, cwd);
  const outputs = await reportFiles(options.output, cwd);
  const parts = await Promise.all(files.map((file) => readReport(file, cwd)));
  const merged = mergeReports(parts);
  const programs = merged.variants.map(({ label, programDigest: digest }) => ({ label, digest }));
  const bar = settleBar(request, merged.run, lockedFacts(merged.run, programs));
  const report = judgeReport(merged, bar);
  const withRows = options.rows === true;
  await deliverReport({ report, files: outputs, withRows, policy: bar.policy, stopped: null }, context);
}
