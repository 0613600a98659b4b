import { z } from 'zod';

/** Safe as a file name and in a URL, so that a name from a config file never reaches outside. */
export const collectionName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'expected 1 to 128 letters, digits, ".", "_" or "-", the first a letter or a digit',
  )
  .describe('collection to write to and read from');
