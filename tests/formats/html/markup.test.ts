import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, trusted } from '../../../src/formats/html/markup.ts';

describe('html', () => {
  it('escapes values in text and attributes, and keeps its own markup', () => {
    const inner = html`<b>${'<&>'}</b>`;

    expect(html`<p title="${`"'`}">${inner}${['a<', inner]}${3}${null}</p>`.markup).toBe(
      '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b>a&lt;<b>&lt;&amp;&gt;</b>3</p>',
    );
  });

  it('leaves no character of a text that could end a text or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.markup).not.toMatch(/[<>"'\0\u2028\u2029\u202e]|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it('shows what would steer a line', () => {
    expect(html`${'\u202eexe.\0\u2028'}`.markup).toBe('\\u202eexe.\\x00\\u2028');
  });
});

describe('trusted', () => {
  it('is markup as it stands', () => {
    expect(html`<style>${trusted('a > b {}')}</style>`.markup).toBe('<style>a > b {}</style>');
  });
});
