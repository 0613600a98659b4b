import { parse } from 'yaml';
import { z } from 'zod';

const patterns = z.union([z.string().transform((path) => [path]), z.array(z.string())]);

const Configs = z.looseObject({
  configs: z.array(
    z.looseObject({
      config_name: z.string(),
      data_files: z.union([
        patterns.transform((path) => [{ split: 'train', path }]),
        z.array(z.looseObject({ split: z.string(), path: patterns })),
      ]),
    }),
  ),
});

/**
 * The file patterns that a data set's card (its README.md) names for a configuration and split; null when it names none, or in
 * a way beyond file names and patterns.
 *
 * Files given without a split are `train`, as in Python's `datasets`.
 */
export function cardPatterns(card: string, config: string, split: string): readonly string[] | null {
  const read = Configs.safeParse(frontMatter(card));
  if (!read.success) return null;
  const files = read.data.configs.find(({ config_name }) => config_name === config)?.data_files;
  const paths = files?.filter((entry) => entry.split === split).flatMap(({ path }) => path) ?? [];
  return paths.length > 0 ? paths : null;
}

function frontMatter(card: string): unknown {
  const [before, yaml] = card.split(/^---[ \t]*\r?$/m);
  if (before?.trim() !== '' || yaml === undefined) return null;
  try {
    return parse(yaml);
  } catch {
    // A card nobody can read names no files; the usual places are tried instead, and what they lack is reported there.
    return null;
  }
}
