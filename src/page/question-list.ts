import { element } from './element.ts';
import type { PageData } from './page-data.ts';
import { questionRow } from './question-row.ts';

/** So many rows are shown at a time: thousands at once would make the page slow. */
const STEP = 200;

export interface QuestionList {
  readonly node: HTMLElement;
  /** Shows the questions at these positions, in this order. */
  show(positions: readonly number[]): void;
}

/** A list of questions that keeps what was unfolded while the reader filters. */
export function questionList(data: PageData): QuestionList {
  const rows = new Map<number, HTMLElement>();
  const count = element('p', { class: 'count', role: 'status' });
  const list = element('div', { class: 'rows' });
  const more = element('button', { type: 'button', class: 'more' }, 'Show more');
  let waiting: readonly number[] = [];

  const rowAt = (position: number): HTMLElement[] => {
    const question = data.questions[position];
    if (question === undefined) return [];
    const row = rows.get(position) ?? questionRow(question, position + 1, data);
    rows.set(position, row);
    return [row];
  };
  const showNext = (): void => {
    list.append(...waiting.slice(0, STEP).flatMap(rowAt));
    waiting = waiting.slice(STEP);
    more.hidden = waiting.length === 0;
  };
  more.addEventListener('click', showNext);
  list.addEventListener('keydown', (event) => moveFocus(list, event));
  return {
    node: element('div', {}, count, list, more),
    show: (positions) => {
      count.textContent = `${positions.length} of ${data.questions.length} questions`;
      list.replaceChildren();
      waiting = positions;
      showNext();
    },
  };
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

/** The arrow keys (and j and k) go from question to question; Enter and space unfold one, as everywhere. */
function moveFocus(list: HTMLElement, event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const { activeElement } = document;
  if (step === undefined || !(activeElement instanceof HTMLElement) || !activeElement.matches('.asked-line')) return;
  const summaries = [...list.querySelectorAll<HTMLElement>('.asked-line')];
  summaries[summaries.indexOf(activeElement) + step]?.focus();
  event.preventDefault();
}
