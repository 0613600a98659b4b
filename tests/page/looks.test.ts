import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/formats/report-html.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';
import { hostileReport } from '../fakes/hostile-report.ts';
import { BROWSER, builtAssets, hasBrowser, type OpenPage, openFile, startBrowser } from './browser.ts';

/** Every pair of a text's colour and the nearest background behind it, by the formula of WCAG 2.2. */
const LOWEST_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgrounds = (element) => element === null ? [] : [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor];
  const contrasts = [...document.querySelectorAll('main *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ''))
    .map((element) => {
      const style = getComputedStyle(element);
      const behind = backgrounds(element);
      const text = element instanceof SVGElement ? style.fill : style.color;
      const [light, dark] = [luminance(paint(behind)), luminance(paint([...behind, text]))].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    });
  return Math.min(...contrasts);
})()`;

describe.skipIf(!hasBrowser)(`the looks of the page ${BROWSER}`, () => {
  let browser: Browser;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => opened.close());
  afterAll(() => browser.close());

  const open = async (report = evaluationReport(), options: BrowserContextOptions = {}) => {
    opened = await openFile(browser, reportHtml(report, builtAssets()), options);
    await opened.page.locator('.asked-line').first().click();
    await opened.page.locator('.detail').first().waitFor();
    for (const title of await opened.page.locator('.foldout-title:visible').all()) await title.click();
    return opened.page;
  };

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(18, 22, 27)'],
  ] as const)('follows the %s mode of the system, with text one can read', async (colorScheme, background) => {
    const page = await open(evaluationReport(), { colorScheme });

    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
    expect(await page.evaluate<number>(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([320, 375, 768, 1280])('fits into a window %i pixels wide, whatever the texts', async (width) => {
    const gates = [{ name: 'min-score', requirement: 'x'.repeat(300), outcome: 'fail', explanation: 'y' }] as const;
    for (const report of [evaluationReport({ gates }), hostileReport()]) {
      const page = await open(report, { viewport: { width, height: 700 } });

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await opened.close();
    }
  });
});
