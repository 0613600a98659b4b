import type { Document } from '../core/corpus.ts';
import type { JsonValue } from '../core/fields.ts';
import { type ColumnMissing, columnUnfit, valueIn } from '../core/row-column.ts';
import type { Row } from '../core/row-source.ts';

/** Which columns make a document. A text, a web page or a page of a PDF takes its own in the place of those it does not have. */
export interface DocumentColumns {
  /** A column, or a text with columns in braces: `{title}. {text}`. */
  readonly text: string;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  /** When left out, a document of its own (a text, a page of a PDF) keeps where it is from, and other rows nothing. */
  readonly metadata?: readonly string[] | undefined;
}

/** The columns named; null when the id is taken from whatever column is there. */
export function columnsOf({ text, id, title, metadata }: DocumentColumns): readonly string[] | null {
  if (id === undefined) return null;
  return [...new Set([id, ...textColumns(text), ...(title === undefined ? [] : [title]), ...(metadata ?? [])])];
}

/**
 * The document a row holds; null when its text is empty.
 *
 * Without an `id` column it is known by its `id`, else by its `path`, else by its position. A title goes to the metadata.
 *
 * @throws RagError ROW_INVALID when a named column is missing or unfit
 */
export function documentFromColumns(named: DocumentColumns, row: Row, index: number): Document | null {
  const columns = row.about === undefined ? named : columnsThere(named, row);
  const text = textOf(columns.text, row);
  if (text.trim() === '') return null;
  const title = columns.title === undefined ? {} : { title: valueIn(row, columns.title, missing('title')) };
  const stored = columns.metadata ?? row.about?.filter((column) => !(column in title)) ?? [];
  const metadata = Object.fromEntries(stored.map((column) => [column, valueIn(row, column, missing('metadata'))]));
  return { id: idOf(columns, row, index), text, metadata: { ...title, ...metadata } };
}

/** A folder may hold rows and documents: columns are named for the rows. */
function columnsThere({ text, id, title, metadata }: DocumentColumns, { fields }: Row): DocumentColumns {
  const isThere = (column: string | undefined) => column !== undefined && Object.hasOwn(fields, column);
  return {
    text: textColumns(text).every(isThere) ? text : 'text',
    id: isThere(id) ? id : undefined,
    title: isThere(title) ? title : undefined,
    metadata: metadata?.filter(isThere),
  };
}

function textOf(text: string, row: Row): string {
  if (!isTemplate(text)) return textValue(text, row);
  return text.replaceAll(PLACEHOLDER, (_, column: string) => textValue(column, row));
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

function isTemplate(text: string): boolean {
  return text.search(PLACEHOLDER) !== -1;
}

function textColumns(text: string): readonly string[] {
  return isTemplate(text) ? Array.from(text.matchAll(PLACEHOLDER), ([, column = '']) => column) : [text];
}

/** Lists of texts, as sentences often are, are joined by one space. */
function textValue(column: string, row: Row): string {
  const value = valueIn(row, column, missing('text'));
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  throw columnUnfit(row, column, 'text');
}

function idOf({ id }: DocumentColumns, row: Row, index: number): string {
  const column = id ?? ['id', 'path'].find((name) => isId(row.fields[name]));
  if (column === undefined) return `row-${index}`;
  const value = valueIn(row, column, missing('id'));
  if (!isId(value)) throw columnUnfit(row, column, 'a text or a whole number');
  return String(value);
}

function isId(value: JsonValue | undefined): value is string | number | bigint {
  if (typeof value === 'string') return value !== '';
  return typeof value === 'bigint' || Number.isInteger(value);
}

function missing(option: keyof DocumentColumns): ColumnMissing {
  return { code: 'ROW_INVALID', setting: `corpus.${option}` };
}
