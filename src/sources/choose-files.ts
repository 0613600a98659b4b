import { cardPatterns } from './dataset-card.ts';
import { matchesGlob } from './glob.ts';

export interface SplitName {
  readonly config: string;
  readonly split: string;
}

/**
 * The parquet files of a configuration's split among a repository's paths, by name: those the card names, else those in the
 * usual places (`fullwiki/train-00000-of-00002.parquet`, `fullwiki/train.parquet`, `fullwiki/train/0000.parquet`, and for the
 * configuration `default` also without its folder or below `data/`). Empty when there are none.
 */
export function chooseFiles(
  paths: readonly string[],
  { config, split }: SplitName,
  card: string | null,
): readonly string[] {
  const parquet = paths.filter((path) => path.endsWith('.parquet')).sort();
  const named = card === null ? null : cardPatterns(card, config, split);
  const patterns = named === null ? usualPatterns({ config, split }) : [named];
  for (const group of patterns) {
    const fitting = parquet.filter((path) => group.some((pattern) => matchesGlob(path, pattern)));
    if (fitting.length > 0) return fitting;
  }
  return [];
}

/** The first group that fits anything is the split. */
function usualPatterns({ config, split }: SplitName): readonly (readonly string[])[] {
  const folders = config === 'default' ? ['default/', '', 'data/'] : [`${config}/`];
  return folders.flatMap((folder) => [
    [`${folder}${split}-*.parquet`],
    [`${folder}${split}.parquet`],
    [`${folder}${split}/*.parquet`],
  ]);
}

/** Names like `train-00000-of-00002.parquet` tell how many there are: those that `paths` lacks. */
export function missingShards(paths: readonly string[]): readonly string[] {
  const missing = new Set<string>();
  for (const path of paths) {
    const [, start, number = '', total = '', end] = /^(.*-)(\d+)-of-(\d+)(\.parquet)$/.exec(path) ?? [];
    for (let index = 0; index < Math.min(Number(total), 100_000); index += 1) {
      const name = `${start}${String(index).padStart(number.length, '0')}-of-${total}${end}`;
      if (!paths.includes(name)) missing.add(name);
    }
  }
  return [...missing];
}
