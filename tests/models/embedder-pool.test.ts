import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import {
  adaptiveConcurrency,
  type ConcurrencyControl,
  fixedConcurrency,
} from '../../src/models/concurrency-control.ts';
import { embedderPool } from '../../src/models/embedder-pool.ts';
import type { Endpoint } from '../../src/models/serving-endpoints.ts';
import { failureOf } from './failure-of.ts';

const { signal } = new AbortController();
const PROBE = 'one text, to compare the vectors of several servers';
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

let now = 0;
let events: ProgressEvent[] = [];
let pauses: number[] = [];

beforeEach(() => {
  now = 0;
  events = [];
  pauses = [];
});

interface FakeEndpoint extends Endpoint {
  /** Texts it was asked for, without the probe's. */
  readonly asked: string[];
  probes: number;
  mostRunning: number;
  /** What a call fails with instead of an answer. */
  failure: RagError | null;
  direction: Float32Array;
}

/** Answers after a tick. */
function endpoint(name: string): FakeEndpoint {
  let running = 0;
  const fake: FakeEndpoint = {
    url: `http://${name}/v1`,
    asked: [],
    probes: 0,
    mostRunning: 0,
    failure: null,
    direction: Float32Array.of(3, 4),
    embedder: {
      model: 'm',
      dimensions: null,
      embed: async (texts) => {
        running += 1;
        fake.mostRunning = Math.max(fake.mostRunning, running);
        await tick();
        running -= 1;
        if (texts[0] === PROBE) fake.probes += 1;
        else fake.asked.push(...texts);
        if (fake.failure !== null) throw fake.failure;
        return texts.map(() => fake.direction);
      },
    },
  };
  return fake;
}

function pool(endpoints: readonly Endpoint[], control: () => ConcurrencyControl = () => fixedConcurrency(1)) {
  return embedderPool(endpoints, {
    control,
    report: (event) => events.push(event),
    sleep: async (ms) => {
      pauses.push(ms);
    },
    clock: () => now,
  });
}

function failure(code: ErrorCode, status: number | null = null, afterMs: number | null = null): RagError {
  return new RagError(code, `${code} happened`, { retry: { afterMs }, details: { status } });
}

const notices = () => events.flatMap((event) => (event.type === 'notice' ? [`${event.code} ${event.message}`] : []));
const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);

describe('a pool of one', () => {
  it('asks for no vector to compare, and keeps to the limit', async () => {
    const only = endpoint('a');
    const { embed, concurrency } = pool([only], () => fixedConcurrency(3));

    await Promise.all(texts(10).map((text) => embed([text], signal)));

    expect(only).toMatchObject({ probes: 0, asked: texts(10), mostRunning: 3 });
    expect(concurrency?.()).toBe(5);
  });

  it('passes failures on, and goes on', async () => {
    const only = endpoint('a');
    const { embed } = pool([only]);
    only.failure = failure('EMBEDDER_UNREACHABLE');

    await expect(embed(['x'], signal)).rejects.toBe(only.failure);
    only.failure = null;

    expect(await embed(['x'], signal)).toEqual([Float32Array.of(3, 4)]);
    expect(events).toEqual([]);
  });

  it.each([
    ['HTTP 429', failure('EMBEDDER_FAILED', 429, 7000), [7000]],
    ['HTTP 503', failure('EMBEDDER_FAILED', 503), [0]],
    ['no answer in time', failure('EMBEDDER_TIMEOUT'), []],
  ])('takes half after %s, and waits as long as it is asked to', async (_name, error, waits) => {
    const only = endpoint('a');
    const control = adaptiveConcurrency({ least: 1, most: 8 });
    const { embed } = pool([only], () => control);
    expect(control.limit).toBe(2);
    only.failure = error;

    await expect(embed(['x'], signal)).rejects.toBe(error);
    await tick();

    expect(pauses).toEqual(waits);
    expect(control.limit).toBe(1);
  });

  it('leaves the queue when the caller gives up', async () => {
    const only = endpoint('a');
    const { embed } = pool([only]);
    const giveUp = new AbortController();
    const first = embed(['first'], signal);
    const second = embed(['second'], giveUp.signal);
    await Promise.resolve();
    giveUp.abort();

    expect(await failureOf(second)).toContain('INTERRUPTED');
    expect(await first).toHaveLength(1);
    expect(only.asked).toEqual(['first']);
  });
});

