import { bench, describe } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { jsonAdapter } from '../../src/adapters/json-adapter.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import { chainOfThought } from '../../src/core/predictor.ts';

const { signature } = chainOfThought('context, question -> answer');
const PASSAGE =
  'A passage of the length that passages have: some two hundred characters, now and then a line break.\n'.repeat(2);
const INPUTS = { context: [PASSAGE, PASSAGE, PASSAGE], question: 'Who?' };
const DEMO = { augmented: true, ...INPUTS, reasoning: PASSAGE, answer: 'Nobody' };

describe('format', () => {
  const adapter = chatAdapter();
  const demos = Array.from({ length: 16 }, () => DEMO);

  bench('no demos', () => void adapter.format(signature, [], INPUTS));
  bench('16 demos', () => void adapter.format(signature, demos, INPUTS));
  bench('16 demos, never seen before', () => void adapter.format(signature, [...demos], INPUTS));
});

describe('parse', () => {
  const reply = '[[ ## reasoning ## ]]\nIt is said in [2].\n\n[[ ## answer ## ]]\nNobody\n\n[[ ## completed ## ]]\n';

  bench('chat reply', () => void chatAdapter().parse(signature, reply));
  bench(
    'JSON reply',
    () => void jsonAdapter().parse(signature, '{"reasoning": "It is said in [2].", "answer": "Nobody"}'),
  );
  bench(
    'faulty JSON reply',
    () => void jsonAdapter().parse(signature, "{'reasoning': 'It's said in [2].', answer: Nobody,}"),
  );
});

describe('a megabyte that is no reply', () => {
  for (const unit of ['x', '\n', ' ', '[[ ## answer', '[[ ## answer ## ]]\n', '[[ ## answer ## ]] ']) {
    bench(`chat ${JSON.stringify(unit)}`, () => refuse(chatAdapter(), unit), { time: 200 });
  }
  for (const unit of ['x', '{', '}', '{"', '"\\', '{"a": ["b", ', "'"]) {
    bench(`JSON ${JSON.stringify(unit)}`, () => refuse(jsonAdapter(), unit), { time: 200 });
  }
});

function refuse(adapter: Adapter, unit: string): void {
  try {
    adapter.parse(signature, unit.repeat(1_000_000 / unit.length));
  } catch (error) {
    if (!(error instanceof RagError)) throw error;
  }
}
