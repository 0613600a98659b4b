import { describe, expect, it } from 'vitest';
import { markdownTable, markdownText } from '../../../src/formats/markdown/markup.ts';

describe('markdownText', () => {
  it.each([
    ['plain words, and a full stop.', 'plain words, and a full stop.'],
    ['two\nlines  and\ttabs ', 'two lines and tabs'],
    ['a | b', 'a \\| b'],
    ['*b* _i_ `c` ~s~ $m$', '\\*b\\* \\_i\\_ \\`c\\` \\~s\\~ \\$m\\$'],
    ['[text](url) ![image](url)', '\\[text\\]\\(url\\) \\!\\[image\\]\\(url\\)'],
    ['<b onclick="x">&amp;', '&lt;b onclick="x"&gt;&amp;amp;'],
    ['https://example.org www.example.org', 'https:<!-- -->//example.org www<!-- -->.example.org'],
    ['@someone #12 :smile:', '@<!-- -->someone #<!-- -->12 :<!-- -->smile:'],
    ['\u202eexe\u001b', '\\\\u202eexe\\\\x1b'],
  ])('writes %j as text', (text, markdown) => expect(markdownText(text)).toBe(markdown));
});

describe('markdownTable', () => {
  it('aligns columns of numbers to the right and escapes cells', () => {
    expect(
      markdownTable(
        ['a|b', 'n'],
        [
          ['x\ny', 1],
          ['', 20],
        ],
      ),
    ).toBe('| a\\|b | n |\n| --- | ---: |\n| x y | 1 |\n|  | 20 |');
  });
});
