import { describe, expect, it } from 'vitest';
import { proxiesIn, proxyFor } from '../../src/network/proxies.ts';
import { perhapsOfProxy } from '../../src/network/proxy-failure.ts';

const proxies = proxiesIn({ HTTP_PROXY: 'http://user:secret@proxy.invalid:3128', NO_PROXY: 'near.invalid' });
const hintAt = (server: string, status: number, contentType: string | null = 'text/html') =>
  perhapsOfProxy({ status, contentType }, { proxy: proxyFor(server, proxies), server });

describe('perhapsOfProxy', () => {
  it.each([
    [403, 'text/plain'],
    [502, 'text/html'],
    [503, null],
    [504, 'text/html; charset=utf-8'],
  ])('says how to go without the proxy that may have answered %i in %s', (status, type) => {
    expect(
      hintAt('http://far.invalid:8080/v1', status, type),
    ).toBe(`correct HTTP_PROXY, which names the proxy http://proxy.invalid:3128
or ask far.invalid without it: add that name to NO_PROXY`);
  });

  it('is silent about what is no answer of a proxy', () => {
    expect(hintAt('http://near.invalid', 502)).toBeNull();
    expect(hintAt('https://far.invalid', 502)).toBeNull();
    expect(hintAt('http://far.invalid', 500)).toBeNull();
    expect(hintAt('http://far.invalid', 502, 'application/json')).toBeNull();
  });
});
