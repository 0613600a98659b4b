import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import type { EvaluationReport } from '../core/report.ts';
import { requireWritable, writeAtomically } from '../files/write-atomically.ts';
import { reportCsv } from '../formats/report-csv.ts';
import { reportHtml } from '../formats/report-html.ts';
import { encodeReport } from '../formats/report-json.ts';
import { reportJsonLines } from '../formats/report-json-lines.ts';
import { reportJunit } from '../formats/report-junit.ts';
import { reportMarkdown } from '../formats/report-markdown.ts';
import { collected } from './collected.ts';
import { pageAssets } from './page-assets.ts';

type Render = (report: EvaluationReport) => string | Promise<string>;

/** By the end of a file's name; a longer end is listed before one it ends with. */
const FORMATS: readonly (readonly [extension: string, render: Render])[] = [
  ['.junit.xml', reportJunit],
  ['.json', encodeReport],
  ['.jsonl', reportJsonLines],
  ['.csv', reportCsv],
  ['.md', reportMarkdown],
  ['.html', async (report) => reportHtml(report, await pageAssets())],
];

const EXTENSIONS = FORMATS.map(([extension]) => extension).join(' ');

/** A file to write the report to. */
export interface ReportFile {
  /** As the user gave it. */
  readonly name: string;
  readonly path: string;
  readonly render: Render;
}

export function addReportFileOption(command: Command): void {
  const description = `write a report, by extension: ${EXTENSIONS}; may be repeated`;
  command.option('-o, --output <file>', description, collected);
}

/**
 * The files that `-o` names.
 *
 * @throws RagError USAGE_INVALID for an extension that stands for no format, or a file named twice; DISK_FULL, FILE_NOT_WRITABLE for
 * one that could not be written
 */
export async function reportFiles(given: unknown, cwd: string): Promise<ReportFile[]> {
  const names = z.array(z.string()).default([]).parse(given);
  const files = names.map((name) => ({ name, path: resolve(cwd, name), render: renderFor(name) }));
  const twice = files.find(({ path }, position) => files.findIndex((file) => file.path === path) !== position);
  if (twice !== undefined) throw new RagError('USAGE_INVALID', `-o names ${twice.name} twice`);
  for (const { path } of files) await requireWritable(path);
  return files;
}

function renderFor(name: string): Render {
  const format = FORMATS.find(([extension]) => basename(name).toLowerCase().endsWith(extension));
  if (format !== undefined) return format[1];
  throw new RagError('USAGE_INVALID', `-o ${name}: no report has that extension`, {
    hint: `one of ${EXTENSIONS}, as in  rag eval -o report.html`,
  });
}

/**
 * Writes every file, each as a whole or not at all; what one file meets does not keep the others from being written.
 *
 * @throws RagError DISK_FULL, FILE_NOT_WRITABLE, the first one
 */
export async function writeReportFiles(report: EvaluationReport, files: readonly ReportFile[]): Promise<void> {
  const results = await Promise.allSettled(
    files.map(async ({ path, render }) => writeAtomically(path, await render(report))),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
