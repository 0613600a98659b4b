import { isUtf8 } from 'node:buffer';
import { RagError } from '../core/errors.ts';
import type { InvalidRow } from '../core/row-source.ts';
import { refuseUtf16 } from './decode-text.ts';
import { raise } from './file-errors.ts';
import { readBytes } from './read-bytes.ts';
import type { ReadOptions, SourceFile } from './source-file.ts';

export interface Line {
  /** Without its ending, a line feed with or without a carriage return before it. */
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

const LINE_FEED = 0x0a;
const LONGEST_LINE_BYTES = 64 * 2 ** 20;

/**
 * The lines of a UTF-8 file, one in memory at a time; what is packed is unpacked, a byte order mark dropped.
 *
 * Bytes that are not UTF-8 become U+FFFD and are reported by line. A line of more than 64 MiB is told to `onTooLong` and passed
 * over; without that, it ends the reading.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function* readLines(
  file: SourceFile,
  { signal, onRepair }: Pick<ReadOptions, 'signal' | 'onRepair'>,
  onTooLong: InvalidRow = raise,
): AsyncGenerator<Line> {
  let number = 0;
  for await (const bytes of splitLines(file, signal)) {
    number += 1;
    if (bytes === null) {
      onTooLong(lineTooLong(`${file.name}:${number}`));
      continue;
    }
    if (number === 1) refuseUtf16(bytes, file);
    if (!isUtf8(bytes)) onRepair(`${file.name}:${number}`);
    const text = bytes.toString('utf8').replace(/\r$/, '');
    yield { text: number === 1 ? text.replace(/^\ufeff/, '') : text, number };
  }
}

/** Null stands for a line that is too long to be held. */
async function* splitLines(file: SourceFile, signal: AbortSignal): AsyncGenerator<Buffer | null> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const take = (part: Buffer): void => {
    pendingBytes += part.length;
    if (pendingBytes > LONGEST_LINE_BYTES) pending = [];
    else pending.push(part);
  };
  const line = (): Buffer | null => {
    const whole = pendingBytes > LONGEST_LINE_BYTES ? null : Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    return whole;
  };
  for await (const part of readBytes(file, signal)) {
    let start = 0;
    for (let end = part.indexOf(LINE_FEED); end !== -1; end = part.indexOf(LINE_FEED, start)) {
      take(part.subarray(start, end));
      yield line();
      start = end + 1;
    }
    take(part.subarray(start));
  }
  if (pendingBytes > 0) yield line();
}

function lineTooLong(origin: string): RagError {
  return new RagError('ROW_INVALID', `${origin} has more than ${LONGEST_LINE_BYTES} bytes`, { details: { origin } });
}
