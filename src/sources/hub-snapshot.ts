import type { Report } from '../core/events.ts';
import type { RowLocation } from '../core/row-source.ts';
import { kindOf } from './file-format.ts';
import type { HubCache } from './hub-cache.ts';
import type { HubOptions } from './hub-options.ts';
import type { SourceFile } from './source-file.ts';

export type HubLocation = Extract<RowLocation, { readonly type: 'hub' }>;

export interface SnapshotRequest {
  readonly location: HubLocation;
  readonly hub: HubOptions;
  readonly cache: HubCache;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** The wanted files of a data set at one commit, all of them in the cache. */
export interface HubSnapshot {
  readonly commit: string;
  readonly files: readonly SourceFile[];
}

/** A data set's README, which may name its data files. */
export const CARD = 'README.md';

export function snapshotOf(cache: HubCache, commit: string, paths: readonly string[]): HubSnapshot {
  const files = paths.map((path) => ({ path: cache.pathOf(commit, path), name: path, key: path, ...kindOf(path) }));
  return { commit, files };
}

/** For messages. */
export function describeFiles(files: HubLocation['files']): string {
  return 'path' in files
    ? `file ${files.path}`
    : `data files for configuration "${files.config}", split "${files.split}"`;
}
