import { tmpdir } from 'node:os';
import { type StandardInput, standardInput } from '../../src/sources/standard-input.ts';

/** Standard input that nobody can read from, as on a terminal. */
export const closedInput: StandardInput = standardInput({ bytes: () => null, temporaryFolder: tmpdir() });
