import { describe, expect, it } from 'vitest';
import { NO_PROXIES, proxiesIn, proxyFor } from '../../src/network/proxies.ts';

describe('proxiesIn', () => {
  it('takes the usual names, small letters first, and leaves out what is empty', () => {
    const environment = {
      HTTPS_PROXY: 'http://a:1',
      https_proxy: ' http://b:2 ',
      http_proxy: '',
      HTTP_PROXY: 'http://c:3',
    };

    expect(proxiesIn({ ...environment, no_proxy: 'x', NO_PROXY: 'y' })).toEqual({
      http: { name: 'HTTP_PROXY', value: 'http://c:3' },
      https: { name: 'https_proxy', value: 'http://b:2' },
      except: 'x',
    });
    expect(proxiesIn({ HTTP_PROXY: ' ' })).toEqual(NO_PROXIES);
  });
});

describe('proxyFor', () => {
  const proxyOf = (server: string, environment: Readonly<Record<string, string>>) =>
    proxyFor(server, proxiesIn(environment));

  it('is the one of the scheme, and for https that for http where there is no other', () => {
    const both = { HTTP_PROXY: 'http://one:3128', https_proxy: 'https://two' };

    expect(proxyOf('http://models.example/v1', both)).toEqual({
      origin: 'http://one:3128',
      authorization: null,
      variable: 'HTTP_PROXY',
    });
    expect(proxyOf('https://models.example/v1', both)).toMatchObject({
      origin: 'https://two',
      variable: 'https_proxy',
    });
    expect(proxyOf('https://models.example/v1', { HTTP_PROXY: 'http://one:3128' })?.variable).toBe('HTTP_PROXY');
    expect(proxyOf('http://models.example/v1', { HTTPS_PROXY: 'http://one:3128' })).toBeNull();
  });

  it('is none for what NO_PROXY lists, and never one for this machine', () => {
    const environment = { HTTP_PROXY: 'http://one:3128', NO_PROXY: 'models.example' };

    expect(proxyOf('http://models.example/v1', environment)).toBeNull();
    expect(proxyOf('http://localhost:8080/v1', environment)).toBeNull();
    expect(proxyOf('https://127.0.0.1:8080/v1', environment)).toBeNull();
    expect(proxyOf('http://[::1]:6333', environment)).toBeNull();
    expect(proxyOf('http://other.example', environment)?.origin).toBe('http://one:3128');
  });

  it.each([
    ['http://user:p%40ss@proxy:3128/', 'user:p@ss'],
    ['http://user:100%@proxy:3128', 'user:100%'],
    ['http://user@proxy:3128', 'user:'],
  ])('keeps the login of %s apart', (value, login) => {
    expect(proxyOf('http://models.example', { http_proxy: value })).toEqual({
      origin: 'http://proxy:3128',
      authorization: `Basic ${Buffer.from(login).toString('base64')}`,
      variable: 'http_proxy',
    });
  });

  it.each(['user:secret@proxy:3128', 'socks5://secret:1080', 'http://[secret', 'secret'])(
    'refuses %s, without showing it, where it would be used',
    (value) => {
      expect(() => proxyOf('http://models.example', { HTTP_PROXY: value })).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: 'the environment variable HTTP_PROXY is not the address of a proxy',
          hint: 'export HTTP_PROXY=http://proxy.example:3128',
        }),
      );
      expect(proxyOf('http://localhost:8080', { HTTP_PROXY: value })).toBeNull();
    },
  );
});
