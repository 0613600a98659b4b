import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoresText } from '../../src/cli/output/scores.ts';
import { terminal } from '../../src/cli/output/terminal.ts';
import type { EvaluationReport } from '../../src/core/report.ts';
import { reportCsv } from '../../src/formats/report-csv.ts';
import { reportHtml } from '../../src/formats/report-html.ts';
import { encodeReport } from '../../src/formats/report-json.ts';
import { reportJsonLines } from '../../src/formats/report-json-lines.ts';
import { reportJunit } from '../../src/formats/report-junit.ts';
import { reportMarkdown } from '../../src/formats/report-markdown.ts';
import { makeReport } from '../../src/pipelines/make-report.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';
import { builtAssets } from '../page/browser.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const folder = temporaryFolder();

/** What the rows of the sample say, counted as `rag eval` counts. */
const REPORT = makeReport(evaluationReport().run, evaluationReport().variants);

async function save(name: string, report: EvaluationReport = REPORT): Promise<string> {
  await folder.write(name, encodeReport(report));
  return name;
}

function rag(...args: string[]) {
  return runRag(['report', ...args], { cwd: folder.path });
}

function fileIn(name: string): string {
  return readFileSync(join(folder.path, name), 'utf8');
}

describe('rag report', () => {
  it('shows a saved report as rag eval did', async () => {
    const { code, stdout, stderr } = await rag(await save('a.json'));

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const plain = terminal({ stdout: process.stdout, stderr: process.stderr, environment: { NO_COLOR: '1' } });
    expect(stdout).toBe(`${scoresText(REPORT, false, plain)}\n`);
  });

  it('writes every format, each by its extension', async () => {
    const names = ['b.json', 'b.jsonl', 'b.csv', 'b.md', 'b.junit.xml', 'deep/er/B.HTML'];
    const { code } = await rag(await save('a.json'), ...names.flatMap((name) => ['-o', name]));

    expect(code).toBe(0);
    expect(names.map(fileIn)).toEqual([
      encodeReport(REPORT),
      reportJsonLines(REPORT),
      reportCsv(REPORT),
      reportMarkdown(REPORT),
      reportJunit(REPORT),
      reportHtml(REPORT, builtAssets()),
    ]);
  });

  it('compares two reports', async () => {
    await save('before.json', { ...REPORT, variants: REPORT.variants.slice(0, 1) });
    const { code, stdout } = await rag('before.json', await save('after.json'), '--json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({
      variants: [{ label: 'zero-shot' }, { label: 'compiled' }],
      comparison: { baseline: 'zero-shot', candidate: 'compiled', gained: 1, lost: 0, verdict: 'inconclusive' },
    });
  });

  it('prints one object with --json, rows on request', async () => {
    const { stdout } = await rag(await save('a.json'), '--json', '--rows');

    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'rag/v1',
      command: 'report',
      ok: true,
      data: { variants: [{ rows: [{ id: 'q0' }, {}, {}, {}] }, {}] },
    });
  });
});

describe('gates of rag report', () => {
  it.each([
    ['passes', ['--min-score', '50'], 0],
    ['passes several', ['--min-score', '50', '--max-failures', '1', '--min-score', 'em=50'], 0],
    ['fails a bar that failures could not reach', ['--min-score', '80'], 100],
    ['decides nothing where the server owes the answer', ['--min-score', '75'], 101],
    ['takes that for a pass where told so', ['--min-score', '75', '--gate-inconclusive', 'pass'], 0],
    ['takes that for a failure where told so', ['--min-score', '75', '--gate-inconclusive', 'fail'], 100],
    ['fails too many failures', ['--max-failures', '0'], 100],
    ['fails too large a share of failures', ['--max-failures', '24%'], 100],
    ['passes as large a share as allowed', ['--max-failures', '25%'], 0],
    ['passes what equals its baseline', ['--baseline', 'a.json', '--gate', 'no-regression:25'], 0],
    ['decides nothing about an answer that is owed', ['--baseline', 'a.json', '--gate', 'no-regression:24'], 101],
    ['fails when one of several fails', ['--min-score', '75', '--max-failures', '0'], 100],
  ])('%s: %j', async (_promise, flags, code) => {
    expect((await rag(await save('a.json'), ...flags)).code).toBe(code);
  });

  it('says what was demanded and what was found', async () => {
    const { stdout, stderr } = await rag(await save('a.json'), '--min-score', '80', '--max-failures', '1');

    expect(stdout.split('\n').filter((line) => line.startsWith('gate'))).toEqual([
      'gate        fail: min-score, answer_exact_match of at least 80 %; compiled has 50.00 %, 2 of 4',
      'gate        pass: max-failures, at most 1 question without a judged answer; 1 of 4 questions failed for compiled',
    ]);
    expect(stderr).toBe(
      'error GATE_FAILED  min-score, answer_exact_match of at least 80 %: compiled has 50.00 %, 2 of 4\n  hint   see why:  rag eval --rows\n',
    );
  });

  it('keeps the result beside the verdict with --json', async () => {
    const { code, stdout } = await rag(await save('a.json'), '--min-score', '75', '--json');

    expect(code).toBe(101);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      data: { gates: [{ name: 'min-score', outcome: 'inconclusive' }] },
      error: {
        code: 'GATE_INCONCLUSIVE',
        details: {
          gates: [
            {
              name: 'min-score',
              requirement: 'answer_exact_match of at least 75 %',
              outcome: 'inconclusive',
            },
          ],
        },
      },
    });
  });

  it('writes what became of them into the files', async () => {
    const { code } = await rag(await save('a.json'), '--min-score', '80', '-o', 'b.json', '-o', 'b.junit.xml');

    expect(code).toBe(100);
    expect(JSON.parse(fileIn('b.json')).gates).toEqual([
      {
        name: 'min-score',
        requirement: 'answer_exact_match of at least 80 %',
        outcome: 'fail',
        explanation: 'compiled has 50.00 %, 2 of 4',
      },
    ]);
    expect(fileIn('b.junit.xml')).toContain('<testsuite name="gates" tests="1" failures="1" errors="0" skipped="0">');
  });

  it('tells the gates of the past without judging again', async () => {
    await rag(await save('a.json'), '--min-score', '80', '-o', 'b.json');
    const { code, stdout } = await rag('b.json');

    expect(code).toBe(0);
    expect(stdout).toContain('gate        fail: min-score');
  });
});

