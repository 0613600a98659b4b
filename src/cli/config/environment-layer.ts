import type { Report } from '../../core/events.ts';
import { nearestFirst } from '../../text/closest-name.ts';
import { keyTypes, valueOfText } from './key-types.ts';
import type { Layer, Setting } from './layers.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables with a meaning of their own, which set no key. */
const RESERVED: ReadonlySet<string> = new Set(['RAG_CONFIG', 'RAG_HOME']);

/** `embedding.batchSize` is set by `RAG_EMBEDDING_BATCH_SIZE`; a section's part by its bare name, `RAG_RETRIEVER`. */
export function variableOfKey(key: string): string {
  const name = key.endsWith('.use') ? key.slice(0, -'.use'.length) : key;
  return `RAG_${name
    .replaceAll('.', '_')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;
}

/** The settings made by `RAG_*` variables. One that sets nothing known is reported, with the nearest name. */
export function environmentLayer(environment: Environment, report: Report): Layer {
  const types = keyTypes();
  const keys = new Map([...types.keys()].map((key) => [variableOfKey(key), key]));
  const settings = new Map<string, Setting>();
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('RAG_') || RESERVED.has(variable) || text === undefined || text === '') continue;
    const key = keys.get(variable);
    if (key === undefined) report(unknownVariable(variable, [...keys.keys()]));
    else settings.set(key, { value: valueOfText(text, types.get(key)), origin: { type: 'environment', variable } });
  }
  return settings;
}

function unknownVariable(variable: string, known: readonly string[]) {
  const nearest = nearestFirst(variable, known)[0];
  return {
    type: 'notice',
    code: 'VARIABLE_UNKNOWN',
    message: `the environment variable ${variable} sets nothing; the nearest name is ${nearest}`,
  } as const;
}
