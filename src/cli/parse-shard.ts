import { RagError } from '../core/errors.ts';

/**
 * What `--shard 2/4` says.
 *
 * @throws RagError USAGE_INVALID
 */
export function parseShard(text: string, command: 'rag eval' | 'rag index'): { index: number; count: number } {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count };
  throw new RagError('USAGE_INVALID', `--shard takes a part of a whole, found "${text}"`, {
    hint: `parts are counted from 1; the second of four:  ${command} --shard 2/4`,
  });
}
