import { describe, expect, it } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { jsonAdapter } from '../../src/adapters/json-adapter.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import { inferPrefix } from '../../src/core/infer-prefix.ts';
import { chainOfThought } from '../../src/core/predictor.ts';
import { parseSignature } from '../../src/core/signature-text.ts';
import { adapterVectors, hasVectors, type ParseCase } from './shared-vectors.ts';

describe.skipIf(!hasVectors)('vectors recorded by others from DSPy 3.0.4', () => {
  const vectors = hasVectors ? adapterVectors() : null;
  if (vectors === null) return;
  const signature = chainOfThought('context, question -> answer').signature;
  const { rag_demos: demos, rag_inputs: inputs } = vectors;

  it('gives the same chat messages', () => {
    expect(chatAdapter().format(signature, demos, inputs).messages).toEqual(vectors.rag_messages);
    expect(chatAdapter().format(signature, [], inputs).messages).toEqual(vectors.rag_messages_zeroshot);
  });

  it('gives the same JSON messages', () => {
    expect(jsonAdapter().format(signature, demos, inputs).messages).toEqual(vectors.rag_messages_json);
  });

  it('reads the same from every chat reply', () => {
    expect(vectors.chat_parse.map(({ completion }) => outcome(chatAdapter(), completion))).toEqual(vectors.chat_parse);
  });

  it('reads the same from every JSON reply', () => {
    const readable = vectors.json_parse.filter(({ completion }) => !completion.includes("it''s"));

    expect(readable.map(({ completion }) => outcome(jsonAdapter(), completion))).toEqual(readable);
  });

  it('guesses the same prefixes', () => {
    const names = Object.keys(vectors.infer_prefix);

    expect(Object.fromEntries(names.map((name) => [name, inferPrefix(name)]))).toEqual(vectors.infer_prefix);
  });

  it('describes types, enums, descriptions and constraints in the same words', () => {
    const { types, instr, class: inClass } = vectors.signatures;
    const typed =
      'a: int, b: list[str], c: Optional[str], d: dict[str, Any] -> n: int, f: float, t: bool, ' +
      `l: Literal['x', "y's"], m: list[str], o: Optional[int], u: Union[int, str]`;
    const color = {
      type: 'enum',
      name: 'Color',
      members: [
        { name: 'RED', value: 'red' },
        { name: 'BLUE', value: 'blue' },
      ],
    } as const;

    expect(bareMessages(parseSignature(typed))).toEqual([types.system, types.reminder]);
    expect(bareMessages(parseSignature('q -> a', { instructions: instr.instructions }))).toEqual([
      instr.system,
      instr.reminder,
    ]);
    expect(
      bareMessages(
        parseSignature('context, question -> answer, color: Color', {
          instructions: inClass.instructions,
          descriptions: { context: 'may contain relevant facts', answer: 'often between 1 and 5 words' },
          constraints: { answer: 'minimum length: 1, maximum length: 5' },
          types: { Color: color },
        }),
      ),
    ).toEqual([inClass.system, inClass.reminder]);
  });

  it('takes the same signatures, with the same fields', () => {
    const valid = vectors.sig_parse.filter(([, fields]) => Array.isArray(fields));
    const invalid = vectors.sig_parse.filter(([, fields]) => !Array.isArray(fields));

    expect(valid.map(([text]) => [text, names(text, 'input'), names(text, 'output')])).toEqual(valid);
    for (const [text] of invalid) {
      expect(() => parseSignature(text), text).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }));
    }
  });

  it('puts the turns of a conversation before the request', () => {
    const withHistory = parseSignature('question, history: dspy.History -> answer');
    const history = { messages: [{ question: 'q1', answer: 'a1' }, { question: 'q2' }] };

    expect(chatAdapter().format(withHistory, [], { question: 'now?', history }).messages).toEqual(vectors.history);
  });

  it('shows null, text for a list, and missing inputs in the same way', () => {
    const demoMessages = (demo: (typeof demos)[number]) =>
      chatAdapter().format(signature, [demo], inputs).messages.slice(1, 3);

    expect(demoMessages({ context: ['c'], question: 'q', reasoning: null, answer: 'a' })).toEqual(
      vectors.demo_none_reasoning,
    );
    expect(demoMessages({ context: 'plain', question: 'q', reasoning: 'r', answer: 'a' })).toEqual(
      vectors.demo_context_str,
    );
    expect(chatAdapter().format(signature, [], { question: 'q' }).messages[1]).toEqual(vectors.user_missing_context);
  });

  it('escapes what is not ASCII in the demos of the JSON format', () => {
    const { outputs, assistant_3_0_4: content } = vectors.json_adapter_non_ascii_demo;
    const demo = { context: ['c'], question: 'q', ...outputs };

    expect(jsonAdapter().format(signature, [demo], inputs).messages[2]).toEqual({ role: 'assistant', content });
  });

  function outcome(adapter: Adapter, completion: string): ParseCase {
    try {
      return { completion, fields: adapter.parse(signature, completion) };
    } catch (error) {
      if (!(error instanceof RagError)) throw error;
      return { completion, error: 'AdapterParseError', message: String(error.details.dspyMessage) };
    }
  }
});

function bareMessages(signature: ReturnType<typeof parseSignature>): readonly string[] {
  return chatAdapter()
    .format(signature, [], {})
    .messages.map(({ content }) => content);
}

function names(text: string, role: 'input' | 'output'): readonly string[] {
  return parseSignature(text)
    .fields.filter((field) => field.role === role)
    .map(({ name }) => name);
}
