import type { InvalidRow } from '../core/row-source.ts';
import type { FileKind } from './file-format.ts';

/** A file to read rows from. */
export interface SourceFile extends FileKind {
  readonly path: string;
  /** For messages: `corpus.jsonl`, `notes/a.txt`. */
  readonly name: string;
  /** The same on every machine: the path within what the user named (with that folder's name where two would be alike), or within the repository. */
  readonly key: string;
}

/** A row as a file holds it, not yet checked. */
export interface RawRow {
  readonly value: unknown;
  readonly origin: string;
  readonly about?: readonly string[];
}

export interface ReadOptions {
  /** Columns to decode where the format can leave some out; null means all. */
  readonly columns: readonly string[] | null;
  readonly signal: AbortSignal;
  /** Called with the place of bytes that are not UTF-8 and were replaced. */
  readonly onRepair: (place: string) => void;
  /** Called with a row that cannot be read, in its place among the others; when it returns, the reader goes on behind that row. */
  readonly onInvalid: InvalidRow;
}

export type ReadFile = (file: SourceFile, options: ReadOptions) => AsyncIterable<RawRow>;
