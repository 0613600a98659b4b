import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageDataOf } from '../../src/formats/html/page-data-of.ts';
import { reportHtml } from '../../src/formats/report-html.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';
import { HOSTILE_TEXTS, hostileReport } from '../fakes/hostile-report.ts';
import { builtAssets } from '../page/browser.ts';

describe('reportHtml', () => {
  it('lets only its own script run and loads nothing', () => {
    const script = 'document.title = "x"';
    const page = reportHtml(evaluationReport(), { script, style: 'p { color: red }' });
    const digest = createHash('sha256').update(script).digest('base64');

    expect(page.match(/Content-Security-Policy" content="([^"]*)"/)?.[1]).toBe(
      `default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    );
    expect(page).toContain('<style>p { color: red }</style>');
    expect(page).toContain(`<script>${script}</script>`);
  });

  it('embeds the questions as data', () => {
    const report = hostileReport();
    const data = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(
      reportHtml(report, builtAssets()),
    )?.[1];

    expect(JSON.parse(data ?? '')).toEqual(JSON.parse(JSON.stringify(pageDataOf(report))));
  });

  it('names no place to load anything from', () => {
    expect(reportHtml(evaluationReport(), builtAssets())).not.toMatch(
      /\b(src|srcset|action|data|poster)=|@import|url\(/,
    );
  });

  it('holds no hostile text as markup', () => {
    const page = reportHtml(hostileReport(), builtAssets());
    const dangerous = HOSTILE_TEXTS.filter((text) => /[<"\u2028]/.test(text));

    expect(dangerous.filter((text) => page.includes(text))).toEqual([]);
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('is the same for the same report', () => {
    expect(reportHtml(evaluationReport(), builtAssets())).toBe(reportHtml(evaluationReport(), builtAssets()));
  });
});
