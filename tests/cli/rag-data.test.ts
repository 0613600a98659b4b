import { describe, expect, it } from 'vitest';
import { openaiServer } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const CONFIG = `
program: { use: predict, signature: question -> answer }
dataset: { use: question-answer, trainRows: train.jsonl, devRows: dev.jsonl, question: q }
evaluation: { concurrency: 1 }
`;
const TRAIN = [
  '{"id": "t1", "q": "Who built the Boil?", "answer": "a"}',
  '{"id": "t2", "q": "Where is it?", "answer": "b"}',
];
const DEV = ['{"id": "d1", "q": "who built Boil", "answer": "a"}', '{"id": "d2", "q": "When was it?", "answer": "c"}'];

describe('rag data show', () => {
  const folder = temporaryFolder();

  it('prints sizes, digests, ids, question hashes and what is in both', async () => {
    await write();

    const result = await runRag(['data', 'show', '--quiet'], { cwd: folder.path });

    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatchInlineSnapshot(`
      "dataset  question-answer
      train    2 examples  digest 3f3910fa127e76d2
      dev      2 examples  digest e3385ef1e5259577
      overlap  1 question in both
        t1 = d1  who built Boil

      train  t1  54b4286e977ba9b5
      train  t2  cee257fd7d7339d5
      dev    d1  54b4286e977ba9b5
      dev    d2  58e7ff5ba0d7f6c3
      "
    `);
  });

  it('gives the same as one JSON object', async () => {
    await write();

    const result = await runRag(['data', 'show', '--json', '--dev', '1'], { cwd: folder.path });

    expect(JSON.parse(result.stdout)).toMatchInlineSnapshot(`
      {
        "command": "data",
        "data": {
          "dataset": "question-answer",
          "dev": {
            "digest": "2ff3b7fb71174c37",
            "examples": [
              {
                "id": "d1",
                "questionHash": "54b4286e977ba9b5",
              },
            ],
            "size": 1,
          },
          "overlap": [
            {
              "dev": "d1",
              "question": "who built Boil",
              "train": "t1",
            },
          ],
          "train": {
            "digest": "3f3910fa127e76d2",
            "examples": [
              {
                "id": "t1",
                "questionHash": "54b4286e977ba9b5",
              },
              {
                "id": "t2",
                "questionHash": "cee257fd7d7339d5",
              },
            ],
            "size": 2,
          },
        },
        "error": null,
        "ok": true,
        "schema": "rag/v1",
        "warnings": [],
      }
    `);
  });

  it('takes files in place of the configured rows, with their columns', async () => {
    await write();
    await folder.write('other.jsonl', '{"q": "Where was it?", "answer": "b"}\n');

    const result = await runRag(['data', 'show', '--quiet', '--dev-file', 'other.jsonl'], { cwd: folder.path });

    expect(result.stdout).toMatchInlineSnapshot(`
      "dataset  question-answer
      train    2 examples  digest 3f3910fa127e76d2
      dev      1 example   digest 9efa3f05bded5bcf
      overlap  none

      train  t1     54b4286e977ba9b5
      train  t2     cee257fd7d7339d5
      dev    dev-0  a8430129582edc45
      "
    `);
  });

  async function write(): Promise<void> {
    await folder.write('rag.config.yaml', CONFIG);
    await folder.write('train.jsonl', `${TRAIN.join('\n')}\n`);
    await folder.write('dev.jsonl', `${DEV.join('\n')}\n`);
  }

  it('has rag compile and rag eval warn of the overlap, and of demos that give answers away', async () => {
    const server = await openaiServer({
      flavour: 'llama.cpp',
      chat: () => '[[ ## answer ## ]]\na\n\n[[ ## completed ## ]]',
    });
    await write();
    const rag = (...args: string[]) =>
      runRag(args, { cwd: folder.path, environment: { RAG_LANGUAGE_MODEL_BASE_URL: server.baseUrl } });

    const compiled = await rag('compile', '--json');
    const evaluated = await rag('eval', '--json');
    const ofFile = await rag('eval', '--dev-file', 'dev.jsonl', '--json');
    await server.close();

    const overlap = {
      code: 'TRAIN_DEV_OVERLAP',
      message: '1 of 2 questions to evaluate on are also training examples: "who built Boil"',
    };
    const leaked = {
      code: 'DEMO_IN_DEVSET',
      message: '1 of 2 demos are questions to evaluate on: "Who built the Boil?"',
    };
    const warnings = [compiled, evaluated, ofFile].map(({ stdout }) => JSON.parse(stdout).warnings);
    expect(warnings).toEqual([expect.arrayContaining([overlap]), [overlap, leaked], [leaked]]);
  });
});
