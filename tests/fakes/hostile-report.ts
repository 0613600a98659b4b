import type { EvaluationReport } from '../../src/core/report.ts';
import { evaluationReport } from './evaluation-report.ts';

/** Texts that would run, load or break something where they were taken for more than text. */
export const HOSTILE_TEXTS = [
  '<script>attacked()</script>',
  '</script><script>attacked()</script>',
  '</style><script>attacked()</script>',
  '</title></textarea></template><img src=x onerror=attacked()>',
  '" onmouseover="attacked()" x="',
  "' onfocus='attacked()' autofocus='",
  '<!-- <script>',
  '--><svg onload=attacked()>',
  '<![CDATA[ ]]><iframe src="javascript:attacked()">',
  'javascript:attacked()',
  '<a href="https://example.org/">link</a> https://example.org/',
  'line\u2028separator\u2029end',
  '${attacked()} `attacked()` {{attacked()}}',
  '&lt;script&gt; &amp; &#60;b&#62;',
  '\u202egnp.exe \u0000\u0007\u001b[31m \ud800',
];

const HOSTILE = HOSTILE_TEXTS.join('\n');

/** Words of the code itself, which no text from outside can become. */
const OWN_WORDS = new Set(['outcome', 'diagnosis', 'form', 'verdict', 'test', 'role']);

/** Every text of the report that comes from outside is all of the hostile ones, names of fields and settings among them. */
export function hostileReport(): EvaluationReport {
  const report = evaluationReport({
    gates: [{ name: '', requirement: '', outcome: 'inconclusive', explanation: '' }],
  });
  const run = { ...report.run, caveats: [''], settings: { [HOSTILE]: '' }, stopped: { code: '', message: '' } };
  const variants = report.variants.map((variant) => ({
    ...variant,
    rows: variant.rows.map((row) => ({
      ...row,
      prediction: row.prediction === null ? null : { ...row.prediction, [HOSTILE]: '' },
    })),
  }));
  return withHostileTexts({ ...report, run, variants });
}

function withHostileTexts<Value>(value: Value, name = ''): Value {
  if (OWN_WORDS.has(name)) return value;
  // Proof of the casts: each branch gives back the type it looked at, with other texts in it.
  if (typeof value === 'string') return HOSTILE as Value;
  if (Array.isArray(value)) return value.map((item) => withHostileTexts(item)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withHostileTexts(item, key)]);
  return Object.fromEntries(entries) as Value;
}
