import { assertNever } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { silent } from '../core/events.ts';
import type { RowSource } from '../core/row-source.ts';
import type { HubOptions } from './hub-options.ts';
import type { StandardInput } from './standard-input.ts';

export interface RowSourceOptions {
  /** From `hubOptions(environment, home)`. */
  readonly hub: HubOptions;
  /** Where relative paths of files start. */
  readonly folder: string;
  readonly standardInput: StandardInput;
  readonly report?: Report;
}

/** Every place rows can come from: the Hugging Face hub, files on this machine, and standard input. */
export function rowSource({ hub, folder, standardInput, report = silent }: RowSourceOptions): RowSource {
  return {
    open: async (location, signal, onInvalid) => {
      switch (location.type) {
        case 'hub': {
          const { openHub } = await import('./hugging-face.ts');
          return openHub(location, { hub, report, onInvalid }, signal);
        }
        case 'files': {
          const { openLocalFiles } = await import('./local-files.ts');
          return openLocalFiles(location, { folder, standardInput, report, onInvalid }, signal);
        }
        default:
          return assertNever(location);
      }
    },
  };
}
