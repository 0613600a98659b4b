import { chunkerText } from '../../pipelines/index-differences.ts';
import type { TimeEstimate } from '../../pipelines/preview/estimate-time.ts';
import type { IndexPreview } from '../../pipelines/preview-index.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import { columns } from './columns.ts';
import { plainTable } from './plain-table.ts';
import { bytesText, durationText, shortNumber } from './quantities.ts';

/** What people read after `rag index --dry-run`. */
export function indexPreviewText(preview: IndexPreview): string {
  const { documents, chunks, characters, empty, failed } = preview;
  const mean = Math.round(characters.total / chunks);
  const without = empty === 0 ? '' : `, ${counted(empty, 'row')} without text`;
  const leftOut = failed === 0 ? '' : `, ${failed} left out`;
  return [
    `${counted(documents, 'document')} of "${preview.corpus}"${without}${leftOut}`,
    `${counted(chunks, 'chunk')} of ${characters.least} to ${characters.most} characters, ${mean} on average; ${tokensText(preview)}`,
    '',
    histogram(preview),
    '',
    columns([
      ['chunker', chunkerText(preview)],
      ['embedding', embeddingText(preview)],
      ['store', counted(preview.upserts, 'upsert')],
      ['bytes', sizesText(preview)],
      ['time', timeText(preview.time)],
    ]),
    '',
    ...preview.samples.map(({ documentId, index, text }) => `"${documentId}", chunk ${index}: ${beginning(text)}`),
    '',
    'nothing was embedded or stored; what the collection has already is not counted',
  ]
    .map(printable)
    .join('\n');
}

function tokensText({ tokens, areTokensCounted }: IndexPreview): string {
  return `${areTokensCounted ? '' : 'about '}${counted(tokens, 'token')}`;
}

const LONGEST_BAR = 40;

function histogram({ lengths }: IndexPreview): string {
  const most = Math.max(...lengths.map(({ count }) => count));
  const rows = lengths.map(({ from, to, count }) => [
    from === to ? String(from) : `${from} – ${to}`,
    String(count),
    bar((LONGEST_BAR * count) / most),
  ]);
  const first = lengths.findIndex(({ count }) => count > 0);
  return plainTable(['characters', 'chunks', ''], ['right', 'right', 'left'], rows.slice(first));
}

/** As long as so many columns; something for anything. */
function bar(length: number): string {
  const eighths = length === 0 ? 0 : Math.max(1, Math.round(8 * length));
  return '█'.repeat(Math.floor(eighths / 8)) + (' ▏▎▍▌▋▊▉'[eighths % 8] ?? '').trim();
}

function embeddingText({ embedding }: IndexPreview): string {
  const { model, dimensions, texts, cached, calls } = embedding;
  const known = cached === 0 ? '' : `, ${cached} in the cache of embeddings`;
  const size =
    dimensions === null ? 'vectors of a length that the first call tells' : `vectors of ${dimensions} numbers`;
  return `${counted(calls, 'call')} for ${counted(texts, 'text')} to "${model}"${known}; ${size}`;
}

function sizesText({ bytes }: IndexPreview): string {
  const { text, vectors, sqlite, qdrant, own } = bytes;
  if (vectors === null || sqlite === null || qdrant === null || own === null) {
    return `${bytesText(text)} of text; the rest depends on the length of the vectors`;
  }
  const stored = `about ${bytesText(sqlite)} in SQLite or ${bytesText(qdrant)} in Qdrant, and ${bytesText(own)} in .rag`;
  return `${bytesText(text)} of text, ${bytesText(vectors)} of vectors; ${stored}`;
}

function timeText(time: TimeEstimate): string {
  const seconds = durationText(time.seconds);
  if (time.basis === 'measured') {
    const day = time.measuredAt.slice(0, 10);
    return `about ${seconds}, at ${shortNumber(time.textsPerSecond)} texts a second as in the last run with this model (${day})`;
  }
  const { callSeconds, callsAtOnce } = time;
  return `not known, no run with this model has ended here; ${seconds} if a call takes ${callSeconds} s and ${callsAtOnce} are under way`;
}

const LONGEST_SAMPLE = 200;

function beginning(text: string): string {
  const characters = Array.from(text.replaceAll(/\s+/g, ' '));
  const rest = characters.length - LONGEST_SAMPLE;
  return characters.slice(0, LONGEST_SAMPLE).join('') + (rest > 0 ? ` … ${rest} more` : '');
}
