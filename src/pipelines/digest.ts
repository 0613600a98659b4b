import { createHash } from 'node:crypto';
import type { Example } from '../core/example.ts';
import type { Program, ProgramState } from '../core/program.ts';
import { typeName } from '../core/type-name.ts';
import { writePythonJson } from '../python/json.ts';
import type { PythonValue } from '../python/value.ts';

/** SHA-256 in hex of a value of plain data; the order of its keys counts. */
export function digestOf(value: PythonValue): string {
  return createHash('sha256').update(writePythonJson(value)).digest('hex');
}

/** SHA-256 in hex of the questions with all their fields, in their order. */
export function digestOfExamples(examples: readonly Example[]): string {
  return digestOf(examples.map(({ id, fields, inputKeys }) => [id, fields, inputKeys]));
}

/** SHA-256 in hex of what a program asks of models and stores: fields, instructions, demos, passages per question. */
export function digestOfProgram({ name, retrievers }: Program, state: ProgramState): string {
  const predictors = Object.entries(state).map(([predictor, { signature, demos }]) => [
    predictor,
    signature.instructions,
    signature.fields.map((field) => [
      field.name,
      field.role,
      typeName(field.type),
      field.description,
      field.constraints,
    ]),
    demos,
  ]);
  return digestOf([name, Object.entries(retrievers).map(([retriever, { k }]) => [retriever, k]), predictors]);
}
