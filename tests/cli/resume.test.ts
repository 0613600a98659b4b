import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { islandQuestions, islandReply } from '../fakes/island-quiz.ts';
import { type ChatBody, type FakeOpenaiServer, openaiServer, type ScriptedReply } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { dataOf, islandEvaluation } from './island-evaluation.ts';

const folder = temporaryFolder();
let server: FakeOpenaiServer;
/** The one that the configuration names. */
let current: FakeOpenaiServer;
let reply: (body: ChatBody) => ScriptedReply | Promise<ScriptedReply>;
const { rag, index, read } = islandEvaluation(folder, () => current);

beforeAll(async () => {
  server = await openaiServer({ dimensions: 8, chat: (body) => reply(body) });
  current = server;
});
afterAll(() => server.close());

const FLAGS = ['eval', '--quiet', '--no-times', '--concurrency', '2'];
const journals = () => readdirSync(join(folder.path, 'artifacts', 'journals'));

/** Sends the signal when the `nth` question arrives; from that one on, none is answered. */
async function stopAt(nth: number, signal: 'SIGKILL' | 'SIGINT', ...flags: string[]) {
  let pid = 0;
  let asked = 0;
  reply = (body) => {
    asked += 1;
    if (asked < nth) return islandReply(body);
    // A second Ctrl-C ends it without a word.
    if (asked === nth) process.kill(pid, signal);
    return new Promise(() => {});
  };
  const onStart = (id: number) => {
    pid = id;
  };
  const result = await rag([...FLAGS, ...flags], '', { onStart });
  reply = islandReply;
  return result;
}

describe('rag eval --resume', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)('makes the same report after %s as without it', async (signal) => {
    await index(islandQuestions(['right', 'unused', 'longer', 'unparsable', 'failed', 'absent', 'order', 'number']));
    reply = islandReply;
    await rag([...FLAGS, '-o', 'undisturbed.json']);

    const stopped = await stopAt(6, signal);
    appendFileSync(
      join(folder.path, 'artifacts', 'journals', journals().find((name) => !name.includes('previous')) ?? ''),
      '{"sha256": "torn',
    );
    const asked = server.chats.length;
    const resumed = await rag([...FLAGS, '--resume', '-o', 'resumed.json']);

    expect(stopped.code).toBe(signal === 'SIGKILL' ? null : 130);
    if (signal === 'SIGINT') expect(stopped.stderr).toContain('the same command goes on with it:  rag eval --resume');
    expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining('JOURNAL_DAMAGED') });
    expect(read('resumed.json')).toBe(read('undisturbed.json'));
    expect(server.chats.length - asked).toBeLessThan(8);
  });

  it('asks nothing when everything was answered, and tells the same', async () => {
    await index(islandQuestions(['right', 'unused']));
    reply = islandReply;
    await rag([...FLAGS, '-o', 'first.json']);
    const asked = server.chats.length;

    await rag([...FLAGS, '--resume', '-o', 'second.json']);

    expect(server.chats.length).toBe(asked);
    expect(read('second.json')).toBe(read('first.json'));
  });

  it('says in what the last evaluation differs', async () => {
    await index(islandQuestions(['right']));
    reply = islandReply;
    await rag(FLAGS);

    const result = await rag([...FLAGS, '--resume', '--temperature', '0.9']);

    expect(result).toMatchObject({ code: 3 });
    expect(result.stderr).toContain(
      'the last one differs:\n         languageModel.temperature was 0.1, is 0.9\n         start it anew:  rag eval\n',
    );
  });

  it('does not go on with scores of a metric that was rewritten', async () => {
    const metric = (score: number) =>
      folder.write(
        'mine.mjs',
        `export const definition = { name: 'mine', description: 'd', options: { parse: (o) => o },
          create: () => ({ name: 'mine', score: () => ${score} }) };`,
      );
    await index(islandQuestions(['right']));
    reply = islandReply;
    await metric(1);
    const flags = [...FLAGS, '--metric', './mine.mjs'];
    await rag(flags);

    expect((await rag([...flags, '--resume'])).code).toBe(0);
    await metric(0.5);
    const result = await rag([...flags, '--resume']);

    expect(result).toMatchObject({ code: 3 });
    expect(result.stderr).toMatch(/the last one differs:\n +metric\.module was "[0-9a-f]{64}", is "[0-9a-f]{64}"\n/);
  });

  it('is not put off by what only concerns servers', async () => {
    await index(islandQuestions(['right']));
    reply = islandReply;
    await rag(FLAGS);

    const changes = ['--set', 'languageModel.timeoutSeconds=2', '--concurrency', '1'];
    expect((await rag([...FLAGS, '--resume', ...changes])).code).toBe(0);
  });

  it('is not what a run hints at that could keep nothing', async () => {
    await index(islandQuestions(['failed', 'unparsable']));
    await folder.write('artifacts/journals', 'a file');
    reply = islandReply;

    const { code, stderr } = await rag([...FLAGS, '--max-errors', '1', '--concurrency', '1']);

    expect(code).toBe(7);
    expect(stderr).toContain('warning JOURNAL_NOT_WRITABLE');
    expect(stderr).toContain('what is measured will be lost if this run is stopped');
    expect(stderr).toMatch(/ {2}hint {3}allow more: {2}rag eval --max-errors 3\n$/);
  });
});

