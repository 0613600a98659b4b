import { relative } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { RagError } from '../../core/errors.ts';
import type { Example } from '../../core/example.ts';
import { findArtifact, readArtifact } from '../../files/artifact-file.ts';
import { readSavedFile } from '../../formats/read-saved-file.ts';
import { type Finding, lintProgram } from '../../pipelines/lint-program.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { DATASET, DEV, EVAL_SEED } from '../common-flags.ts';
import { columns } from '../output/columns.ts';
import { addSettingFlags } from '../setting-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS = [DATASET, DEV, EVAL_SEED];
/** As for a file that is no program at all: its data are not fit for use. */
const EXIT_CODE = 3;

export function configure(command: Command): void {
  command.argument('<program>', 'compiled program: a path, or a name in the artifacts folder');
  command.option('--dev-file <file>', 'questions to evaluate on from your own file');
  command.option('--max-demo-tokens <n>', 'a longer demo is a finding (estimated tokens)', wholeNumber, 2000);
  addSettingFlags(command, FLAGS);
}

/** Looks for what should not be in the file of a program: `pipelines/lint-program.ts`. Reads the data set if it is here, and never fetches it. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  const offline = { ...context, environment: { ...context.environment, HF_HUB_OFFLINE: '1' } };
  await withWiring({ invocation, context: offline, flags: FLAGS }, async (wiring) => {
    const path = await findArtifact(invocation.arguments[0] ?? '', wiring.artifactsFolder);
    const shown = relative(context.cwd, path);
    const saved = readSavedFile(await readArtifact(path), shown);
    const { devset, unread } = await devsetOf(invocation.options.devFile, wiring);
    const maxDemoTokens = Number(invocation.options.maxDemoTokens);
    const findings = [...lintProgram({ saved, devset, maxDemoTokens }), ...unread];
    const exitCode = findings.some(({ severity }) => severity === 'error') ? EXIT_CODE : 0;
    context.emit({ data: { path: shown, findings }, text: textOf(findings), exitCode });
  });
}

interface Devset {
  readonly devset: readonly Example[] | null;
  readonly unread: readonly Finding[];
}

/** A file that was named must be there; the configured data set may be elsewhere, and then the findings say so. */
async function devsetOf(devFile: unknown, wiring: Wiring): Promise<Devset> {
  try {
    return { devset: await wiring.devset(devFile), unread: [] };
  } catch (error) {
    if (devFile !== undefined || !(error instanceof RagError)) throw error;
    const message = `demos were not compared with the questions to evaluate on: ${error.message}`;
    return { devset: null, unread: [{ code: 'DEVSET_UNREAD', severity: 'info', place: '', message }] };
  }
}

function textOf(findings: readonly Finding[]): string {
  const count = (wanted: Finding['severity']) => findings.filter(({ severity }) => severity === wanted).length;
  const lines = findings.map(({ severity, code, place, message }) => [
    severity,
    code,
    printable(place),
    printable(message),
  ]);
  const summary = `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}`;
  return [...(lines.length === 0 ? [] : [columns(lines)]), summary].join('\n');
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}
