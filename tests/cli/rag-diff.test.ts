import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runRag } from './run-rag.ts';

const SAVED = fileURLToPath(new URL('../../conformance/vectors/files/', import.meta.url));

describe('rag diff', () => {
  const diff = (...args: string[]) => runRag(['diff', ...args], { cwd: SAVED });

  it('prints changed fields, demos and the change in tokens', async () => {
    const result = await diff('dspy-3.0.4/mixed.json', 'dspy-3.3.1/bootstrapped.json');

    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatchInlineSnapshot(`
      "generate_answer  changed
        field reasoning
          - Reasoning: Let's think step by step in order to \${reasoning}
          + Reasoning: \${reasoning}
        demos: 0 added, 2 removed, 2 kept
          - labeled  When do storm petrels come ashore?
          - labeled  What colour is a tern's beak?
        prompt without inputs: about 447 → 320 tokens (−127)
      "
    `);
  });

  it('prints changed instructions', async () => {
    const result = await diff('ours/no-demos.json', 'ours/own-instructions.json');

    expect(result.stdout).toMatchInlineSnapshot(`
      "generate_answer  changed
        instructions
          - Given the fields \`context\`, \`question\`, produce the fields \`answer\`.
          + Answer briefly.
          + 
          + Be sure.
        demos: 0 added, 0 removed, 0 kept
        prompt without inputs: about 172 → 166 tokens (−6)
      "
    `);
  });

  it('says that nothing changed', async () => {
    const result = await diff('dspy-3.0.4/mixed.json', 'dspy-3.0.4/mixed.json');
    const json = await diff('dspy-3.0.4/mixed.json', 'dspy-3.0.4/mixed.json', '--json');

    expect(result.stdout).toMatchInlineSnapshot(`
      "generate_answer  unchanged
        demos: 0 added, 0 removed, 4 kept
        prompt without inputs: about 447 → 447 tokens (+0)
      "
    `);
    expect(JSON.parse(json.stdout).data).toMatchObject({ same: true, predictors: [{ demos: { kept: 4 } }] });
  });

  it('refuses the file of another program', async () => {
    expect(await diff('ours/no-demos.json', 'dspy-3.0.4/two-predictors.json')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('dspy-3.0.4/two-predictors.json has the predictors "write_query", '),
    });
  });
});
