import { element } from './element.ts';
import type { PageData, PageQuestion } from './page-data.ts';
import { questionDetail } from './question-detail.ts';

/** One question in a line; its details are made when it is opened for the first time. */
export function questionRow(question: PageQuestion, number: number, data: PageData): HTMLDetailsElement {
  const row = element(
    'details',
    { class: 'question' },
    element(
      'summary',
      { class: 'asked-line' },
      element('span', { class: 'position' }, String(number)),
      element('span', { class: 'asked' }, question.question),
      element(
        'span',
        { class: 'answers' },
        ...expectedLine(question.expected),
        ...question.results.flatMap(({ program, mark, answer, outcome }) => [
          element('span', { class: 'program' }, data.programs[program] ?? ''),
          chip(mark, answer === '' ? outcome : answer),
        ]),
      ),
    ),
  );
  row.addEventListener('toggle', () => row.append(questionDetail(question, data)), { once: true });
  return row;
}

/** Above the answers, so that they can be compared without opening the question. */
function expectedLine(expected: string): HTMLElement[] {
  if (expected === '') return [];
  const answers = expected.replaceAll('\n', ' / ');
  return [element('span', { class: 'program' }, 'expected'), element('span', { class: 'wanted' }, answers)];
}

const SIGNS = { right: '✓', wrong: '✗', failed: '!' } as const;

/** Colour is never alone: the sign says the same. */
function chip(mark: keyof typeof SIGNS, text: string): HTMLElement {
  return element(
    'span',
    { class: `chip ${mark}` },
    element('span', { 'aria-label': mark, role: 'img' }, SIGNS[mark]),
    ` ${text}`,
  );
}
