import type { RagError } from './errors.ts';
import type { Fields } from './fields.ts';

/** Kinds of files that rows are read from, named by their usual ending. */
export const FILE_FORMATS = ['csv', 'html', 'json', 'jsonl', 'md', 'parquet', 'pdf', 'tsv', 'txt'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Where rows are. A part names the place; a source in `sources/` knows how to get there. */
export type RowLocation =
  | {
      readonly type: 'hub';
      /** `owner/name` of a data set on the Hugging Face hub. */
      readonly repository: string;
      /** Branch, tag or commit; a branch is resolved to the commit it points at. */
      readonly revision: string;
      /** One file of the repository, or the data files of a configuration's split. */
      readonly files: { readonly path: string } | { readonly config: string; readonly split: string };
      readonly columns: readonly string[] | null;
      readonly limit: number | null;
    }
  | {
      readonly type: 'files';
      /** Paths, folders or globs, relative to the config file's folder or absolute; `-` is standard input. */
      readonly paths: readonly string[];
      /** Of all the files; else each is known by the ending of its name, and standard input by its beginning. */
      readonly format?: FileFormat | undefined;
      readonly columns: readonly string[] | null;
      readonly limit: number | null;
    };

export interface Row {
  readonly fields: Fields;
  /** For messages: `corpus.jsonl:12`, `train-00000-of-00002.parquet row 7`. */
  readonly origin: string;
  /** Fields that tell where a text is from, when the row is (a page of) a document: path, title, page. */
  readonly about?: readonly string[];
}

export interface RowStream {
  /** The commit (hub) or a digest of names, sizes and contents (files): what an index or a score was made from. */
  readonly revision: string;
  readonly rows: AsyncIterable<Row>;
}

/** Is told of a row that cannot be read, in its place among the others; the error's `details.origin` says where it is. */
export type InvalidRow = (error: RagError) => void;

export interface RowSource {
  /**
   * Rows in file order, one at a time; only `columns` are decoded where the format allows it.
   *
   * With `onInvalid`, a row that cannot be read is told there and passed over; without, it ends the stream.
   *
   * @throws RagError ROW_INVALID, SOURCE_UNREACHABLE, SOURCE_FAILED, DATASET_NOT_FOUND, DATASET_NOT_CACHED, FILE_NOT_FOUND, FILE_INVALID
   */
  open(location: RowLocation, signal: AbortSignal, onInvalid?: InvalidRow): Promise<RowStream>;
}
