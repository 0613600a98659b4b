import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { vectorJson } from '../../src/core/vector-json.ts';
import { parseEmbeddings } from '../../src/models/parse-embeddings.ts';

const parse = (text: string) => parseEmbeddings(Buffer.from(text));
const reply = z.object({ data: z.array(z.object({ embedding: z.unknown() })) });

describe('parseEmbeddings', () => {
  it('gives the JSON, with vectors for lists of numbers', () => {
    const text = `\ufeff{"object":"list","data":[
      {"object":"embedding","index":0,"embedding":[0.5,-1e-3]},
      {"embedding" : [ 1 , 2, 3 ],"index":1, "object":"embedding"}
    ],"model":"é","usage":{"prompt_tokens":5}}`;

    expect(parse(text)).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: Float32Array.of(0.5, -1e-3) },
        { object: 'embedding', index: 1, embedding: Float32Array.of(1, 2, 3) },
      ],
      model: 'é',
      usage: { prompt_tokens: 5 },
    });
  });

  it('keeps the text of each vector', () => {
    const text = '{"data":[{"embedding" : [ 0.50, 1e-3 ]},{"embedding":[2]},{"embedding":[1,null]}]}';
    const vectors = reply
      .parse(parse(text))
      .data.map(({ embedding }) => embedding)
      .filter((one) => one instanceof Float32Array);

    expect(vectors.map((vector) => vectorJson(vector)?.toString())).toEqual(['[ 0.50, 1e-3 ]', '[2]']);
  });

  it.each([
    ['{"data":[{"embedding":[0.1,null]}]}', { data: [{ embedding: [0.1, null] }] }],
    ['{"data":[{"embedding":[]}]}', { data: [{ embedding: [] }] }],
    ['{"data":[{"embedding":"AACAPw=="}]}', { data: [{ embedding: 'AACAPw==' }] }],
    ['{"data":[{"embedding":"#0"}]}', { data: [{ embedding: '#0' }] }],
    ['{"data":[{"embedding":[[1,2]]}]}', { data: [{ embedding: [[1, 2]] }] }],
    ['{"data":{"embedding":"x"}}', { data: { embedding: 'x' } }],
    ['{"error":{"message":"\\"embedding\\":[1]"}}', { error: { message: '"embedding":[1]' } }],
    ['["embedding",[1]]', ['embedding', [1]]],
    ['null', null],
  ])('leaves %s as it is', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each([
    '',
    '<html>',
    '{"data":[{"embedding":[1,2',
    '{"data":[{"embedding":[1,2]}',
    '{"data":[{"embedding":[1 2]}]}',
  ])('gives nothing for %j, which is not JSON', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('equals JSON.parse and a conversion, whatever the server writes', () => {
    const vector = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6 });
    const item = fc.record({ before: fc.string(), embedding: vector, after: fc.jsonValue() });

    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), fc.constantFrom(0, 1, 2), (data, indent) => {
        const text = JSON.stringify({ data }, null, indent);

        const expected = JSON.parse(text).data.map((one: { embedding: number[] }) => ({
          ...one,
          embedding: Float32Array.from(one.embedding),
        }));
        expect(parse(text)).toEqual({ data: expected });
      }),
    );
  });
});
