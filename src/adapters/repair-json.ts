import { JSONRepairError, jsonrepair } from 'jsonrepair';
import { parsePythonJson } from '../python/parse-json.ts';
import type { PythonValue } from '../python/value.ts';

/**
 * The value of a JSON text with the faults language models make; an empty text when there is nothing to read.
 *
 * Strict JSON is read as it is. Anything else is read from its first bracket on; text without brackets is no value, whatever it says.
 *
 * Source: json_repair.loads, the Python library DSPy reads replies with, for common faults.
 */
export function repairJson(text: string): PythonValue {
  return readJson(text) ?? readRepaired(text) ?? '';
}

function readRepaired(text: string): PythonValue | undefined {
  const start = text.search(/[{[]/);
  if (start === -1) return undefined;
  try {
    return readJson(jsonrepair(text.slice(start)));
  } catch (error) {
    if (error instanceof JSONRepairError) return undefined;
    throw error;
  }
}

function readJson(text: string): PythonValue | undefined {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
