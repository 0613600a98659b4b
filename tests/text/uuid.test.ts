import { describe, expect, it } from 'vitest';
import { uuidV5 } from '../../src/text/uuid.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

describe('uuidV5', () => {
  it('gives the example of RFC 9562', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('gives what uuid.uuid5 of Python gives', () => {
    expect(uuidV5(URL_NAMESPACE, 'Grüße 😀')).toBe('87a7f71d-fdd5-5efb-8ead-e49b470939af');
    expect(uuidV5(DNS.toUpperCase(), '')).toBe('4ebd0208-8328-5d69-8c44-ec50939c0967');
  });

  it('refuses a namespace that is not a UUID', () => {
    expect(() => uuidV5('chunks', 'a')).toThrow(new RangeError('namespace "chunks" is not a UUID'));
  });
});
