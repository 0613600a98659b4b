import { describe, expect, it } from 'vitest';

import { extractiveLanguageModel } from '../../src/models/extractive-language-model.ts';
import { answersOf, foundContexts, goldContexts, HOTPOTQA, readDemos, readRows, scoresOf } from '../bench/hotpotqa.ts';
import { hasShared } from '../shared-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

describe.skipIf(!hasShared(HOTPOTQA))('the built-in reader on 300 questions of HotPotQA', () => {
  it('answers most often with a sentence when there are no demos, which is never an exact match', async () => {
    const rows = readRows();

    const { em } = scoresOf(rows, await answersOf(extractiveLanguageModel(), rows, goldContexts(rows), []));

    expect(em).toBeLessThanOrEqual(1);
  });

  it('keeps above 39 EM and 47 F1 with four demos and the gold passages', async () => {
    const rows = readRows();

    const { em, f1 } = scoresOf(
      rows,
      await answersOf(extractiveLanguageModel(), rows, goldContexts(rows), readDemos()),
    );

    expect(em).toBeGreaterThanOrEqual(39);
    expect(f1).toBeGreaterThanOrEqual(47);
  });

  it('keeps above 27 EM and 32 F1 with four demos and three passages by BM25', async () => {
    const rows = readRows();
    const found = await foundContexts(`${folder.path}/index.sqlite`, rows);

    const { em, f1 } = scoresOf(rows, await answersOf(extractiveLanguageModel(), rows, found, readDemos()));

    expect(em).toBeGreaterThanOrEqual(27);
    expect(f1).toBeGreaterThanOrEqual(32);
  });
});