describe('rag eval --retry-errors', () => {
  it('asks only the failed questions again', async () => {
    await index(islandQuestions(['right', 'unused', 'failed', 'unparsable']));
    reply = islandReply;
    await rag(FLAGS);
    const asked = server.chats.length;
    const right = islandReply({ model: 'm', messages: [{ role: 'user', content: '(right)?' }] });
    reply = () => right;

    const [variant] = dataOf(await rag([...FLAGS, '--retry-errors', '--json'])).variants;

    expect(server.chats.length - asked).toBe(2);
    expect(variant).toMatchObject({ total: 4, correct: 3, failures: 0, outcomes: { correct: 3, wrong: 1 } });
  });

  it('goes on with another server after one that has gone', async () => {
    await index(islandQuestions(['right', 'unused', 'longer', 'absent', 'order', 'number']));
    reply = islandReply;
    await rag([...FLAGS, '-o', 'undisturbed.json']);
    current = await openaiServer({
      dimensions: 8,
      chat: (body) => (dying.chats.length < 4 ? islandReply(body) : die()),
    });
    const dying = current;
    const die = () => {
      void dying.close();
      return new Promise<ScriptedReply>(() => {});
    };

    const stopped = await rag(FLAGS);
    current = server;
    const asked = server.chats.length;
    const result = await rag([...FLAGS, '--retry-errors', '-o', 'resumed.json']);

    expect(stopped).toMatchObject({ code: 5, stdout: '' });
    expect(stopped.stderr).toContain('what was measured is kept; the same command goes on with it:  rag eval --resume');
    expect(result.code).toBe(0);
    expect(read('resumed.json')).toBe(read('undisturbed.json'));
    expect(server.chats.length - asked).toBeLessThan(6);
  });

  it('goes on after too many failures', async () => {
    await index(islandQuestions(['failed', 'right', 'unparsable', 'unused']));
    reply = islandReply;
    const stopped = await rag([...FLAGS, '--concurrency', '1', '--max-errors', '2']);
    const right = islandReply({ model: 'm', messages: [{ role: 'user', content: '(right)?' }] });
    reply = () => right;

    const result = await rag([...FLAGS, '--max-errors', '2', '--retry-errors', '--json']);

    expect(stopped.code).toBe(7);
    expect(stopped.stderr).toContain('  hint   ask the failed questions again, and go on:  rag eval --retry-errors\n');
    expect(dataOf(result).variants[0]).toMatchObject({ total: 4, correct: 3, failures: 0 });
  });
});
