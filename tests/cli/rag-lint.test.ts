import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const SAVED = fileURLToPath(new URL('../../conformance/vectors/files/', import.meta.url));
const DEV = '{"id": "dev-1", "question": "where do puffins nest", "answer": "in burrows"}\n';

describe('rag lint', () => {
  const folder = temporaryFolder();
  const lint = (...args: string[]) => runRag(['lint', ...args, '--quiet'], { cwd: SAVED });

  it('prints each finding with severity, code and place, and fails for errors', async () => {
    const dev = await folder.write('dev.jsonl', DEV);

    const result = await lint('dspy-3.0.4/mixed.json', '--dev-file', dev, '--max-demo-tokens', '50');

    expect(result).toMatchObject({ code: 3, stderr: '' });
    expect(result.stdout).toMatchInlineSnapshot(`
      "error  DEMO_IN_DEVSET  generate_answer.predict.demos.0  is the question "dev-1" to evaluate on
      1 error, 0 warnings
      "
    `);
  });

  it('is content with a plain program', async () => {
    const dev = await folder.write('dev.jsonl', '{"question": "Other?", "answer": "a"}\n');

    expect(await lint('ours/no-demos.json', '--dev-file', dev)).toEqual({
      code: 0,
      stdout: '0 errors, 0 warnings\n',
      stderr: '',
    });
  });

  it('says so when the data set is not here to compare with', async () => {
    const result = await runRag(['lint', `${SAVED}dspy-3.3.1/with-lm.json`, '--json'], { cwd: folder.path });

    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      data: {
        findings: [
          {
            code: 'ENDPOINT_FOUND',
            severity: 'error',
            place: 'generate_answer.predict.lm.api_base',
            message: 'holds the address of a server',
          },
          {
            code: 'DEVSET_UNREAD',
            severity: 'info',
            place: '',
            message: expect.stringMatching(/^demos were not compared with the questions to evaluate on: offline, /),
          },
        ],
      },
    });
  });

  it('refuses what is no number, no file or no program', async () => {
    const text = await folder.write('broken.json', '{');

    expect(await lint('ours/no-demos.json', '--max-demo-tokens', 'many')).toMatchObject({ code: 2 });
    expect(await lint('nothing')).toMatchObject({ code: 3 });
    expect(await lint('ours/no-demos.json', '--dev-file', 'nothing.jsonl')).toMatchObject({ code: 3 });
    expect(await lint(text)).toMatchObject({ code: 3, stderr: expect.stringContaining('error ARTIFACT_INVALID') });
  });
});