describe('a pool of several', () => {
  it('compares them first and keeps all of them full', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    const { embed, concurrency } = pool([a, b], () => fixedConcurrency(2));

    await Promise.all(texts(12).map((text) => embed([text], signal)));

    expect([a.probes, b.probes]).toEqual([1, 1]);
    expect([a.mostRunning, b.mostRunning]).toEqual([2, 2]);
    expect([a.asked.length, b.asked.length]).toEqual([6, 6]);
    expect(concurrency?.()).toBe(6);
  });

  it('refuses servers of different models, naming them', async () => {
    const [a, b, c] = [endpoint('a'), endpoint('b'), endpoint('c')];
    b.direction = Float32Array.of(4, 3);
    c.direction = Float32Array.of(1, 2, 3);

    const { embed } = pool([a, b, c]);

    expect(await failureOf(embed(['x'], signal))).toMatchInlineSnapshot(`
      "EMBEDDERS_DIFFER (data, no retry)
      the embedding servers serve different models: the vectors of http://b/v1 are not those of http://a/v1: for one text their cosine is 0.960; http://c/v1 gives vectors of 3 numbers, http://a/v1 of 2
      list servers of one and the same model only:  rag config show --origin"
    `);
    expect([a.asked, b.asked, c.asked]).toEqual([[], [], []]);
  });

  it('takes vectors that differ a little for those of one model', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    b.direction = Float32Array.of(3.2, 4);
    const { embed } = pool([a, b]);

    await Promise.all(texts(4).map((text) => embed([text], signal)));

    expect([a.asked.length, b.asked.length]).toEqual([2, 2]);
  });

  it('begins without one that does not answer', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    a.failure = failure('EMBEDDER_UNREACHABLE');
    const { embed } = pool([a, b]);

    await Promise.all(texts(4).map((text) => embed([text], signal)));

    expect(b.asked).toEqual(texts(4));
    expect(notices()).toEqual(['ENDPOINT_DOWN EMBEDDER_UNREACHABLE happened; going on with http://b/v1']);
  });

  it('passes on a mistake in the configuration of any', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    b.failure = new RagError('KEY_REJECTED', 'no such key');

    await expect(pool([a, b]).embed(['x'], signal)).rejects.toBe(b.failure);
  });

  it('gives the texts of one that dies to the others, and tells once', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    const { embed } = pool([a, b]);
    await embed(['first'], signal);
    a.failure = failure('EMBEDDER_TIMEOUT');

    const vectors = await Promise.all(texts(6).map((text) => embed([text], signal)));

    expect(vectors).toHaveLength(6);
    expect(b.asked.toSorted()).toEqual(texts(6));
    expect(notices()).toEqual(['ENDPOINT_DOWN EMBEDDER_TIMEOUT happened; going on with http://b/v1']);
  });

  it('asks one that died again after 10 s, 20 s, …, and sends it texts when it gives the same vectors', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    const { embed } = pool([a, b]);
    const embedSome = async () => {
      await Promise.all(texts(4).map((text) => embed([text], signal)));
      for (let ticks = 0; ticks < 5; ticks += 1) await tick();
    };
    a.failure = failure('EMBEDDER_FAILED', 502);
    await embedSome();
    const probes: number[] = [];
    for (const time of [9_999, 10_000, 29_999, 30_000]) {
      now = time;
      await embedSome();
      probes.push(a.probes);
    }
    expect(probes).toEqual([1, 2, 2, 3]);
    expect(a.asked).toEqual([]);

    a.failure = null;
    now = 70_000;
    await embedSome();
    await embedSome();

    expect(a.asked.length).toBeGreaterThan(0);
    expect(notices()).toEqual([
      'ENDPOINT_DOWN EMBEDDER_FAILED happened; going on with http://b/v1',
      'ENDPOINT_BACK http://a/v1 serves again',
    ]);
  });

  it.each(['a', 'b'])('sends no more texts to one that comes back with another model: %s', async (name) => {
    const endpoints = [endpoint('a'), endpoint('b')] as const;
    const { embed } = pool(endpoints);
    const changed = endpoints[name === 'a' ? 0 : 1];
    const embedSome = async () => {
      await Promise.all(texts(4).map((text) => embed([text], signal)));
      for (let ticks = 0; ticks < 5; ticks += 1) await tick();
    };
    await embedSome();
    changed.failure = failure('EMBEDDER_UNREACHABLE');
    await embedSome();
    Object.assign(changed, { failure: null, direction: Float32Array.of(-3, -4) });
    now = 10_000;
    const before = changed.asked.length;
    await embedSome();
    now = 1_000_000;
    await embedSome();

    expect(changed.asked.length).toBe(before);
    expect(notices().at(-1)).toBe(
      `ENDPOINT_DIFFERS the vectors of http://${name}/v1 are not those of http://a/v1 at first: for one text their cosine is -1.000; it gets no more texts`,
    );
  });

  it('fails the calls when none is left, and asks all again for the next', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    const { embed } = pool([a, b]);
    await embed(['first'], signal);
    a.failure = failure('EMBEDDER_UNREACHABLE');
    b.failure = failure('EMBEDDER_UNREACHABLE');

    const results = await Promise.allSettled(texts(6).map((text) => embed([text], signal)));
    expect(results.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));

    b.failure = null;
    expect(await embed(['last'], signal)).toHaveLength(1);
    expect(b.asked.at(-1)).toBe('last');
  });

  it('refuses the vectors of another model when all come back after a failure', async () => {
    const [a, b] = [endpoint('a'), endpoint('b')];
    const { embed } = pool([a, b]);
    await embed(['first'], signal);
    a.failure = failure('EMBEDDER_UNREACHABLE');
    b.failure = failure('EMBEDDER_UNREACHABLE');
    await Promise.allSettled(texts(2).map((text) => embed([text], signal)));

    for (const one of [a, b]) Object.assign(one, { failure: null, direction: Float32Array.of(-3, -4) });

    expect(await failureOf(embed(['last'], signal))).toMatchInlineSnapshot(`
      "EMBEDDERS_DIFFER (data, no retry)
      the embedding servers serve another model than at first: the vectors of http://a/v1 are not those of http://a/v1 at first: for one text their cosine is -1.000; the vectors of http://b/v1 are not those of http://a/v1 at first: for one text their cosine is -1.000
      start them with the model they served at first, and run the same command again"
    `);
  });

  it('answers every call, once, as long as one endpoint lives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (fates, limit) => {
        const endpoints = [endpoint('a'), endpoint('b'), endpoint('c')];
        const { signal: own } = new AbortController();
        const { embed } = pool(endpoints, () => fixedConcurrency(limit));
        const answers = await Promise.all(
          fates.map(async (fate, index) => {
            for (let ticks = 0; ticks < index % 4; ticks += 1) await tick();
            // The last endpoint never dies.
            const mortal = endpoints[fate];
            if (mortal !== undefined && fate < 2) mortal.failure = index % 2 ? failure('EMBEDDER_TIMEOUT') : null;
            return embed([`text ${index}`], own);
          }),
        );

        expect(answers.every(({ length }) => length === 1)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
