import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/formats/report-html.ts';
import { printable } from '../../src/text/printable.ts';
import { HOSTILE_TEXTS, hostileReport } from '../fakes/hostile-report.ts';
import { BROWSER, builtAssets, hasBrowser, type OpenPage, openFile, startBrowser } from './browser.ts';

describe.skipIf(!hasBrowser)(`a report full of hostile texts ${BROWSER}`, () => {
  let browser: Browser;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await startBrowser();
    opened = await openFile(browser, reportHtml(hostileReport(), builtAssets()));
    for (const question of await opened.page.locator('.asked-line').all()) await question.click();
    for (const title of await opened.page.locator('.foldout-title:visible').all()) await title.click();
  });
  afterAll(async () => {
    await opened.close();
    await browser.close();
  });

  it('runs nothing, loads nothing and breaks no rule of the policy', () => {
    expect(opened.complaints).toEqual([]);
    expect(opened.requests).toEqual(['/report.html']);
  });

  it('holds no element and no attribute that the texts spell', async () => {
    const { page } = opened;
    const found = await page.evaluate<string[]>(`[...document.querySelectorAll('*')].flatMap((element) => [
      element.localName,
      ...element.getAttributeNames().map((name) => element.localName + ' ' + name),
    ])`);

    const unexpected =
      /^(img|iframe|textarea|template|object|embed|link|base|form)\b|^(?!a )\w+ (on\w+|href|src|srcdoc|style|autofocus)$/;
    expect(found.filter((name) => unexpected.test(name))).toEqual([]);
    expect(await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
      '#scores',
      '#evidence',
      '#breakdown',
      '#timing',
      '#questions-title',
      '#run',
    ]);
    expect(await page.locator('script').count()).toBe(2);
  });

  it('shows them letter by letter', async () => {
    const expected = HOSTILE_TEXTS.join('\n');
    const visible = printable(expected);

    expect(await opened.page.locator('pre').first().textContent()).toBe(expected);
    expect(await opened.page.locator('.asked').first().textContent()).toBe(expected);
    expect(await opened.page.locator('.note').last().textContent()).toBe(visible);
    expect(await opened.page.locator('svg[aria-label]').last().getAttribute('aria-label')).toContain(visible);
  });

  it('would stop a script that got in all the same', async () => {
    const { page } = opened;
    const blocked = await page.evaluate<string>(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      const script = document.createElement('script');
      script.textContent = 'document.title = "attacked"';
      document.body.append(script);
    })`);

    expect(blocked).toBe('script-src-elem');
    expect(await page.title()).not.toBe('attacked');
  });
});
