import { isUtf8 } from 'node:buffer';
import { RagError } from '../core/errors.ts';
import type { SourceFile } from './source-file.ts';

/**
 * UTF-8 as text without a byte order mark; bytes that are not UTF-8 become U+FFFD and are reported, as long as they are few.
 *
 * @throws RagError FILE_INVALID for UTF-16, and for what is no text at all
 */
export function decodeText(bytes: Buffer, file: SourceFile, onRepair: (place: string) => void): string {
  refuseUtf16(bytes, file);
  refuseBinary(bytes.subarray(0, LOOKED_AT), file);
  if (!isUtf8(bytes)) for (const line of linesNotUtf8(bytes)) onRepair(`${file.name}:${line}`);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function* linesNotUtf8(bytes: Buffer): Generator<number> {
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const feed = bytes.indexOf('\n', start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) yield line;
    start = end + 1;
  }
}

/** @throws RagError FILE_INVALID when a file begins with the mark of UTF-16 */
export function refuseUtf16(start: Buffer, { name }: SourceFile): void {
  const mark = start.subarray(0, 2).toString('hex');
  if (mark !== 'fffe' && mark !== 'feff') return;
  throw new RagError('FILE_INVALID', `${name} is UTF-16, expected UTF-8`, {
    hint: `save it as UTF-8, for example:  iconv -f UTF-16 -t UTF-8 ${name}`,
    details: { file: name },
  });
}

const LOOKED_AT = 8192;
/** Of the characters looked at; Latin-1 text in any language of Western Europe stays below, pictures and programs lie far above. */
const MOST_UNREADABLE = 0.3;

function refuseBinary(start: Buffer, { name }: SourceFile): void {
  const text = start.toString('utf8');
  const unreadable = text.match(/(?!\s)[\ufffd\p{Cc}]/gu)?.length ?? 0;
  if (unreadable <= MOST_UNREADABLE * text.length) return;
  const percent = Math.round((100 * unreadable) / text.length);
  throw new RagError('FILE_INVALID', `${name} is not UTF-8 text: ${percent} % of its beginning is unreadable`, {
    hint: `if it is text in another encoding, convert it, for example:  iconv -f WINDOWS-1251 -t UTF-8 ${name}`,
    details: { file: name, unreadable: unreadable / text.length },
  });
}
