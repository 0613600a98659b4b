import type { ChatBody, ScriptedReply } from './openai-server.ts';

/** A corpus of three passages. */
export const ISLAND_CORPUS = [
  { id: 'lighthouse', title: 'Lighthouse', text: 'The lighthouse of Corva was built by Elin Varga.' },
  { id: 'harbour', title: 'Harbour', text: 'The harbour of Tollwick was dug by Odd Renn in 7 years.' },
  { id: 'market', title: 'Market', text: 'The market of Brannoch opens on Tuesday.' },
];

export interface IslandQuestion {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly type: string;
  readonly gold_passage_ids: readonly string[];
}

interface Fate {
  readonly question: Omit<IslandQuestion, 'id' | 'type' | 'gold_passage_ids'> & { readonly gold?: readonly string[] };
  readonly reply: ScriptedReply;
}

const said = (answer: string): string =>
  `[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\n${answer}\n\n[[ ## completed ## ]]`;
const LIGHTHOUSE = { question: 'Who built the lighthouse', answer: 'Elin Varga' };

/** What becomes of each question, by its id: one for every outcome, diagnosis and form that a server can bring about. */
const FATES: Readonly<Record<string, Fate>> = {
  right: { question: LIGHTHOUSE, reply: said('Elin Varga') },
  unused: {
    question: { question: 'Who dug the harbour', answer: 'Odd Renn', gold: ['harbour'] },
    reply: said('Nobody'),
  },
  unretrieved: { question: { ...LIGHTHOUSE, answer: 'Tuesday', gold: ['market'] }, reply: said('Nobody') },
  absent: { question: { ...LIGHTHOUSE, answer: 'Zanzibar', gold: ['zanzibar'] }, reply: said('Nobody') },
  longer: { question: LIGHTHOUSE, reply: said('It was Elin Varga.') },
  shorter: { question: LIGHTHOUSE, reply: said('Varga') },
  order: { question: LIGHTHOUSE, reply: said('Varga, Elin') },
  number: {
    question: { question: 'How long was the harbour dug', answer: '7 years', gold: ['harbour'] },
    reply: said('seven years'),
  },
  accents: { question: LIGHTHOUSE, reply: said('Élin Vargá') },
  spacing: { question: LIGHTHOUSE, reply: said('ElinVarga') },
  verdict: { question: { ...LIGHTHOUSE, answer: 'yes' }, reply: said('No') },
  nothing: { question: { question: 'Xyzzy', answer: 'Elin Varga' }, reply: said('Nobody') },
  formless: { question: LIGHTHOUSE, reply: 'Elin Varga' },
  unparsable: { question: LIGHTHOUSE, reply: 'no format at all' },
  empty: { question: LIGHTHOUSE, reply: '' },
  cut: { question: LIGHTHOUSE, reply: { content: '[[ ## reasoning ## ]]\nIt all began', finishReason: 'length' } },
  refused: { question: LIGHTHOUSE, reply: { content: null, refusal: 'I would rather not' } },
  filtered: { question: LIGHTHOUSE, reply: { content: '', finishReason: 'content_filter' } },
  failed: { question: LIGHTHOUSE, reply: { error: { status: 500, message: 'boom' } } },
  overlong: {
    question: LIGHTHOUSE,
    reply: { error: { status: 400, message: 'too long', code: 'context_length_exceeded' } },
  },
};

/** Questions of these fates, in this order; all of them by default. Each text ends with its id. */
export function islandQuestions(ids: readonly string[] = Object.keys(FATES)): readonly IslandQuestion[] {
  return ids.map((id) => {
    const { gold = ['lighthouse'], question, answer } = fateOf(id).question;
    return {
      id,
      question: `${question} (${id})?`,
      answer,
      type: id.length % 2 === 0 ? 'even' : 'odd',
      gold_passage_ids: gold,
    };
  });
}

/** What the server says to the question in the request. */
export function islandReply({ messages }: ChatBody): ScriptedReply {
  const id = /\((\w+)\)\?/.exec(messages.at(-1)?.content ?? '')?.[1] ?? '';
  return fateOf(id).reply;
}

function fateOf(id: string): Fate {
  const fate = FATES[id];
  if (fate === undefined) throw new Error(`there is no question "${id}"`);
  return fate;
}

export function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
