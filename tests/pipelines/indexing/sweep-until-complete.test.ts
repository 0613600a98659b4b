import { describe, expect, it } from 'vitest';
import { fixedLength } from '../../../src/chunkers/fixed-length.ts';
import type { Point } from '../../../src/core/vector-store.ts';
import { failureLog } from '../../../src/pipelines/indexing/failure-log.ts';
import { readChunks } from '../../../src/pipelines/indexing/read-chunks.ts';
import { sweepUntilComplete } from '../../../src/pipelines/indexing/sweep-until-complete.ts';
import { memoryCorpus } from '../../fakes/memory-corpus.ts';
import { wordEmbedder } from '../../fakes/word-embedder.ts';
import { indexBench } from './index-bench.ts';

describe('sweepUntilComplete', () => {
  const bench = indexBench();

  /** With a store that drops the points that `drops` says, the nth upsert, counted from 1. */
  const sweep = async (drops: (point: Point, nth: number) => boolean) => {
    let upserts = 0;
    const embedder = wordEmbedder({ size: 2 });
    await bench.store.open({ dimensions: 2, distance: 'cosine', metadata: {} }, bench.signal);
    const store = {
      ...bench.store,
      upsert: (points: readonly Point[]) => {
        upserts += 1;
        const nth = upserts;
        return bench.store.upsert(
          points.filter((point) => !drops(point, nth)),
          bench.signal,
        );
      },
    };
    const task = {
      ...bench.task(),
      ...memoryCorpus(['red', 'green', 'blue']),
      store,
      embedder,
      cache: null,
      chunker: fixedLength({ characters: 9, overlap: 0, minCharacters: 0 }),
      batchSize: 3,
      upsertSize: 3,
      report: bench.report,
      readSignal: bench.signal,
      clock: () => 0,
    };
    const failures = failureLog({ type: 'count', most: 0 }, bench.report);
    const reader = await readChunks({ ...task, pageSize: 3 }, failures);
    return { sweep: await sweepUntilComplete(task, reader, failures), embedder };
  };
  const text = ({ payload }: Point) => payload.text;

  it('stores everything in one go where nothing is lost', async () => {
    const { sweep: result } = await sweep(() => false);

    expect(result).toMatchObject({ documents: 3, chunks: 3, embedded: 3, upserted: 3 });
    expect(bench.notices()).toEqual([]);
  });

  it('F-53: stores what is missing once more, and says how much', async () => {
    const { sweep: result, embedder } = await sweep((point, nth) => nth === 1 && text(point) !== 'red');

    expect(result).toMatchObject({ documents: 3, chunks: 3, upserted: 5 });
    expect(embedder.calls).toEqual([
      ['red', 'green', 'blue'],
      ['green', 'blue'],
    ]);
    expect(bench.notices()).toEqual([
      'POINTS_LOST collection "c" lacks 2 points that the store confirmed; storing again',
    ]);
  });

  it('F-53: goes on while less and less is missing, and gives up when it is not', async () => {
    const lost = sweep((point, nth) => text(point) === 'red' || (nth === 1 && text(point) === 'blue'));

    await expect(lost).rejects.toMatchObject({
      code: 'STORE_INCOMPLETE',
      message: `collection "c" in ${bench.store.location} lacks 1 point, stored again and again`,
    });
    expect(bench.notices()).toEqual([
      'POINTS_LOST collection "c" lacks 2 points that the store confirmed; storing again',
      'POINTS_LOST collection "c" lacks 1 point that the store confirmed; storing again',
    ]);
  });
});
