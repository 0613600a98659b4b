import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { Fields } from '../../src/core/fields.ts';
import type { Message, Sampling } from '../../src/core/language-model.ts';
import { completionKey } from '../../src/models/cache-key.ts';
import { hasShared, readShared } from '../shared-data.ts';

interface PythonSampling {
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly top_p?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly rollout_id?: number | null;
  readonly response_format?: Fields;
}

interface Vector {
  readonly model: string;
  readonly defaults: PythonSampling;
  readonly call: PythonSampling;
  readonly messages: readonly Message[];
  readonly key: string;
}

const recorded: { readonly cases: readonly Vector[] } = JSON.parse(
  readFileSync(new URL('../../conformance/vectors/cache-keys.json', import.meta.url), 'utf8'),
);

function samplingOf({ temperature, max_tokens, top_p, seed, stop, rollout_id }: PythonSampling): Sampling {
  const sampling = { temperature, maxTokens: max_tokens, topP: top_p, seed, stop, rolloutId: rollout_id ?? undefined };
  return Object.fromEntries(Object.entries(sampling).filter(([, value]) => value !== undefined));
}

describe('completionKey', () => {
  it.each(recorded.cases)('gives the key of DSPy for $model with $defaults and $call', (vector) => {
    const { model, defaults, call, messages, key } = vector;
    const prompt = { messages, responseFormat: call.response_format ?? null };

    expect(completionKey(model, prompt, samplingOf({ ...defaults, ...call }))).toBe(key);
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('gives the golden key', () => {
    const { cache_key: golden } = JSON.parse(readShared('spec/metric-vectors.json')).adapter;
    const prompt = { messages: golden.request.messages, responseFormat: null };

    expect(completionKey(golden.request.model, prompt, { temperature: 0, rolloutId: 1 })).toBe(golden.sha256);
  });

  it('depends on the last message too where those before it are the same objects', () => {
    const before: readonly Message[] = [{ role: 'system', content: 'answer' }];
    const keyOf = (content: string, messages = before) =>
      completionKey('m', { messages: [...messages, { role: 'user', content }], responseFormat: null }, {});

    const keys = [keyOf('one'), keyOf('two'), keyOf('one')];

    const copies = before.map((message) => ({ ...message }));
    expect(keys).toEqual([keyOf('one', copies), keyOf('two', copies), keys[0]]);
    expect(new Set(keys).size).toBe(2);
  });

  it('does not depend on the order of names', () => {
    const prompt = (responseFormat: Fields) => ({ messages: [], responseFormat });

    expect(completionKey('m', prompt({ a: 1, b: { c: 1, d: 2 } }), { seed: 1, topP: 1 })).toBe(
      completionKey('m', prompt({ b: { d: 2, c: 1 }, a: 1 }), { topP: 1, seed: 1 }),
    );
  });

  it('has no key for text that is no Unicode', () => {
    expect(
      completionKey('m', { messages: [{ role: 'user', content: '\uD800' }], responseFormat: null }, {}),
    ).toBeNull();
  });
});
