import type { Report } from '../core/events.ts';
import { indexDigest, readManifest } from '../core/index-manifest.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import type { SavedIndex } from '../formats/saved-index.ts';
import type { LoadedProgram } from './load-program.ts';
import type { Wiring } from './wire.ts';

/** What to save with a program compiled on this index; null without one, or when it does not say how it was made. */
export async function indexToSave(index: CollectionDescription | null, wiring: Wiring): Promise<SavedIndex | null> {
  const digest = index === null ? null : digestOf(index);
  return digest === null ? null : { collection: (await wiring.store()).collection, digest };
}

/**
 * Warns when a program was compiled on another index than the one it is about to ask: its demos were chosen for other passages. It
 * runs all the same, since a demo is none the worse for it.
 */
export function warnOfOtherIndex(
  { path, index: compiledOn }: LoadedProgram,
  inUse: CollectionDescription | null,
  report: Report,
): void {
  if (compiledOn === null || inUse === null) return;
  const digest = digestOf(inUse);
  if (digest === compiledOn.digest) return;
  const found = digest === null ? 'the one in use does not say how it was made' : `the one in use is ${digest}`;
  const message = `${path} was compiled on index ${compiledOn.digest} (collection "${compiledOn.collection}"), ${found}: rag compile fits the program to it`;
  report({ type: 'notice', code: 'PROGRAM_OF_OTHER_INDEX', message });
}

function digestOf({ metadata, dimensions }: CollectionDescription): string | null {
  const manifest = readManifest(metadata, dimensions);
  return manifest === null ? null : indexDigest(manifest.identity);
}
