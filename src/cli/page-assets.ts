import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageAssets } from '../formats/report-html.ts';
import { packageRoot } from './package-root.ts';

/** Script and style of the HTML report, as the build made them from `src/page`. */
export async function pageAssets(): Promise<PageAssets> {
  const read = (name: string) => readFile(join(packageRoot(), 'dist', 'page', name), 'utf8');
  return { script: await read('report-page.js'), style: await read('report-page.css') };
}
