import { z } from 'zod';
import type { Filter, FilterCondition, FilterTest } from '../core/filter.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const values = z.union([value.transform((one) => [one]), z.array(value).min(1)]);

const test = z.union([
  values.transform((given): FilterTest => ({ type: 'any-of', values: given })),
  z.strictObject({ not: values }).transform(({ not }): FilterTest => ({ type: 'none-of', values: not })),
  z
    .strictObject({
      gt: z.number().optional(),
      gte: z.number().optional(),
      lt: z.number().optional(),
      lte: z.number().optional(),
    })
    .refine((bounds) => Object.keys(bounds).length > 0, 'expected gt, gte, lt or lte')
    .transform((bounds): FilterTest => ({ type: 'range', bounds })),
]);

const field = z
  .string()
  .regex(/^[^."[\]\p{Cc}]+(?:\.[^."[\]\p{Cc}]+)*$/u, 'expected the name of a field, or names joined by dots');

/**
 * A filter as it is written: `{ language: en, year: { gte: 1990 }, topic: [sport, music], draft: { not: true } }`; a dot leads into a
 * record (`source.language`).
 */
export const filterOption = z
  .record(field, test, {
    error: ({ code }) => (code === 'invalid_type' ? 'expected fields such as {year: 1990}' : undefined),
  })
  .default({})
  .transform((tests): Filter => Object.entries(tests).map(toCondition))
  .describe('only passages whose metadata fit: field: value, a list of values, { not: … }, or { gt, gte, lt, lte }');

function toCondition([name, condition]: [string, FilterTest]): FilterCondition {
  return { path: name.split('.'), test: condition };
}
