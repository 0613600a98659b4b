import { afterAll, bench, describe } from 'vitest';

import { extractiveLanguageModel } from '../../src/models/extractive-language-model.ts';
import { hasShared } from '../shared-data.ts';
import { makeFolder } from '../temporary-folder.ts';
import { answersOf, foundContexts, goldContexts, HOTPOTQA, readDemos, readRows, scoresOf } from './hotpotqa.ts';

/**
 * What the built-in reader scores on 300 questions of HotPotQA, beside two baselines that read nothing; then what a
 * reply costs.
 */
describe.skipIf(!hasShared(HOTPOTQA))('builtin/extractive on HotPotQA', async () => {
  if (!hasShared(HOTPOTQA)) return;
  const folder = makeFolder();
  afterAll(() => folder.remove());
  const model = extractiveLanguageModel();
  const rows = readRows();
  const demos = readDemos();
  const gold = goldContexts(rows);
  const found = await foundContexts(`${folder.path}/index.sqlite`, rows);
  const table = {
    'always "yes"': scoresOf(
      rows,
      rows.map(() => 'yes'),
    ),
    'first name, gold passages': scoresOf(rows, gold.map(firstName)),
    'no demos, 3 passages by BM25': scoresOf(rows, await answersOf(model, rows, found, [])),
    'no demos, gold passages': scoresOf(rows, await answersOf(model, rows, gold, [])),
    '4 demos, 3 passages by BM25': scoresOf(rows, await answersOf(model, rows, found, demos)),
    '4 demos, gold passages': scoresOf(rows, await answersOf(model, rows, gold, demos)),
  };
  console.table(table);

  bench(
    '300 replies, 3 passages each',
    async () => {
      await answersOf(model, rows, found, demos);
    },
    { iterations: 3, time: 0, warmupIterations: 0 },
  );
});

function firstName(context: readonly string[]): string {
  return /\p{Lu}\S*(?: \p{Lu}\S*)*/u.exec(context.join(' '))?.[0] ?? '';
}
