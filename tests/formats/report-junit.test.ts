import { describe, expect, it } from 'vitest';
import { reportJunit } from '../../src/formats/report-junit.ts';
import { printable } from '../../src/text/printable.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';
import { HOSTILE_TEXTS, hostileReport } from '../fakes/hostile-report.ts';
import { BROWSER, hasBrowser, startBrowser } from '../page/browser.ts';

describe('reportJunit', () => {
  it('has a suite for each program and one for the gates', () => {
    const gates = [
      { name: 'min-score', requirement: 'at least 20 %', outcome: 'pass', explanation: 'found 25 %' },
      { name: 'max-failures', requirement: 'none', outcome: 'fail', explanation: 'found 1' },
      { name: 'no-regression', requirement: 'none', outcome: 'inconclusive', explanation: '4 questions' },
    ] as const;

    expect(reportJunit(evaluationReport({ gates }))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="rag eval" tests="11" failures="4" errors="2" skipped="1" time="2.5">
      <testsuite name="zero-shot" tests="4" failures="2" errors="1" skipped="0" time="0.48">
      <properties>
      <property name="answer_exact_match" value="25"/>
      </properties>
      <testcase classname="zero-shot" name="q0: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12"/>
      <testcase classname="zero-shot" name="q1: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12">
      <failure type="not-used" message="retrieved, not used">expected: Shakespeare&#10;answered: Shakespeare</failure>
      </testcase>
      <testcase classname="zero-shot" name="q2: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12">
      <failure type="not-used" message="retrieved, not used">expected: Shakespeare&#10;answered: Shakespeare</failure>
      </testcase>
      <testcase classname="zero-shot" name="q3: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12">
      <error type="timeout" message="http://127.0.0.1:1/v1 sent no completions within 600 s">expected: Shakespeare&#10;answered: </error>
      </testcase>
      </testsuite>
      <testsuite name="compiled" tests="4" failures="1" errors="1" skipped="0" time="0.48">
      <properties>
      <property name="answer_exact_match" value="50"/>
      </properties>
      <testcase classname="compiled" name="q0: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12"/>
      <testcase classname="compiled" name="q1: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12"/>
      <testcase classname="compiled" name="q2: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12">
      <failure type="not-used" message="retrieved, not used">expected: Shakespeare&#10;answered: Shakespeare</failure>
      </testcase>
      <testcase classname="compiled" name="q3: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;?" time="0.12">
      <error type="timeout" message="http://127.0.0.1:1/v1 sent no completions within 600 s">expected: Shakespeare&#10;answered: </error>
      </testcase>
      </testsuite>
      <testsuite name="gates" tests="3" failures="1" errors="0" skipped="1">
      <testcase classname="gates" name="min-score: at least 20 %"/>
      <testcase classname="gates" name="max-failures: none">
      <failure type="fail" message="found 1"/>
      </testcase>
      <testcase classname="gates" name="no-regression: none">
      <skipped message="4 questions"/>
      </testcase>
      </testsuite>
      </testsuites>
      "
    `);
  });

  it('says why an answer is wrong, and which sample it was', () => {
    const report = evaluationReport();
    const row = reportRow({ outcome: 'wrong', diagnosis: 'wrong-form', form: 'longer', sample: 1, durationMs: null });
    const variants = report.variants.slice(0, 1).map((variant) => ({ ...variant, rows: [row] }));
    const text = reportJunit({ ...report, run: { ...report.run, samples: 2 }, variants });

    expect(text.split('\n').slice(6, 9)).toEqual([
      '<testcase classname="zero-shot" name="q0: Who wrote &lt;Hamlet&gt; &amp; &quot;Macbeth&quot;? (sample 2 of 2)">',
      '<failure type="wrong-form" message="right content, wrong form: words around the answer">expected: Shakespeare&#10;answered: Shakespeare</failure>',
      '</testcase>',
    ]);
  });
});

describe.skipIf(!hasBrowser)(`the JUnit XML of hostile texts ${BROWSER}`, () => {
  it('is read back as it was', async () => {
    const browser = await startBrowser();
    const page = await browser.newPage();
    const read = await page.evaluate(
      `(() => {
        const document = new DOMParser().parseFromString(${JSON.stringify(reportJunit(hostileReport()))}, 'text/xml');
        const count = (name) => document.querySelectorAll(name).length;
        return [count('parsererror'), count('testcase'), document.querySelector('testsuite').getAttribute('name')];
      })()`,
    );
    await browser.close();

    expect(read).toEqual([0, 9, printable(HOSTILE_TEXTS.join('\n'))]);
  });
});
