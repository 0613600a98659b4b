import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { lockHolder, type RunLockOptions, takeLock } from '../../src/files/run-lock.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
let path = '';

beforeEach(() => {
  path = join(folder.path, 'home', 'run.lock');
});

function options(overrides: Partial<RunLockOptions> = {}): RunLockOptions {
  return { path, what: 'collection "wiki"', pid: process.pid, isRunning: () => true, force: false, ...overrides };
}

const heldBy = (fields: object) =>
  JSON.stringify({ pid: 4711, host: hostname(), processStart: null, since: '2026-01-02T03:04:05.000Z', ...fields });
const foreign = (fields: object) => folder.write('home/run.lock', heldBy(fields));

describe('takeLock', () => {
  it('F-52: refuses a second run, and names the first', async () => {
    await foreign({});

    await expect(takeLock(options())).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
      message: 'another run has been indexing collection "wiki" since 2026-01-02T03:04:05.000Z (process 4711)',
      hint: `wait for it, or stop it:  kill 4711\nif it is not running, take its place:  rag index --force`,
    });
  });

  it('can be taken again once it is released, and leaves nothing behind', async () => {
    const release = await takeLock(options());
    await expect(takeLock(options())).rejects.toMatchObject({ code: 'INDEX_LOCKED' });

    await release();
    await (await takeLock(options()))();

    expect(readdirSync(join(folder.path, 'home'))).toEqual([]);
  });

  it('takes over from a process that is gone', async () => {
    await foreign({});

    const release = await takeLock(options({ isRunning: () => false }));

    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
    await release();
  });

  it.runIf(process.platform === 'linux')(
    'takes over when the process id has been given to another process',
    async () => {
      await foreign({ pid: process.pid, processStart: 'another-boot 1' });

      await (await takeLock(options()))();
    },
  );

  it('cannot ask another machine, and so refuses', async () => {
    await foreign({ host: 'elsewhere' });

    await expect(takeLock(options({ isRunning: () => false }))).rejects.toThrow('(process 4711 on elsewhere)');
  });

  it('takes the lock by force, and the one it was taken from does not release it', async () => {
    const release = await takeLock(options());
    const releaseForced = await takeLock(options({ force: true, pid: 1 }));

    await release();

    expect(await lockHolder(options())).toMatchObject({ pid: 1 });
    await releaseForced();
  });

  it('takes over what is no lock', async () => {
    await folder.write('home/run.lock', 'something else');

    await (await takeLock(options()))();
  });

  it('lets one of many through', async () => {
    await foreign({});
    const isRunning = (pid: number) => pid === process.pid;

    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(options({ isRunning }))));

    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(readdirSync(join(folder.path, 'home'))).toEqual(['run.lock']);
  });

  it('leaves the lock to one that has taken it over a moment before', async () => {
    await foreign({});
    const isRunning = (pid: number) => {
      if (pid === 4711) writeFileSync(path, heldBy({ pid: 4712 }));
      return pid !== 4711;
    };

    await expect(takeLock(options({ isRunning }))).rejects.toThrow('(process 4712)');
    expect(readFileSync(path, 'utf8')).toBe(heldBy({ pid: 4712 }));
  });

  it('says that it cannot be written', async () => {
    mkdirSync(join(folder.path, 'home'));
    await folder.write('home/file', '');

    await expect(takeLock(options({ path: join(folder.path, 'home', 'file', 'run.lock') }))).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
    });
  });
});

describe('lockHolder', () => {
  it('is nobody without a lock, or after a process that is gone', async () => {
    expect(await lockHolder(options())).toBeNull();
    await foreign({});
    expect(await lockHolder(options({ isRunning: () => false }))).toBeNull();
    expect(await lockHolder(options())).toMatchObject({ pid: 4711 });
  });
});
