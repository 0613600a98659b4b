import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../../src/cli/config/json-schema.ts';

const configs = (name: string): string => fileURLToPath(new URL(`../../../configs/${name}`, import.meta.url));
const schema: Parameters<typeof z.fromJSONSchema>[0] = JSON.parse(readFileSync(configs('schema.json'), 'utf8'));

describe('configSchema', () => {
  it('is what configs/schema.json holds (npm run schema writes it)', () => {
    expect(configSchema()).toEqual(schema);
  });

  it.each(['tutorial.yaml', 'offline.yaml'])('accepts %s', (name) => {
    const config: unknown = parse(readFileSync(configs(name), 'utf8'));

    expect(z.fromJSONSchema(schema).safeParse(config).error).toBeUndefined();
  });

  it.each([
    ['an unknown section', { embeding: 'openai' }],
    ['an unknown option', { chunker: { use: 'fixed-length', characters: 10, overlaps: 2 } }],
    ['a wrong type', { evaluation: { concurrency: 'many' } }],
    ['an unknown part', { optimizer: 'bootstrap' }],
  ])('refuses %s', (_what, config) => {
    expect(z.fromJSONSchema(schema).safeParse(config).success).toBe(false);
  });
});
