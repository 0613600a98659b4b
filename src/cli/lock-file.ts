import { dirname, relative, resolve } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { LockedFacts } from '../core/evaluation-lock.ts';
import { gateText } from '../core/gate.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { encodeLock } from '../formats/lock-json.ts';
import { counted } from '../text/counted.ts';
import { lockOf, type SettledBar } from './bar.ts';
import type { CommandContext } from './command.ts';

/** What `rag eval lock` writes when no file is named. */
export const LOCK_FILE = 'eval.lock.json';

/** Writes down bar, data, index and programs, for `rag eval --locked`; no question is asked. */
export async function writeLock(
  files: readonly string[],
  bar: SettledBar,
  facts: LockedFacts,
  { cwd, emit }: CommandContext,
): Promise<void> {
  const [file = LOCK_FILE, ...more] = files;
  if (more.length > 0) {
    throw new RagError('USAGE_INVALID', `rag eval lock writes one file, found ${files.join(' ')}`, {
      hint: `rag eval lock ${file}`,
    });
  }
  const path = resolve(cwd, file);
  const lock = lockOf(bar, facts, relative(cwd, dirname(path)));
  await writeAtomically(path, encodeLock(lock));
  const shown = relative(cwd, path);
  const { data, index, programs } = facts;
  const lines = [
    `gates       ${lock.gates.map(gateText).join(', ') || 'none'}`,
    `metrics     ${facts.metrics.join(', ')}`,
    `data        ${counted(data.questions, 'question')}, ${short(data.digest)}`,
    ...(index === null
      ? []
      : [`index       ${counted(index.points, 'point')}, ${short(index.digest ?? 'not looked through')}`]),
    ...programs.map(({ label, digest }) => `program     ${label}, ${short(digest)}`),
    shown,
  ];
  emit({ data: { file: shown, lock }, text: lines.join('\n') });
}

/** As many digits as tell digests apart. */
function short(digest: string): string {
  return digest.slice(0, 18);
}
