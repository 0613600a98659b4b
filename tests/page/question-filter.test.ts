import { describe, expect, it } from 'vitest';
import { pageDataOf } from '../../src/formats/html/page-data-of.ts';
import { chooseQuestions, type Filter } from '../../src/page/question-filter.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';

const EVERYTHING: Filter = { search: '', outcome: '', diagnosis: '', change: '', order: 'in order' };

describe('chooseQuestions', () => {
  const data = pageDataOf(evaluationReport());

  it.each<[string, Partial<Filter>, number[]]>([
    ['everything', {}, [0, 1, 2, 3]],
    ['an id, whatever its case', { search: 'Q2' }, [2]],
    ['all of several words', { search: ' timeout  shakespeare ' }, [3]],
    ['a title of a passage', { search: 'hamlet' }, [0, 1, 2, 3]],
    ['nothing', { search: 'no such word' }, []],
    ['an outcome of one program', { outcome: '1:wrong' }, [2]],
    ['a cause of one program', { diagnosis: '0:retrieved, not used' }, [1, 2]],
    ['a change', { change: 'both wrong' }, [2]],
    ['two things at once', { diagnosis: '0:retrieved, not used', change: 'both wrong' }, [2]],
    ['the slowest first, equals in order', { order: 'slowest first' }, [0, 1, 2, 3]],
    ['most tokens first', { order: 'most tokens first', search: 'hamlet' }, [0, 1, 2, 3]],
  ])('finds %s', (_what, changes, positions) => {
    expect(chooseQuestions(data, { ...EVERYTHING, ...changes })).toEqual(positions);
  });
});
