import { byId, element } from './element.ts';
import { type FilterBar, filterBar } from './filter-bar.ts';
import type { PageData } from './page-data.ts';
import { chooseQuestions } from './question-filter.ts';
import { questionList } from './question-list.ts';

const place = byId('questions', HTMLElement);
// The page was written together with this script, by the same version of `rag`.
const data = JSON.parse(byId('data', HTMLScriptElement).text) as PageData;

const list = questionList(data);
const bar = filterBar(data, () => list.show(chooseQuestions(data, bar.read())));
place.replaceChildren(bar.node, list.node);
bar.ask(null);

document.addEventListener('keydown', (event) => focusSearch(event, bar));
for (const number of document.querySelectorAll<HTMLElement>('[data-filter]')) makeButton(number, bar);

/** `/` goes to the search field; Escape leaves it and shows everything again. */
function focusSearch(event: KeyboardEvent, { search, ask }: FilterBar): void {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === '/' && !isTyping) {
    event.preventDefault();
    search.focus();
  }
  if (event.key === 'Escape' && event.target === search) {
    ask(null);
    search.blur();
  }
}

/** A number in a table becomes a button that shows the questions it counts. */
function makeButton(number: HTMLElement, { ask }: FilterBar): void {
  const { filter: name = '', value = '' } = number.dataset;
  const button = element('button', { type: 'button', class: 'count-button' }, ...number.childNodes);
  button.addEventListener('click', () => {
    ask({ name, value });
    place.scrollIntoView();
  });
  number.replaceChildren(button);
}
