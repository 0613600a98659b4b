import { type Command, Option } from 'commander';
import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import { type Gate, INCONCLUSIVE_POLICIES, type InconclusivePolicy } from '../core/gate.ts';
import { findEntry } from '../core/registry.ts';
import { metrics as knownMetrics } from '../metrics/registry.ts';
import { nearestFirst } from '../text/closest-name.ts';
import { collected } from './collected.ts';
import { type GateRequest, parseGate } from './parse-gate.ts';

/** What the flags demand, before it is known which metrics are measured. */
export interface Demands {
  readonly requests: readonly GateRequest[];
  /** The report to compare with, as the user named it. */
  readonly baseline: string | null;
  readonly policy: InconclusivePolicy | null;
}

export function addGateFlags(command: Command): void {
  command
    .option('--min-score <percent>', 'fail below this score; metric=percent names another metric', collected)
    .option('--max-failures <n|n%>', 'fail when more questions than this have no judged answer')
    .option('--baseline <report.json>', 'compare with a report that was saved before')
    .option('--gate <gate>', 'no-regression[:points] fails when significantly below the baseline', collected)
    .addOption(
      new Option(
        '--gate-inconclusive <outcome>',
        'what an inconclusive gate counts as: itself (exit code 101, the default), a pass or a failure',
      ).choices(INCONCLUSIVE_POLICIES),
    );
}

const FLAGS = z.object({
  minScore: z.array(z.string()).default([]),
  maxFailures: z.string().optional(),
  baseline: z.string().optional(),
  gate: z.array(z.string()).default([]),
  gateInconclusive: z.enum(INCONCLUSIVE_POLICIES).optional(),
});

/** @throws RagError USAGE_INVALID for an unknown gate or a number that is none */
export function readDemands(options: Readonly<Record<string, unknown>>): Demands {
  const { minScore, maxFailures, baseline = null, gate, gateInconclusive: policy = null } = FLAGS.parse(options);
  const requests = [
    ...minScore.map((value) => parseGate(`min-score:${value}`, `--min-score ${value}`)),
    ...(maxFailures === undefined ? [] : [parseGate(`max-failures:${maxFailures}`, `--max-failures ${maxFailures}`)]),
    ...gate.map((value) => parseGate(value, `--gate ${value}`)),
  ];
  return { requests, baseline, policy };
}

/**
 * The gates with their metrics by name, the first one where none was named. Aliases of built-in metrics are understood.
 *
 * @throws RagError USAGE_INVALID for a metric that is not measured
 */
export function gatesFor(requests: readonly GateRequest[], measured: readonly string[]): Gate[] {
  return requests.map((request) => {
    if (request.type !== 'min-score') return request;
    const [first = ''] = measured;
    return { ...request, metric: request.metric === null ? first : measuredMetric(request.metric, measured) };
  });
}

function measuredMetric(name: string, measured: readonly string[]): string {
  const meant = findEntry(knownMetrics, name)?.name ?? name;
  if (measured.includes(meant)) return meant;
  throw new RagError('USAGE_INVALID', `the metric "${name}" of a gate is not measured`, {
    hint: `measured: ${nearestFirst(name, measured).join(', ')}`,
    details: { metric: name, measured },
  });
}
