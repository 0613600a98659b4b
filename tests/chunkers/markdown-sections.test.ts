import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownSections } from '../../src/chunkers/markdown-sections.ts';

/** Each section's path, and the beginnings of its blocks. */
function outline(text: string) {
  return markdownSections(text).map(({ path, blocks }) => [
    path.join(' > '),
    blocks.map(({ start, end }) => text.slice(start, end).trim()),
  ]);
}

describe('markdownSections', () => {
  it('follows the headings', () => {
    const text =
      '# Guide #\nHello.\n## Install ##\nRun it.\n\nThen\ngo.\n### Linux\nApt.\n## Use\n#No heading\n# Other';

    expect(outline(text)).toEqual([
      ['Guide', ['# Guide #', 'Hello.']],
      ['Guide > Install', ['## Install ##', 'Run it.', 'Then\ngo.']],
      ['Guide > Install > Linux', ['### Linux', 'Apt.']],
      ['Guide > Use', ['## Use', '#No heading']],
      ['Other', ['# Other']],
    ]);
  });

  it('takes a heading without text of its own to the headings below it', () => {
    const [section, next] = markdownSections('# Guide\n\n## Install\nRun it.\n# Empty\n# Other');

    expect(section).toEqual({
      path: ['Guide', 'Install'],
      outerPath: [],
      blocks: [
        { start: 0, end: 9 },
        { start: 9, end: 20 },
        { start: 20, end: 28 },
      ],
    });
    expect(next?.path).toEqual(['Empty']);
  });

  it('knows underlined headings, and lines that are none', () => {
    expect(outline('Guide\n=====\nText\n\nInstall\n---\n\n- item\n---\n\nTwo\nlines\n---\n| a |\n---')).toEqual([
      ['Guide', ['Guide\n=====', 'Text']],
      ['Guide > Install', ['Install\n---', '- item\n---', 'Two\nlines\n---\n| a |\n---']],
    ]);
  });

  it('sees no heading in code, and keeps a block of code in one', () => {
    const code = '```sh\n# comment\n\nmake\n~~~\n```';
    const longer = '~~~~\n~~~\n# x\n~~~~~';

    expect(outline(`# A\n${code}\ntext\n- item\n\n    \`\`\`\n    # y\n    \`\`\`\n\n${longer}\n# B`)).toEqual([
      ['A', ['# A', code, 'text\n- item', '```\n    # y\n    ```', longer]],
      ['B', ['# B']],
    ]);
    expect(outline('```\n# never closed\n\n# still')).toEqual([['', ['```\n# never closed\n\n# still']]]);
  });

  it('sees no heading in the front matter', () => {
    expect(outline('---\ntitle: x\n# y: z\n---\n# A\nText')).toEqual([
      ['', ['---\ntitle: x\n# y: z\n---']],
      ['A', ['# A', 'Text']],
    ]);
    expect(outline('---\nText\n\n# A')).toEqual([
      ['', ['---\nText']],
      ['A', ['# A']],
    ]);
  });

  it.each(['README.md', 'docs/architecture.md'])('finds the headings of %s', (file) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const withoutCode = text.replaceAll(/^```[\s\S]*?^```/gm, '');
    const headings = Array.from(withoutCode.matchAll(/^#+ (.*)$/gm), ([, title]) => title);
    const found = markdownSections(text).map(({ path }) => path.at(-1));

    expect(found).toEqual(headings.filter((title) => found.includes(title)));
    expect(headings.length - found.length).toBeLessThanOrEqual(1);
  });

  it('gives back the text', () => {
    const atoms = fc.constantFrom('# ', '## ', 'word', ' ', '\n', '\n\n', '```', '~~~', '---', '===', '\r\n', '\t');
    fc.assert(
      fc.property(fc.array(atoms), (parts) => {
        const text = parts.join('');
        const blocks = markdownSections(text).flatMap((section) => section.blocks);

        expect(blocks.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      }),
    );
  });
});
