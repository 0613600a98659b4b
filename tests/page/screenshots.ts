import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';

import { openFile, startBrowser } from './browser.ts';

/** A script, run in the project's folder: pictures of the report on the bundled sample, for docs/images. */
interface Picture extends BrowserContextOptions {
  readonly name: string;
  /** What the reader does before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: 'report-light', colorScheme: 'light', viewport: { width: 1040, height: 1180 } },
  { name: 'report-dark', colorScheme: 'dark', viewport: { width: 1040, height: 800 }, prepare: openLostQuestion },
  { name: 'report-phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  {
    name: 'report-phone-dark',
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    prepare: openLostQuestion,
  },
];

/** A question whose passages hold the answer and whose reply misses it, with its passages and prompt unfolded. */
async function openLostQuestion(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'cause' }).selectOption('1:retrieved, not used');
  const question = page.locator('.question').first();
  await question.locator('.asked-line').click();
  await question.locator('.result').last().locator('.foldout-title').first().click();
  await page.locator('#questions-title').evaluate((element) => element.scrollIntoView());
}

function makeReport(folder: string): string {
  const rag = (...args: string[]) =>
    execFileSync(process.execPath, [resolve('bin/rag.js'), ...args, '--quiet', '--config', 'offline'], { cwd: folder });
  const file = join(folder, 'report.html');
  rag('index');
  rag('compile');
  const metrics = ['--metric', 'answer_exact_match', '--metric', 'answer_f1', '--min-score', '50'];
  rag('eval', '--program', 'compiled_rag_v1.json', ...metrics, '-o', file);
  return readFileSync(file, 'utf8');
}

const folder = mkdtempSync(join(tmpdir(), 'rag-screenshots-'));
const browser = await startBrowser();
try {
  const markup = makeReport(folder);
  mkdirSync('docs/images', { recursive: true });
  for (const { name, prepare, ...options } of PICTURES) {
    const { page, close } = await openFile(browser, markup, options);
    await prepare?.(page);
    await page.screenshot({ path: `docs/images/${name}.png` });
    await close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
