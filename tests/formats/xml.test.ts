import { describe, expect, it } from 'vitest';
import { xml } from '../../src/formats/xml.ts';

describe('xml', () => {
  it('writes an element with its children, one per line', () => {
    expect(xml('a', { name: 'x', none: null, count: 3 }, [xml('b', {}), xml('c', {}, 'text')]).xml).toBe(
      '<a name="x" count="3">\n<b/>\n<c>text</c>\n</a>',
    );
  });

  it('escapes attributes and text, and shows what XML cannot hold', () => {
    const text = '<&>"\n\t\0\u001b\ud800\uffff\u202e]]>';
    const escaped = '&lt;&amp;&gt;&quot;&#10;&#9;\\x00\\x1b\\ud800\ufffd\\u202e]]&gt;';

    expect(xml('a', { b: text }, text).xml).toBe(`<a b="${escaped}">${escaped}</a>`);
  });
});
