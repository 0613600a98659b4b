import type { FileFormat } from '../core/row-source.ts';
import { cardPatterns } from './dataset-card.ts';
import { kindOf } from './file-format.ts';
import { matchesGlob } from './glob.ts';

export interface SplitName {
  readonly config: string;
  readonly split: string;
}

/**
 * The data files of a configuration's split among a repository's paths, by name: those the card names, else those in the usual
 * places (`fullwiki/train-00000-of-00002.parquet`, `fullwiki/train.jsonl.gz`, `fullwiki/train/0000.csv`, and for the
 * configuration `default` also without its folder or below `data/`), else, for its `train`, all there are when no name speaks of a
 * split. Empty when there are none.
 *
 * Where the same rows are there in several formats, parquet is taken before JSON and CSV.
 */
export function chooseFiles(
  paths: readonly string[],
  { config, split }: SplitName,
  card: string | null,
): readonly string[] {
  const data = paths.filter((path) => formatOf(path) !== null).sort();
  const named = card === null ? null : cardPatterns(card, config, split);
  const patterns = named === null ? usualPatterns({ config, split }) : [named];
  for (const group of patterns) {
    const fitting = ofOneFormat(data.filter((path) => group.some((pattern) => matchesGlob(path, pattern))));
    if (fitting.length > 0) return fitting;
  }
  const hasSplits =
    named !== null || data.some((path) => /(^|[^a-z])(train|test|dev|val|valid|validation)[^a-z]/i.test(path));
  return config === 'default' && split === 'train' && !hasSplits ? ofOneFormat(data) : [];
}

/** The first group that fits anything is the split. */
function usualPatterns({ config, split }: SplitName): readonly (readonly string[])[] {
  const folders = config === 'default' ? ['default/', '', 'data/'] : [`${config}/`];
  return folders.flatMap((folder) => [
    [`${folder}${split}-*`, `${folder}${split}_*`],
    [`${folder}${split}.*`],
    [`${folder}${split}/*`],
  ]);
}

/** Formats of rows, the best first. */
const DATA_FORMATS: readonly FileFormat[] = ['parquet', 'jsonl', 'json', 'csv', 'tsv'];
/** Lists of JSON that describe a data set and hold none of its rows. */
const DESCRIPTION = /(^|\/)(dataset_infos?|metadata|package|config)\.json$/i;

function formatOf(path: string): FileFormat | null {
  const { format } = kindOf(path);
  return format !== null && DATA_FORMATS.includes(format) && !DESCRIPTION.test(path) ? format : null;
}

function ofOneFormat(paths: readonly string[]): readonly string[] {
  const best = DATA_FORMATS.find((format) => paths.some((path) => formatOf(path) === format));
  return paths.filter((path) => formatOf(path) === best);
}

/** Names like `train-00000-of-00002.parquet` tell how many there are: those that `paths` lacks. */
export function missingShards(paths: readonly string[]): readonly string[] {
  const missing = new Set<string>();
  for (const path of paths) {
    const [, start, number = '', total = '', end] = /^(.*-)(\d+)-of-(\d+)(\.[a-z.]+)$/.exec(path) ?? [];
    for (let index = 0; index < Math.min(Number(total), 100_000); index += 1) {
      const name = `${start}${String(index).padStart(number.length, '0')}-of-${total}${end}`;
      if (!paths.includes(name)) missing.add(name);
    }
  }
  return [...missing];
}
