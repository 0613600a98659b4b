import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonInHtml } from '../../../src/formats/html/json-in-html.ts';

describe('jsonInHtml', () => {
  it('escapes what could end the element or the line', () => {
    expect(jsonInHtml({ text: '</script><!-- &\u2028\u2029' })).toBe(
      '{"text":"\\u003c/script\\u003e\\u003c!-- \\u0026\\u2028\\u2029"}',
    );
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = jsonInHtml(value);

        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
