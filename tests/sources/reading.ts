import type { RagError } from '../../src/core/errors.ts';
import type { Row } from '../../src/core/row-source.ts';
import { raise } from '../../src/sources/file-errors.ts';
import { kindOf } from '../../src/sources/file-format.ts';
import type { RawRow, ReadFile, ReadOptions, SourceFile } from '../../src/sources/source-file.ts';

/** A file as a source hands it to a reader: named by the last part of its path. */
export function sourceFile(path: string): SourceFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { path, name, key: name, ...kindOf(name) };
}

/** A row that cannot be read is thrown. */
export function readOptions(repairs: string[] = []): ReadOptions {
  return {
    columns: null,
    signal: new AbortController().signal,
    onRepair: (place) => repairs.push(place),
    onInvalid: raise,
  };
}

/** Values, and in their place messages of rows that cannot be read. */
export async function valuesWithInvalid(read: ReadFile, path: string): Promise<unknown[]> {
  const all: unknown[] = [];
  const onInvalid = ({ code, message }: RagError) => all.push(`${code} ${message}`);
  for await (const { value } of read(sourceFile(path), { ...readOptions(), onInvalid })) all.push(value);
  return all;
}

export function readWith(read: ReadFile, path: string, repairs: string[] = []): Promise<RawRow[]> {
  return collect(read(sourceFile(path), readOptions(repairs)));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function fieldsOf(rows: AsyncIterable<Row>): Promise<Row['fields'][]> {
  return (await collect(rows)).map(({ fields }) => fields);
}

/** What a promise rejects with, as plain data: code and message, and the hint when there is one. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const hint = 'hint' in error ? error.hint : undefined;
    return { code: error.code, message: error.message, ...(hint === undefined ? {} : { hint }) };
  }
  throw new Error('expected a failure');
}
