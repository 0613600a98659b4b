import { element } from './element.ts';
import type { PageData } from './page-data.ts';
import { type Choice, type Filter, keyOf, ORDERS } from './question-filter.ts';

/** The controls above the list. */
export interface FilterBar {
  readonly node: HTMLElement;
  readonly search: HTMLInputElement;
  read(): Filter;
  /** Asks for one thing and nothing else; null asks for everything. */
  ask(one: { readonly name: string; readonly value: string } | null): void;
}

/** Controls that call `changed` whenever the reader asks for something else. */
export function filterBar(data: PageData, changed: () => void): FilterBar {
  const search = element('input', { type: 'search', 'aria-label': 'search' });
  search.placeholder = 'Search questions, answers, titles';
  const order = element('select', { 'aria-label': 'order' }, ...ORDERS.map((name) => option(name, name)));
  const selects = {
    outcome: select('any result', groupsOf(data, 'outcome')),
    diagnosis: select('any cause', groupsOf(data, 'diagnosis')),
    change: select('any change', countedOptions(data.questions.map(({ change }) => [change, change]))),
  };
  const node = element(
    'div',
    { class: 'filters', role: 'search' },
    search,
    ...Object.values(selects).filter(hasChoice),
    order,
  );
  node.addEventListener('input', changed);
  return {
    node,
    search,
    read: () => ({
      search: search.value,
      outcome: selects.outcome.value,
      diagnosis: selects.diagnosis.value,
      change: selects.change.value,
      order: ORDERS[order.selectedIndex] ?? 'in order',
    }),
    ask: (one) => {
      search.value = '';
      for (const [name, control] of Object.entries(selects)) control.value = one?.name === name ? one.value : '';
      changed();
    },
  };
}

function select(everything: string, options: readonly HTMLElement[]): HTMLSelectElement {
  return element('select', { 'aria-label': everything.replace('any ', '') }, option('', everything), ...options);
}

function hasChoice({ options }: HTMLSelectElement): boolean {
  return options.length > 1;
}

/** The outcomes or diagnoses that occur, under the name of their program. */
function groupsOf({ programs, questions }: PageData, choice: Choice): HTMLElement[] {
  return programs.flatMap((label, program) => {
    const own = questions.flatMap(({ results }) => results.filter((result) => result.program === program));
    const options = countedOptions(own.map((result) => [result[choice], keyOf(result, choice)]));
    return options.length === 0 ? [] : [element('optgroup', { label }, ...options)];
  });
}

function countedOptions(found: readonly (readonly [text: string, value: string])[]): HTMLElement[] {
  const counts = new Map<string, { readonly value: string; count: number }>();
  for (const [text, value] of found.filter(([text]) => text !== '')) {
    const entry = counts.get(text) ?? { value, count: 0 };
    entry.count += 1;
    counts.set(text, entry);
  }
  return [...counts].map(([text, { value, count }]) => option(value, `${text} (${count})`));
}

function option(value: string, text: string): HTMLElement {
  return element('option', { value }, text);
}
