import { describe, expect, it } from 'vitest';
import { columns } from '../../../src/cli/output/columns.ts';

describe('columns', () => {
  it('aligns all but the last cell of a row', () => {
    const rows = [
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'cc'],
      ['aa', 'as long as it is'],
    ];

    expect(columns(rows)).toBe('a    bb  c\naaa  b   cc\naa   as long as it is');
    expect(columns([])).toBe('');
  });
});
