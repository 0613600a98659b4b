import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import type { Prediction } from '../core/program.ts';
import { isList, pythonTypeName } from '../python/value.ts';

/**
 * The answers an example accepts: its `answer`, one text or a list of texts.
 *
 * @throws RagError METRIC_FAILED when there is none, or it is of another type
 */
export function acceptedAnswers(metric: string, example: Example): readonly string[] {
  const answer = expectedValue(metric, example, 'answer');
  const answers = isList(answer) ? answer : [answer];
  return answers.map((item) => text(item, () => `${metric}: answer of example "${example.id}"`));
}

/**
 * The text a prediction holds under `field`.
 *
 * @throws RagError METRIC_FAILED when it is absent, null (the model replied with nothing) or no text
 */
export function predictedText(metric: string, prediction: Prediction, field: string): string {
  return text(predictedValue(metric, prediction, field), () => `${metric}: predicted ${field}`);
}

/**
 * The texts a prediction holds under `field`; a plain text counts as the list of its characters, as iterating it does in Python.
 *
 * @throws RagError METRIC_FAILED when it is absent, null or no list of texts
 */
export function predictedTexts(metric: string, prediction: Prediction, field: string): readonly string[] {
  const value = predictedValue(metric, prediction, field);
  if (typeof value === 'string') return Array.from(value);
  if (!isList(value)) throw wrongType(`${metric}: predicted ${field}`, value, 'list');
  return value.map((item, index) => text(item, () => `${metric}: item ${index} of predicted ${field}`));
}

/**
 * What an example expects under `field`.
 *
 * @throws RagError METRIC_FAILED when it is absent
 */
export function expectedValue(metric: string, { id, fields }: Example, field: string): JsonValue {
  const value = fields[field];
  if (value === undefined) throw missing(metric, `example "${id}"`, field, fields);
  return value;
}

/**
 * What a prediction holds under `field`.
 *
 * @throws RagError METRIC_FAILED when it is absent
 */
export function predictedValue(metric: string, prediction: Prediction, field: string): JsonValue {
  const value = prediction[field];
  if (value === undefined) throw missing(metric, 'prediction', field, prediction);
  return value;
}

function text(value: JsonValue, where: () => string): string {
  if (typeof value !== 'string') throw wrongType(where(), value, 'str');
  return value;
}

function wrongType(where: string, value: JsonValue, expected: string): RagError {
  return new RagError('METRIC_FAILED', `${where} is ${pythonTypeName(value)}, expected ${expected}`);
}

function missing(metric: string, owner: string, field: string, fields: Fields): RagError {
  const columns = Object.keys(fields).join(', ') || 'nothing';
  return new RagError('METRIC_FAILED', `${metric}: ${owner} has no ${field}, only ${columns}`);
}
