import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const SAVED = fileURLToPath(new URL('../../conformance/vectors/files/', import.meta.url));
const CASES: readonly { readonly file: string; readonly messages: unknown }[] = JSON.parse(
  readFileSync(`${SAVED}cases.json`, 'utf8'),
).cases;
const CONTEXT = ['One passage.', 'Two lines\nin another', '«quoted»'];
const QUESTION = 'Where do auks winter?';

describe('rag prompt', () => {
  const folder = temporaryFolder();
  const rag = (...args: string[]) => runRag(['prompt', ...args], { cwd: folder.path });

  it.each(['dspy-3.0.4/mixed', 'dspy-3.3.1/unicode', 'ours/all-kinds-of-demos'])(
    'prints the messages that DSPy sends with %s',
    async (name) => {
      const context = await folder.write('context.json', JSON.stringify(CONTEXT));

      const result = await rag('--program', `${SAVED}${name}.json`, '--question', QUESTION, '--context', context);

      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(result.stdout)).toEqual(CASES.find(({ file }) => file === `${name}.json`)?.messages);
    },
  );

  it('prints their text', async () => {
    const context = await folder.write('context.txt', 'One passage.\n\nAnother.\n');
    const file = `${SAVED}ours/no-demos.json`;

    const result = await rag('--program', file, '--question', QUESTION, '--context', context, '--format', 'text');

    expect(result.stdout).toMatchInlineSnapshot(`
      "--- system ---
      Your input fields are:
      1. \`context\` (str): 
      2. \`question\` (str):
      Your output fields are:
      1. \`reasoning\` (str): 
      2. \`answer\` (str):
      All interactions will be structured in the following way, with the appropriate values filled in.

      [[ ## context ## ]]
      {context}

      [[ ## question ## ]]
      {question}

      [[ ## reasoning ## ]]
      {reasoning}

      [[ ## answer ## ]]
      {answer}

      [[ ## completed ## ]]
      In adhering to this structure, your objective is: 
              Given the fields \`context\`, \`question\`, produce the fields \`answer\`.

      --- user ---
      [[ ## context ## ]]
      [1] «One passage.»
      [2] «Another.»

      [[ ## question ## ]]
      Where do auks winter?

      Respond with the corresponding output fields, starting with the field \`[[ ## reasoning ## ]]\`, then \`[[ ## answer ## ]]\`, and then ending with the marker for \`[[ ## completed ## ]]\`.
      "
    `);
  });

  it('says with --json what is sent beside the messages, and how much it is', async () => {
    const config = ['--set', 'program=predict', '--set', 'program.signature=question, tags: list[str] -> answer: int'];

    const result = await rag('--question', QUESTION, '--input', 'tags=["a"]', '--adapter', 'json', '--json', ...config);

    expect(JSON.parse(result.stdout).data).toEqual({
      predictor: 'self',
      adapter: 'json',
      inputs: { question: QUESTION, tags: ['a'] },
      messages: [
        { role: 'system', content: expect.stringContaining('Outputs will be a JSON object') },
        { role: 'user', content: expect.stringContaining('[[ ## tags ## ]]\n["a"]') },
      ],
      responseFormat: { type: 'json_object' },
      characters: 763,
      estimatedTokens: 191,
    });
  });

  it('puts the passages of a file into the input of that name where nothing is fetched', async () => {
    const context = await folder.write('context.txt', 'One passage.\n');
    const predict = ['--set', 'program=predict', '--question', QUESTION, '--context', context];

    const taken = await rag(...predict, '--set', 'program.signature=context, question -> answer', '--json');
    const refused = await rag(...predict, '--set', 'program.signature=question -> answer');

    expect(JSON.parse(taken.stdout).data.inputs).toEqual({ context: ['One passage.'], question: QUESTION });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('error USAGE_INVALID  the program has no input "context", only question\n'),
    });
  });

  it('fetches passages where no file is named', async () => {
    const result = await rag('--question', QUESTION, '--set', 'store.url=http://127.0.0.1:9');

    expect(result).toMatchObject({ code: 5, stdout: '' });
    expect(result.stderr).toContain('error STORE_UNREACHABLE');
  });
});
