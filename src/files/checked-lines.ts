import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writePythonJson } from '../python/json.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { plainValue } from '../python/plain-value.ts';
import type { PythonValue } from '../python/value.ts';
import { errorCode } from './error-code.ts';
import { makeFolder } from './make-folder.ts';
import { notWritten } from './write-atomically.ts';

/** What a file of checked lines holds. */
export interface CheckedLines {
  readonly entries: readonly PythonValue[];
  /** Lines, or pieces of one, that are not as they were written; they are left out. */
  readonly damaged: number;
  /** Where the last whole line ends. */
  readonly length: number;
}

export interface LineWriter {
  /**
   * Resolves when the entry has been handed to the operating system: it survives the end of this process, however sudden.
   *
   * @throws RagError DISK_FULL, FILE_NOT_WRITABLE
   */
  append(entry: unknown): Promise<void>;
  /** Resolves when everything is on the disk. */
  close(): Promise<void>;
}

/**
 * The entries of a file with one JSON object per line, each with a checksum of its own. What a killed process or a full disk left half
 * written is told by its checksum. Null when there is no such file. Memory: the entries, one line and `pieceBytes` of the file, which
 * may be longer than a string can be.
 */
export async function readCheckedLines(path: string, pieceBytes = 1 << 16): Promise<CheckedLines | null> {
  const entries: PythonValue[] = [];
  let damaged = 0;
  let length = 0;
  try {
    for await (const line of linesOf(path, pieceBytes)) {
      const isWhole = line.at(-1) === LINE_FEED;
      const entry = isWhole ? entryIn(line.toString('utf8', 0, line.length - 1)) : undefined;
      if (entry === undefined) damaged += 1;
      else entries.push(entry);
      if (isWhole) length += line.length;
    }
    return { entries, damaged, length };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw notWritten(path, error);
  }
}

const LINE_FEED = 10;

/** With the line feed that ends each; the last one may have none. */
async function* linesOf(path: string, pieceBytes: number): AsyncGenerator<Buffer> {
  const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: pieceBytes });
  let begun: Buffer[] = [];
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(LINE_FEED) + 1; end > 0; end = piece.indexOf(LINE_FEED, start) + 1) {
      yield Buffer.concat([...begun, piece.subarray(start, end)]);
      begun = [];
      start = end;
    }
    if (start < piece.length) begun.push(piece.subarray(start));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/**
 * Adds lines to the file at `path`, after its first `length` bytes; what stands behind them is cut off. The file and its folder are
 * made when they are not there.
 *
 * @throws RagError FILE_NOT_WRITABLE
 */
export async function writeCheckedLines(path: string, length: number): Promise<LineWriter> {
  const file = await openAt(path, length);
  let position = length;
  let last: Promise<unknown> = Promise.resolve();
  // The position moves on with whole lines only: what went wrong is written over by the next one.
  const write = async (line: string): Promise<void> => {
    const bytes = Buffer.from(line);
    const { bytesWritten } = await file.write(bytes, 0, bytes.length, position);
    if (bytesWritten < bytes.length) throw Object.assign(new Error('written in part'), { code: 'ENOSPC' });
    position += bytes.length;
  };
  return {
    append: (entry) => {
      const written = last.then(() => write(lineOf(entry))).catch((error) => Promise.reject(notWritten(path, error)));
      last = written.catch(() => {
        // Whoever waits for that line is told; the next one is tried all the same.
      });
      return written;
    },
    close: async () => {
      await last;
      await file.sync().finally(() => file.close());
    },
  };
}

async function openAt(path: string, length: number): Promise<FileHandle> {
  try {
    makeFolder(dirname(path));
    const file = await open(path, length === 0 ? 'w' : 'r+');
    await file.truncate(length);
    return file;
  } catch (error) {
    throw notWritten(path, error);
  }
}

const HEAD = '{"sha256": "';
const DIGITS = 16;
const BEFORE_ENTRY = '", "entry": ';

function lineOf(entry: unknown): string {
  const text = writePythonJson(plainValue(entry));
  return `${HEAD}${checksum(text)}${BEFORE_ENTRY}${text}}\n`;
}

/** Undefined for a line that was not written so. */
function entryIn(line: string): PythonValue | undefined {
  const sum = line.slice(HEAD.length, HEAD.length + DIGITS);
  const text = line.slice(HEAD.length + DIGITS + BEFORE_ENTRY.length, -1);
  return sum === checksum(text) ? parsePythonJson(text) : undefined;
}

/** Enough of it to tell damage; nobody is to be kept from writing such a line. */
function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
