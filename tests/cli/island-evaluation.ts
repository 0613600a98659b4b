import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ISLAND_CORPUS, islandQuestions, jsonLines } from '../fakes/island-quiz.ts';
import type { FakeOpenaiServer } from '../fakes/openai-server.ts';
import type { TemporaryFolder } from '../temporary-folder.ts';
import { type RagOptions, type RagResult, runRag } from './run-rag.ts';

export interface IslandEvaluation {
  /** Runs `rag` with the configuration of the islands; `changes` are further lines of it. */
  rag(args: readonly string[], changes?: string, options?: Partial<RagOptions>): Promise<RagResult>;
  /** Writes corpus and questions, and fills the index. */
  index(questions?: readonly object[]): Promise<void>;
  /** The text of a file in the folder. */
  read(name: string): string;
}

/** Evaluations of the island quiz: an embedded store, and models on `server`. */
export function islandEvaluation(folder: TemporaryFolder, server: () => FakeOpenaiServer): IslandEvaluation {
  const rag: IslandEvaluation['rag'] = async (args, changes = '', options = {}) => {
    await folder.write('rag.config.yaml', config(server().baseUrl, changes));
    return runRag(args, { cwd: folder.path, ...options });
  };
  return {
    rag,
    index: async (questions = islandQuestions()) => {
      await folder.write('corpus.jsonl', jsonLines(ISLAND_CORPUS));
      await folder.write('dev.jsonl', jsonLines(questions));
      expect((await rag(['index', '--quiet'])).code).toBe(0);
    },
    read: (name) => readFileSync(join(folder.path, name), 'utf8'),
  };
}

function config(baseUrl: string, changes: string): string {
  const model = `use: openai, baseUrl: '${baseUrl}', retries: 0`;
  return `corpus: { use: files, paths: [corpus.jsonl], title: title }
chunker: { use: fixed-length, minCharacters: 1 }
store: { use: sqlite, collection: islands }
embedding: { ${model}, model: 'qwen3-embedding:0.6b', dimensions: 8 }
languageModel: { ${model}, model: gemma-3-4b-it, timeoutSeconds: 1 }
retriever: bm25
program: { use: rag, k: 1 }
dataset: { use: question-answer, devRows: dev.jsonl, keep: [gold_passage_ids], dev: null }
evaluation: { concurrency: 4, maxErrors: 100 }
${changes}`;
}

/** The `data` of `--json`. */
export function dataOf({ stdout }: RagResult) {
  return JSON.parse(stdout).data;
}
