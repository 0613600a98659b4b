import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { PageAssets } from '../../src/formats/report-html.ts';

const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const hasBrowser = EXECUTABLE !== undefined;
/** For the names of groups of tests. */
export const BROWSER = hasBrowser ? 'in Chromium' : 'in Chromium (skipped: there is none at /usr/bin/chromium)';

/** What was built from `src/page` before the tests. */
export function builtAssets(): PageAssets {
  return { script: assetText('report-page.js'), style: assetText('report-page.css') };
}

function assetText(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../dist/page/${name}`, import.meta.url)), 'utf8');
}

export async function startBrowser(): Promise<Browser> {
  // Chromium's own sandbox cannot start as root, as which tests in containers often run.
  return chromium.launch({ executablePath: EXECUTABLE ?? '', args: ['--no-sandbox'] });
}

export interface OpenPage {
  readonly page: Page;
  /** Addresses the page asked for, its own among them. */
  readonly requests: readonly string[];
  /** Whatever the browser had to say: console, uncaught errors, dialogs. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The page as somebody sees it who opens the file. */
export async function openFile(
  browser: Browser,
  markup: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'rag-page-'));
  const path = join(folder, 'report.html');
  writeFileSync(path, markup);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url().replace(pathToFileURL(folder).href, '')));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.goto(pathToFileURL(path).href);
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, requests, complaints, close };
}
