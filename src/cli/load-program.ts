import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Artifact } from '../core/artifact.ts';
import { initialState, type Program, type ProgramState } from '../core/program.ts';
import { findArtifact, readArtifact } from '../files/artifact-file.ts';
import { decodeArtifact } from '../formats/dspy-state.ts';
import { type SavedIndex, savedIndex } from '../formats/saved-index.ts';
import type { Wiring } from './wire.ts';

/** The arguments of commander's `option`. */
export const PROGRAM_OPTION = [
  '--program <file>',
  'compiled program: a path, or a name in the artifacts folder',
] as const;

/** A program ready to run: its own, or with the state of a saved one. */
export interface LoadedProgram {
  readonly program: Program;
  readonly state: ProgramState;
  /** Relative to the working folder; null for a program nobody compiled. */
  readonly path: string | null;
  /** The one it was compiled on; null when it does not say. */
  readonly index: SavedIndex | null;
}

/** The program of the configuration as it is without compiling. */
export async function zeroShotProgram(wiring: Wiring): Promise<LoadedProgram> {
  const program = await wiring.program();
  return { program, state: initialState(program), path: null, index: null };
}

/**
 * The program saved in `file`: a path as given, or a name in the artifacts folder.
 *
 * @throws RagError ARTIFACT_NOT_FOUND, ARTIFACT_INVALID
 */
export async function savedProgram(file: string, wiring: Wiring): Promise<LoadedProgram> {
  const { program, artifact, path } = await openArtifact(file, wiring);
  return { program, state: artifact.state, path, index: savedIndex(artifact) };
}

export interface OpenedArtifact {
  readonly program: Program;
  readonly artifact: Artifact;
  /** Relative to the working folder. */
  readonly path: string;
}

/**
 * All that is in the file of a saved program.
 *
 * @throws RagError ARTIFACT_NOT_FOUND, ARTIFACT_INVALID
 */
export async function openArtifact(file: string, wiring: Wiring): Promise<OpenedArtifact> {
  const found = await findArtifact(file, wiring.artifactsFolder);
  const path = relative(wiring.cwd, found);
  const artifact = decodeArtifact(await readArtifact(found), await wiring.program(), path);
  return { program: await wiring.program(savedK(artifact)), artifact, path };
}

/** DSPy loads a saved retriever's k with the program (spec: `retrieve: {"k": 3}`). */
function savedK({ entries }: Artifact): number | null {
  const { retrieve } = entries;
  if (typeof retrieve !== 'object' || retrieve === null || !('k' in retrieve)) return null;
  return typeof retrieve.k === 'number' ? retrieve.k : null;
}

/**
 * What `rag run` and `rag eval` use: `--program`, else the artifact of the configuration when it is there, else (told as a
 * warning) the program as it is.
 */
export async function programToRun(flag: unknown, wiring: Wiring): Promise<LoadedProgram> {
  if (typeof flag === 'string') return savedProgram(flag, wiring);
  if (existsSync(wiring.artifactPath)) return savedProgram(wiring.artifactPath, wiring);
  wiring.report({
    type: 'notice',
    code: 'NOT_COMPILED',
    message: `there is no compiled program at ${relative(wiring.cwd, wiring.artifactPath)}; running zero-shot (rag compile makes one)`,
  });
  return zeroShotProgram(wiring);
}
