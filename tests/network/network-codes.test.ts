import { describe, expect, it } from 'vitest';
import { networkCodes } from '../../src/network/network-codes.ts';

describe('networkCodes', () => {
  it('finds codes in causes and in the parts of an AggregateError, outermost first', () => {
    const parts = ['ECONNREFUSED', 'EHOSTUNREACH'].map((code) => Object.assign(new Error(code), { code }));
    const error = new TypeError('fetch failed', { cause: new AggregateError(parts) });

    expect(networkCodes(error)).toEqual(['ECONNREFUSED', 'EHOSTUNREACH']);
    expect(networkCodes('text')).toEqual([]);
  });
});
