import { z } from 'zod';

import type { Optimizer } from '../core/optimizer.ts';
import { define, type Registry } from '../core/registry.ts';
import { bootstrapFewShot } from './bootstrap-few-shot.ts';
import { labeledFewShot } from './labeled-few-shot.ts';
import { randomSearch } from './random-search.ts';

/** A search draws the number of bootstrapped demos from 1 on, so it needs one at least. */
const bootstrapOptions = (leastBootstrapped: 0 | 1) => ({
  maxBootstrappedDemos: z
    .int()
    .min(leastBootstrapped)
    .default(4)
    .describe('demos made by running the program, per predictor'),
  maxLabeledDemos: z
    .int()
    .min(0)
    .default(16)
    .describe('demos in all, per predictor: training examples fill up what was not bootstrapped'),
  maxRounds: z.int().min(1).default(1).describe('runs per training example; after the first at temperature 1'),
  maxErrors: z.int().min(1).default(10).describe('failed runs after which compiling stops'),
  metricThreshold: z
    .number()
    .nullable()
    .default(null)
    .describe('score a run needs to become a demo; any above 0 if not set'),
});

/** The optimizers, with DSPy's defaults. */
export const optimizers: Registry<Optimizer, unknown> = {
  kind: 'optimizer',
  entries: [
    define({
      name: 'bootstrap-few-shot',
      aliases: ['BootstrapFewShot'],
      description: 'Makes demos of the runs on training examples that the metric accepts.',
      options: z.strictObject(bootstrapOptions(0)),
      create: (options) => bootstrapFewShot(options),
    }),
    define({
      name: 'labeled-few-shot',
      aliases: ['LabeledFewShot'],
      description: 'Shows training examples as demos, without running the program.',
      options: z.strictObject({
        k: z.int().min(0).default(16).describe('demos per predictor'),
        sample: z.boolean().default(true).describe('choose them at random (seed 0) instead of the first ones'),
      }),
      create: (options) => labeledFewShot(options),
    }),
    define({
      name: 'random-search',
      aliases: ['BootstrapFewShotWithRandomSearch', 'BootstrapRS'],
      description: 'Bootstraps several sets of demos, scores each on the validation examples and keeps the best.',
      options: z.strictObject({
        ...bootstrapOptions(1),
        numCandidatePrograms: z
          .int()
          .min(0)
          .default(16)
          .describe('random candidates, beside zero-shot, labels only and the trainset in its own order'),
        stopAtScore: z.number().nullable().default(null).describe('percent that ends the search early'),
        restrict: z
          .array(z.int())
          .nullable()
          .default(null)
          .describe(
            'only these seeds: -3 zero-shot, -2 labels only, -1 the trainset in its own order, 0 … random ones',
          ),
        labeledSample: z.boolean().default(true).describe('choose the demos of the labels-only candidate at random'),
      }),
      create: (options) => randomSearch(options),
    }),
  ],
};
