import { element } from './element.ts';
import { markedText } from './marked-text.ts';
import type { PageCall, PageData, PagePassage, PageQuestion, PageResult, PageValues } from './page-data.ts';

/** Everything known of one question: a column for each program, with passages, prompts and replies. */
export function questionDetail({ id, results, expected }: PageQuestion, data: PageData): HTMLElement {
  return element(
    'div',
    { class: 'detail' },
    valueList([
      ['expected', expected],
      ['id', id],
    ]),
    element('div', { class: 'columns' }, ...results.map((result) => resultColumn(result, { ...data, expected }))),
  );
}

interface Surroundings extends PageData {
  readonly expected: string;
}

function resultColumn(result: PageResult, { programs, texts, expected }: Surroundings): HTMLElement {
  const { program, sample, outcome, mark, diagnosis, form, error, facts, outputs, passages, calls } = result;
  const name = [programs[program] ?? '', sample].filter((part) => part !== '').join(', ');
  return element(
    'section',
    { class: 'result', 'aria-label': name },
    element('h4', {}, name, ' ', element('span', { class: `chip ${mark}` }, outcome)),
    ...(diagnosis === '' ? [] : [element('p', {}, form === '' ? diagnosis : `${diagnosis}: ${form}`)]),
    ...(error === '' ? [] : [element('p', { class: 'error' }, error)]),
    valueList(outputs),
    element('p', { class: 'quiet' }, facts.map(([fact, value]) => `${fact} ${value}`).join(' · ')),
    passageList(passages, texts, expected),
    ...calls.map((call) => callBlock(call, texts)),
  );
}

function valueList(values: PageValues): HTMLElement {
  const entries = values.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
  return element('dl', { class: 'values' }, ...entries);
}

function passageList(passages: readonly PagePassage[], texts: readonly string[], expected: string): HTMLElement {
  if (passages.length === 0) return element('p', { class: 'quiet' }, 'No passage was retrieved.');
  const items = passages.map(({ title, note, text }) =>
    element(
      'li',
      {},
      element('b', {}, title),
      ' ',
      element('span', { class: 'quiet' }, note),
      element('p', {}, ...markedText(texts[text] ?? '', expected)),
    ),
  );
  const title = passages.length === 1 ? '1 passage' : `${passages.length} passages`;
  return foldout(title, element('ol', { class: 'passages' }, ...items));
}

function callBlock({ title, note, messages, reply, error }: PageCall, texts: readonly string[]): HTMLElement {
  return foldout(
    title,
    element('p', { class: 'quiet' }, note),
    ...(error === '' ? [] : [element('p', { class: 'error' }, error)]),
    ...messages.map(([role, text]) => textBlock(`prompt: ${role}`, texts[text] ?? '')),
    ...(reply === null ? [] : [textBlock('raw reply', texts[reply] ?? '')]),
  );
}

function textBlock(title: string, text: string): HTMLElement {
  // Long lines and long texts scroll inside: whoever uses the keyboard has to be able to get in.
  const block = element('pre', { tabindex: '0', role: 'region', 'aria-label': title }, text);
  return element('div', { class: 'text' }, element('h5', {}, title), block);
}

function foldout(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element('details', { class: 'foldout' }, element('summary', { class: 'foldout-title' }, title), ...content);
}
