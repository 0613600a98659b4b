import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findEntry } from '../../src/core/registry.ts';
import { optimizers } from '../../src/optimizers/registry.ts';

const BOOTSTRAP = { maxBootstrappedDemos: 4, maxLabeledDemos: 16, maxRounds: 1, maxErrors: 10, metricThreshold: null };

describe('optimizers', () => {
  test.each([
    ['bootstrap-few-shot', BOOTSTRAP],
    ['BootstrapFewShot', BOOTSTRAP],
    ['labeled-few-shot', { k: 16, sample: true }],
    ['LabeledFewShot', { k: 16, sample: true }],
    [
      'BootstrapFewShotWithRandomSearch',
      { ...BOOTSTRAP, numCandidatePrograms: 16, stopAtScore: null, labeledSample: true, restrict: null },
    ],
    [
      'random_search',
      { ...BOOTSTRAP, numCandidatePrograms: 16, stopAtScore: null, labeledSample: true, restrict: null },
    ],
  ])('%s has the defaults of DSPy', (name, defaults) => {
    expect(findEntry(optimizers, name)?.options.parse({})).toEqual(defaults);
  });

  test.each([
    ['bootstrap-few-shot', { maxDemos: 3 }],
    ['bootstrap-few-shot', { maxRounds: 0 }],
    ['labeled-few-shot', { k: -1 }],
    ['random-search', { maxBootstrappedDemos: 0 }],
  ])('%s refuses %j', (name, options) => {
    expect(() => findEntry(optimizers, name)?.options.parse(options)).toThrow(z.ZodError);
  });

  test('every option says what it does', () => {
    const undescribed = optimizers.entries.flatMap(({ name, options }) => {
      const { properties = {} } = options instanceof z.ZodType ? z.toJSONSchema(options) : {};
      return Object.entries(properties).flatMap(([key, schema]) =>
        typeof schema === 'object' && schema.description !== undefined ? [] : `${name}.${key}`,
      );
    });

    expect(undescribed).toEqual([]);
  });
});
