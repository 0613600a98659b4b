import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const SAVED = fileURLToPath(new URL('../../conformance/vectors/files/', import.meta.url));

describe('rag show', () => {
  const folder = temporaryFolder();
  const show = (...args: string[]) => runRag(['show', ...args], { cwd: SAVED });

  it('prints predictors, instructions, fields, demos and sizes', async () => {
    const result = await show('dspy-3.0.4/mixed.json');

    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatchInlineSnapshot(`
      "dspy-3.0.4/mixed.json  program rag, written for DSPy 3.0.4
      retrieve  3 passages

      generate_answer
        instructions
          Given the fields \`context\`, \`question\`, produce the fields \`answer\`.
        fields
          input   context    str
          input   question   str
          output  reasoning  str
          output  answer     str
        demos: 2 bootstrapped, 2 labeled
          bootstrapped  279 characters, about 73 tokens  Where do puffins nest?
          bootstrapped  292 characters, about 76 tokens  How many eggs does a gannet lay?
          labeled       258 characters, about 65 tokens  When do storm petrels come ashore?
          labeled       248 characters, about 62 tokens  What colour is a tern's beak?
        prompt without inputs: 1765 characters, about 447 tokens
          system   506 characters, about 127 tokens
          demos    1077 characters, about 275 tokens
          request  182 characters, about 46 tokens
      "
    `);
  });

  it('tells which model a program was saved with, and no address', async () => {
    const result = await show('dspy-3.3.1/with-lm.json', '--json');
    const { data } = JSON.parse(result.stdout);

    expect(data.predictors[0].languageModel).toEqual({ model: 'openai/gpt-4o-mini', temperature: 0, maxTokens: 300 });
    expect(result.stdout).not.toContain('http');
  });

  it('gives all of it as one JSON object', async () => {
    const { data } = JSON.parse((await show('ours/no-demos.json', '--json')).stdout);

    expect(data).toMatchInlineSnapshot(`
      {
        "dspy": "3.0.4",
        "index": null,
        "path": "ours/no-demos.json",
        "predictors": [
          {
            "demos": [],
            "fields": [
              {
                "description": "\${context}",
                "name": "context",
                "prefix": "Context:",
                "role": "input",
                "type": "str",
              },
              {
                "description": "\${question}",
                "name": "question",
                "prefix": "Question:",
                "role": "input",
                "type": "str",
              },
              {
                "description": "\${reasoning}",
                "name": "reasoning",
                "prefix": "Reasoning: Let's think step by step in order to",
                "role": "output",
                "type": "str",
              },
              {
                "description": "\${answer}",
                "name": "answer",
                "prefix": "Answer:",
                "role": "output",
                "type": "str",
              },
            ],
            "instructions": "Given the fields \`context\`, \`question\`, produce the fields \`answer\`.",
            "languageModel": null,
            "name": "generate_answer",
            "sizes": {
              "demos": {
                "characters": 0,
                "estimatedTokens": 0,
              },
              "request": {
                "characters": 182,
                "estimatedTokens": 46,
              },
              "system": {
                "characters": 506,
                "estimatedTokens": 127,
              },
              "total": {
                "characters": 688,
                "estimatedTokens": 172,
              },
            },
          },
        ],
        "program": "rag",
        "retrievers": {
          "retrieve": {
            "k": 3,
          },
        },
      }
    `);
  });

  it('takes the signature from the configuration, since files do not hold it', async () => {
    const bare = `{"traces": [], "train": [], "demos": [{"question": "q", "answer": 4}], "signature": {"instructions": "Count.",
      "fields": [{"prefix": "Question:", "description": "$\{question}"}, {"prefix": "Answer:", "description": "digits"}]}, "lm": null}`;
    await folder.write('count.json', bare);
    const config = ['--set', 'program=predict', '--set', 'program.signature=question -> answer: int'];

    const result = await runRag(['show', 'count.json', ...config], { cwd: folder.path });

    expect(result.stdout).toMatchInlineSnapshot(`
      "count.json  program predict, written for DSPy (no version)

      self
        instructions
          Count.
        fields
          input   question  str
          output  answer    int  digits
        demos: 0 bootstrapped, 1 labeled
          labeled  66 characters, about 17 tokens  q
        prompt without inputs: 665 characters, about 167 tokens
          system   405 characters, about 102 tokens
          demos    66 characters, about 17 tokens
          request  194 characters, about 49 tokens
      "
    `);
  });

  it('says what is there when the file is not', async () => {
    expect(await show('ours/no-demo')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('error ARTIFACT_NOT_FOUND  there is no artifact ours/no-demo\n'),
    });
  });
});
