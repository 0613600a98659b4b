import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../src/core/report.ts';
import { reportHtml } from '../../src/formats/report-html.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';
import { manyQuestions } from '../fakes/many-questions.ts';
import { BROWSER, builtAssets, hasBrowser, type OpenPage, openFile, startBrowser } from './browser.ts';

describe.skipIf(!hasBrowser)(`the page of a report ${BROWSER}`, () => {
  let browser: Browser;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => opened.close());
  afterAll(() => browser.close());

  const open = async (report: EvaluationReport = evaluationReport(), options: BrowserContextOptions = {}) => {
    opened = await openFile(browser, reportHtml(report, builtAssets()), options);
    return opened.page;
  };
  const shown = () => opened.page.locator('.question:visible .position').allTextContents();
  /** A click comes back before a busy browser has handled it, and the details are made a moment later. */
  const openFirst = async () => {
    const first = opened.page.locator('.question').first();
    await first.locator('.asked-line').click();
    await first.locator('.detail').waitFor();
    return first;
  };

  it('asks for nothing but itself and has nothing to complain about', async () => {
    await open();

    await openFirst();

    expect(opened.requests).toEqual(['/report.html']);
    expect(opened.complaints).toEqual([]);
  });

  it('shows every word of a prompt, the raw reply and the passages', async () => {
    await open();

    const first = await openFirst();
    for (const title of await first.locator('.result:first-child .foldout-title').all()) await title.click();

    await expect
      .poll(() => first.locator('.result:first-child pre').allTextContents())
      .toEqual([
        'Your input fields are: …',
        '[[ ## question ## ]]\nWho wrote <Hamlet> & "Macbeth"?',
        '[[ ## answer ## ]]\nShakespeare',
      ]);
    await expect
      .poll(() => first.locator('.result:first-child .passages').innerText())
      .toBe('Hamlet rank 1 · score 0.75\n\nHamlet is a play by Shakespeare.');
  });

  it('shows the expected answer beside those given, and marks it in the passages', async () => {
    await open();
    const first = await openFirst();

    await expect.poll(() => first.locator('.wanted').allTextContents()).toEqual(['Shakespeare']);
    await expect.poll(() => first.locator('mark').allTextContents()).toEqual(['Shakespeare', 'Shakespeare']);
  });

  it.each([
    ['whole words, whatever the case', 'A NILE is no Nil, a Nile-boat is', 'nile', ['NILE', 'Nile']],
    ['each of several', 'C++ and café (4.5)', 'c++\ncafé\n(4.5)', ['C++', 'café', '(4.5)']],
    ['nothing where no answer is known', 'text', '', []],
  ])('marks %s', async (_what, text, answer, marks) => {
    const passages = [{ id: 'c1', text, score: 1, metadata: {} }];
    const expected = answer === '' ? {} : { answer: answer.split('\n') };
    const [variant] = evaluationReport().variants;
    if (variant === undefined) throw new Error('no variant');
    const page = await open(
      evaluationReport({ variants: [{ ...variant, rows: [reportRow({ passages, expected })] }], comparisons: [] }),
    );
    await openFirst();

    expect(await page.locator('.passages p').textContent()).toBe(text);
    await expect.poll(() => page.locator('mark').allTextContents()).toEqual(marks);
  });

  it('finds questions by words of question, answer and error', async () => {
    const page = await open();

    await page.getByRole('searchbox').fill('model_timeout HAMLET');

    expect(await page.getByRole('status').textContent()).toBe('1 of 4 questions');
    await expect.poll(shown).toEqual(['4']);
  });

  it('filters by result, by cause and by change', async () => {
    const page = await open();
    const choose = async (name: string, label: string) => {
      await page.getByRole('combobox', { name, exact: true }).selectOption({ label });
      const found = await shown();
      await page.getByRole('combobox', { name, exact: true }).selectOption({ index: 0 });
      return found;
    };

    expect(await choose('result', 'wrong (2)')).toEqual(['2', '3']);
    expect(await choose('cause', 'retrieved, not used (1)')).toEqual(['3']);
    expect(await choose('change', 'gained (1)')).toEqual(['2']);
    await expect.poll(shown).toEqual(['1', '2', '3', '4']);
  });

  it('shows the questions behind a number of a table', async () => {
    const page = await open();

    await page.getByRole('button', { name: '1 gained' }).click();

    await expect.poll(shown).toEqual(['2']);
    expect(await page.getByRole('combobox', { name: 'change' }).inputValue()).toBe('gained');
  });

  it('sorts by time and tokens', async () => {
    const page = await open(manyQuestions(5));

    await page.getByRole('combobox', { name: 'order' }).selectOption('slowest first');
    await expect.poll(shown).toEqual(['5', '4', '3', '2', '1']);

    await page.getByRole('combobox', { name: 'order' }).selectOption('most tokens first');
    await expect.poll(shown).toEqual(['1', '2', '3', '4', '5']);
  });

  it('shows two hundred questions at a time', async () => {
    const page = await open(manyQuestions(450));
    const more = page.getByRole('button', { name: 'Show more' });
    const rows = () => page.locator('.question').count();

    await expect.poll(rows).toBe(200);
    await more.click();
    await expect.poll(rows).toBe(400);
    await more.click();
    await expect.poll(rows).toBe(450);
    expect(await more.isVisible()).toBe(false);
  });

  it('can be used with the keyboard alone', async () => {
    const page = await open();
    const focused = () => page.locator(':focus').innerText();

    await page.keyboard.press('/');
    await page.keyboard.type('q1');
    await expect.poll(shown).toEqual(['2']);

    await page.keyboard.press('Escape');
    await expect.poll(shown).toEqual(['1', '2', '3', '4']);

    await page.keyboard.press('/');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('Tab');
    await expect.poll(focused).toMatch(/^1\n/);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toMatch(/^2\n/);
    await expect.poll(() => page.locator('.question[open] .position').allTextContents()).toEqual(['2']);

    await page.locator('.detail').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect
      .poll(() => page.locator('.question .foldout[open] > .foldout-title').allTextContents())
      .toEqual(['1 passage']);
  });

  it('keeps a question open while the list is filtered', async () => {
    const page = await open();
    await openFirst();

    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByRole('searchbox').fill('');

    await expect.poll(() => page.locator('.question[open] .position').allTextContents()).toEqual(['1']);
  });
});
