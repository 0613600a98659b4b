import { type IndexIdentity, type IndexManifest, isCutAlike } from '../core/index-manifest.ts';

/** What a configuration says of an index beside its vectors. */
export interface WantedContent
  extends Pick<IndexIdentity, 'corpus' | 'requestedRevision' | 'chunker' | 'chunkerOptions'> {
  /** Null when no question is embedded, or as it is. */
  readonly queryInstruction: string | null;
  /** False for what nobody has chosen, the defaults: an index of something else is no mistake then. */
  readonly isChosen: { readonly corpus: boolean; readonly chunker: boolean };
}

/** Differences that searches can live with, a sentence each. */
export function indexDifferences(
  { identity, queryInstruction }: IndexManifest,
  wanted: WantedContent,
  collection: string,
): readonly string[] {
  const differences = [
    wanted.isChosen.corpus &&
      identity.corpus !== '' &&
      identity.corpus !== wanted.corpus &&
      `was built from the corpus "${identity.corpus}", the configured one is "${wanted.corpus}"`,
    wanted.isChosen.chunker &&
      !isCutAlike(identity, wanted) &&
      `was cut by ${chunkerText(identity)}, the configured chunker is ${chunkerText(wanted)}`,
    queryInstruction !== wanted.queryInstruction &&
      `was indexed for questions with ${quoted(queryInstruction)}, the configuration says ${quoted(wanted.queryInstruction)}`,
  ];
  return differences.filter((text) => text !== false).map((text) => `collection "${collection}" ${text}`);
}

export function chunkerText({ chunker, chunkerOptions }: Pick<IndexIdentity, 'chunker' | 'chunkerOptions'>): string {
  return JSON.stringify([chunker, chunkerOptions]);
}

function quoted(instruction: string | null): string {
  return instruction === null ? 'no instruction' : `the instruction ${JSON.stringify(instruction)}`;
}
