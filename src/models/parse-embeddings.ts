import { keepVectorJson } from '../core/vector-json.ts';
import { countFloats, readFloats } from '../text/float-text.ts';
import { parseJson } from './refusal.ts';

/**
 * A reply of an embeddings server, parsed: plain JSON, but each `embedding` that is a list of numbers as a Float32Array; undefined
 * when the text is not JSON. A list that holds anything else stays a list.
 *
 * Nearly all of such a reply is numbers. They are read from the bytes where they stand, which costs a third of parsing them as
 * JSON and converting them; `JSON.parse` sees the rest, with a mark in the place of each list. The text of each vector is kept.
 */
export function parseEmbeddings(bytes: Buffer): unknown {
  const { text, vectors } = takeVectors(bytes);
  const body = parseJson(text.replace(/^\ufeff/, ''));
  if (!isRecord(body) || !Array.isArray(body.data)) return body;
  return { ...body, data: body.data.map((item: unknown) => withVector(item, vectors)) };
}

interface Taken {
  readonly text: string;
  readonly vectors: readonly Float32Array[];
}

/** No string of base64, which a server might send instead, begins like this. */
const MARK = '#';

const NAME = Buffer.from('"embedding"');

function takeVectors(bytes: Buffer): Taken {
  const vectors: Float32Array[] = [];
  const pieces: string[] = [];
  let taken = 0;
  let position = bytes.indexOf(NAME);
  while (position !== -1) {
    const start = startOfList(bytes, position + NAME.length);
    const read = start === null ? null : readVector(bytes, start, vectors.at(-1)?.length);
    if (start !== null && read !== null) {
      pieces.push(bytes.toString('utf8', taken, start - 1), `"${MARK}${vectors.length}"`);
      keepVectorJson(read.vector, bytes.subarray(start - 1, read.end));
      vectors.push(read.vector);
      taken = read.end;
    }
    position = bytes.indexOf(NAME, Math.max(taken, position + NAME.length));
  }
  pieces.push(bytes.toString('utf8', taken));
  return { text: pieces.join(''), vectors };
}

/** Where a list begins that is the value of the name just before; null when there is none. */
function startOfList(bytes: Buffer, end: number): number | null {
  const colon = skipSpace(bytes, end);
  if (bytes[colon] !== 0x3a) return null;
  const bracket = skipSpace(bytes, colon + 1);
  return bytes[bracket] === 0x5b ? bracket + 1 : null;
}

function skipSpace(bytes: Buffer, start: number): number {
  let position = start;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(bytes[position] ?? 0)) position += 1;
  return position;
}

/** Mostly as many numbers as in the list before; counted where not. */
function readVector(bytes: Buffer, start: number, likely = 0) {
  return readNumbers(bytes, start, likely) ?? readNumbers(bytes, start, countFloats(bytes, start));
}

function readNumbers(bytes: Buffer, start: number, length: number) {
  if (length === 0) return null;
  const vector = new Float32Array(length);
  const end = readFloats(bytes, start, vector);
  return end === -1 ? null : { vector, end };
}

function withVector(item: unknown, vectors: readonly Float32Array[]): unknown {
  if (!isRecord(item) || typeof item.embedding !== 'string' || !item.embedding.startsWith(MARK)) return item;
  return { ...item, embedding: vectors[Number(item.embedding.slice(MARK.length))] ?? item.embedding };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