describe('bad input of rag report', () => {
  it.each([
    ['an unknown extension', ['a.json', '-o', 'b.pdf'], 2, 'USAGE_INVALID  -o b.pdf: no report has that extension'],
    ['a file named twice', ['a.json', '-o', 'b.md', '-o', './b.md'], 2, 'USAGE_INVALID  -o names ./b.md twice'],
    ['an unknown gate', ['a.json', '--gate', 'fast'], 2, 'USAGE_INVALID  --gate fast: there is no gate "fast"'],
    [
      'an unknown metric',
      ['a.json', '--min-score', 'x=1'],
      2,
      'USAGE_INVALID  the metric "x" of a gate is not measured',
    ],
    [
      'no baseline for no-regression',
      ['a.json', '--gate', 'no-regression'],
      2,
      'USAGE_INVALID  the gate no-regression needs a report to compare with',
    ],
    ['an unknown policy', ['a.json', '--gate-inconclusive', 'no'], 2, "USAGE_INVALID  option '--gate-inconclusive"],
    ['a missing report', ['none.json'], 3, 'FILE_NOT_FOUND  there is no file none.json'],
    ['a folder', ['folder'], 3, 'FILE_INVALID  folder is a folder, expected a file'],
    ['no text', ['binary.json'], 3, 'FILE_INVALID  binary.json is not UTF-8 text'],
    ['other JSON', ['other.json'], 3, 'REPORT_INVALID  other.json is no report of rag eval'],
    ['a missing baseline', ['a.json', '--baseline', 'none.json'], 3, 'FILE_NOT_FOUND  there is no file none.json'],
    [
      'a baseline of other data',
      ['a.json', '--baseline', 'other-data.json', '--gate', 'no-regression', '-o', 'b.md'],
      3,
      'REPORT_MISMATCH  other-data.json cannot be compared with this evaluation: it is about other data',
    ],
    [
      'a baseline of another metric',
      ['other-metric.json', 'a.json'],
      3,
      'REPORT_MISMATCH  other-metric.json cannot be compared with this evaluation: its first metric is answer_f1',
    ],
    ['a path below a file', ['a.json', '-o', 'a.json/b.md'], 3, 'FILE_NOT_WRITABLE'],
    ['a link', ['a.json', '-o', 'link.md'], 3, 'FILE_NOT_WRITABLE'],
    ['a folder to write to', ['a.json', '-o', 'folder.md'], 3, 'FILE_NOT_WRITABLE'],
  ])('%s', async (_what, args, code, message) => {
    const { run } = REPORT;
    await save('a.json');
    await save('other-data.json', { ...REPORT, run: { ...run, data: { ...run.data, digest: '0'.repeat(64) } } });
    await save('other-metric.json', { ...REPORT, run: { ...run, metrics: ['answer_f1'] } });
    await folder.write('other.json', '{}');
    await folder.write('binary.json', new Uint8Array([0x7b, 0xff, 0x7d]));
    mkdirSync(join(folder.path, 'folder'));
    mkdirSync(join(folder.path, 'folder.md'));
    symlinkSync('target.md', join(folder.path, 'link.md'));

    const result = await rag(...args);

    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(`error ${message}`);
    expect(['b.md', 'b.pdf', 'target.md'].filter((name) => existsSync(join(folder.path, name)))).toEqual([]);
  });
});

describe('on GitHub', () => {
  const environment = () => ({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md') });

  it('annotates the run and adds to the summary of the step', async () => {
    writeFileSync(join(folder.path, 'summary.md'), 'earlier step\n');
    await save('a.json');
    const args = ['report', 'a.json', '--min-score', '80', '--json'];
    const { stdout, stderr } = await runRag(args, { cwd: folder.path, environment: environment() });

    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      '::error title=min-score fail::answer_exact_match of at least 80 %25: compiled has 50.00 %25, 2 of 4',
      expect.stringMatching(
        /^::notice title=inconclusive%3A these questions cannot tell compiled from zero-shot::\+33/,
      ),
    ]);
    expect(fileIn('summary.md')).toMatch(/^earlier step\n# inconclusive: these questions cannot tell/);
  });

  it('goes on where the summary cannot be written', async () => {
    const summary = join(folder.path, 'nowhere', 'summary.md');
    await save('a.json');
    const { code, stdout } = await runRag(['report', 'a.json', '--json'], {
      cwd: folder.path,
      environment: { ...environment(), GITHUB_STEP_SUMMARY: summary },
    });

    expect(code).toBe(0);
    expect(JSON.parse(stdout).warnings).toMatchObject([{ code: 'SUMMARY_NOT_WRITTEN' }]);
  });

  it('says nothing of the kind elsewhere', async () => {
    const { stderr } = await rag(await save('a.json'));

    expect(stderr).toBe('');
  });
});
