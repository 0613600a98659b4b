import { z } from 'zod';
import type { Corpus } from '../core/corpus.ts';
import { define, type Registry } from '../core/registry.ts';
import { FILE_FORMATS } from '../core/row-source.ts';
import { files } from './files.ts';
import { hub } from './hub.ts';
import { simpleWiki } from './simple-wiki.ts';

export interface CorpusNeeds {
  /** A path of a config file, which starts at that file's folder, as an absolute one. */
  resolvePath(path: string): string;
}

const limit = z.int().positive().nullable().default(null).describe('Rows to take from the start; all when null.');
const revision = z.string().min(1).default('main').describe('Branch, tag or commit.');
const column = z.string().min(1);

const documentColumns = {
  text: column.default('text').describe('Column of the text, or a text with columns in braces: "{title}. {text}".'),
  id: column.optional().describe('Column that tells documents apart; by default id, else path, else the position.'),
  title: column.optional().describe('Column of the title, stored with every chunk.'),
  metadata: z
    .array(column)
    .optional()
    .describe('More columns to store with every chunk; by default path, title and page of documents.'),
};

export const corpora: Registry<Corpus, CorpusNeeds> = {
  kind: 'corpus',
  entries: [
    define({
      name: 'simple-wiki',
      description: 'Sentence pairs of Wikipedia and Simple Wikipedia, from the Hugging Face hub.',
      options: z.strictObject({ limit, revision }),
      create: simpleWiki,
    }),
    define({
      name: 'files',
      description: 'Files on this machine: texts, web pages, PDFs, and rows of JSON, CSV and parquet.',
      options: z.strictObject({
        paths: z
          .array(z.string().min(1))
          .min(1)
          .describe('Files, folders or patterns such as notes/**/*.md; - is standard input.'),
        format: z
          .enum(FILE_FORMATS)
          .optional()
          .describe('Of all the files; by default the endings of their names tell.'),
        ...documentColumns,
        limit,
      }),
      create: ({ paths, ...options }, { resolvePath }: CorpusNeeds) =>
        files({ ...options, paths: paths.map(resolvePath) }),
    }),
    define({
      name: 'hub',
      description: 'Any data set of the Hugging Face hub.',
      options: z.strictObject({
        repository: z.string().min(1).describe('Name of the data set: owner/name.'),
        revision,
        file: z.string().min(1).optional().describe('One file of it; without this, the files of a split.'),
        config: z.string().min(1).default('default').describe('Configuration of the data set.'),
        split: z.string().min(1).default('train').describe('Split of the configuration.'),
        ...documentColumns,
        limit,
      }),
      create: ({ file, config, split, ...options }) =>
        hub({ ...options, files: file === undefined ? { config, split } : { path: file } }),
    }),
  ],
};
