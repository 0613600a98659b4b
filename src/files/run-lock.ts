import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { RagError } from '../core/errors.ts';
import { errorCode } from './error-code.ts';
import { makeFolder } from './make-folder.ts';
import { notWritten } from './write-atomically.ts';

export interface RunLockOptions {
  /** Of the lock file. */
  readonly path: string;
  /** What must not be done twice at once, for messages: `collection "wiki"`. */
  readonly what: string;
  /** This process. */
  readonly pid: number;
  readonly isRunning: (pid: number) => boolean;
  /** Takes the lock whoever holds it. */
  readonly force: boolean;
}

/** Who holds a lock. Process ids are given again; together with the start they name one process for ever. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** In the system's own count; null where it does not tell. */
  readonly processStart: string | null;
  /** When the lock was taken, as ISO 8601. */
  readonly since: string;
}

/**
 * Takes a lock, and gives back what releases it. One left behind by a process that is gone is taken over.
 *
 * @throws RagError INDEX_LOCKED naming the process that holds it, FILE_NOT_WRITABLE, DISK_FULL
 */
export async function takeLock(options: RunLockOptions): Promise<() => Promise<void>> {
  const { path, pid, force } = options;
  const ours = { pid, host: hostname(), processStart: await processStart(pid), since: new Date().toISOString() };
  const content = JSON.stringify(ours);
  while (!(await create(path, content))) {
    const found = await readFile(path, 'utf8').catch(() => null);
    if (found === null) continue; // Released just now.
    const holder = holderIn(found);
    if (!force && holder !== null && (await isHeld(holder, options))) throw locked(holder, options);
    await discard(path, found, options);
  }
  return async () => {
    if ((await readFile(path, 'utf8').catch(() => null)) === content) await rm(path, { force: true });
  };
}

/** Who holds the lock at present; null when nobody does. */
export async function lockHolder(options: Pick<RunLockOptions, 'path' | 'isRunning'>): Promise<LockHolder | null> {
  const holder = holderIn(await readFile(options.path, 'utf8').catch(() => ''));
  return holder !== null && (await isHeld(holder, options)) ? holder : null;
}

/** A link comes into being with its content, so that nobody ever reads half a lock. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = await writeDraft(path, content);
  try {
    await linkOrWrite(draft, path, content);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw notWritten(path, error);
  } finally {
    await removeQuietly(draft);
  }
}

async function writeDraft(path: string, content: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  try {
    makeFolder(dirname(path));
    await writeFile(draft, content, { flag: 'wx' });
    return draft;
  } catch (error) {
    throw notWritten(path, error);
  }
}

async function linkOrWrite(draft: string, path: string, content: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
    await writeFile(path, content, { flag: 'wx' }); // A file system without links.
  }
}

async function removeQuietly(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {
    // What went wrong before is the failure to report; a draft that stays harms nobody.
  });
}

/** Two processes may find the same stale lock: whoever is late must not remove the fresh one of the other. */
async function discard(path: string, stale: string, options: RunLockOptions): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw notWritten(path, error);
  }
  const moved = await readFile(aside, 'utf8');
  try {
    const holder = holderIn(moved);
    if (moved === stale || holder === null) return;
    await linkOrWrite(aside, path, moved);
    throw locked(holder, options);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await removeQuietly(aside);
  }
}

/** On another machine nobody can be asked, so that one counts as running. */
async function isHeld(holder: LockHolder, { isRunning }: Pick<RunLockOptions, 'isRunning'>): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  if (!isRunning(holder.pid)) return false;
  const start = await processStart(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}

/** Boot and clock ticks since then (Linux, proc(5), field 22 of stat); null elsewhere. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field, the program's name in parentheses, may hold anything.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot.trim()} ${ticks}`;
  } catch {
    return null; // No such system, or no such process: the id alone has to do.
  }
}

function holderIn(text: string): LockHolder | null {
  try {
    const { pid, host, processStart: start, since }: LockHolder = JSON.parse(text);
    return Number.isInteger(pid) && typeof host === 'string' ? { pid, host, processStart: start, since } : null;
  } catch {
    return null; // No lock of ours: nobody holds it.
  }
}

function locked({ pid, host, since }: LockHolder, { what, path }: RunLockOptions): RagError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new RagError('INDEX_LOCKED', `another run has been indexing ${what} since ${since} (process ${pid}${where})`, {
    hint: `wait for it, or stop it:  kill ${pid}\nif it is not running, take its place:  rag index --force`,
    details: { pid, host, since, path },
  });
}
