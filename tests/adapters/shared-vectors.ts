import type { Fields, JsonValue } from '../../src/core/fields.ts';
import type { Message } from '../../src/core/language-model.ts';
import { hasShared, readShared } from '../shared-data.ts';

const FILE = 'spec/metric-vectors.json';

export const hasVectors = hasShared(FILE);

export interface ParseCase {
  readonly completion: string;
  readonly fields?: Fields;
  readonly error?: string;
  readonly message?: string;
}

interface SignatureCase {
  readonly instructions: string;
  readonly fields: readonly string[];
  readonly system: string;
  readonly reminder: string;
}

/** What other people recorded from DSPy 3.0.4; see `meta` in the file. */
export interface AdapterVectors {
  readonly rag_demos: readonly Fields[];
  readonly rag_inputs: Fields;
  readonly rag_messages: readonly Message[];
  readonly rag_messages_zeroshot: readonly Message[];
  readonly rag_messages_json: readonly Message[];
  readonly chat_parse: readonly ParseCase[];
  readonly json_parse: readonly ParseCase[];
  readonly format_field_value: readonly { value: string; str_field: string; list_str_field: string }[];
  readonly infer_prefix: Readonly<Record<string, string>>;
  readonly signatures: { readonly types: SignatureCase; readonly instr: SignatureCase; readonly class: SignatureCase };
  readonly sig_parse: readonly (readonly [string, JsonValue, JsonValue])[];
  readonly history: readonly Message[];
  readonly demo_none_reasoning: readonly Message[];
  readonly demo_context_str: readonly Message[];
  readonly user_missing_context: Message;
  readonly json_adapter_non_ascii_demo: { readonly outputs: Fields; readonly assistant_3_0_4: string };
}

export function adapterVectors(): AdapterVectors {
  return JSON.parse(readShared(FILE)).adapter;
}
