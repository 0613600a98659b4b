import { describe, expect, it } from 'vitest';
import { qdrantAddress } from '../../src/stores/qdrant-address.ts';

describe('qdrantAddress', () => {
  it.each([
    ['http://localhost', 'localhost', 6333, false, '', true],
    ['http://localhost:6333/', 'localhost', 6333, false, '', true],
    ['http://127.0.0.1:7000', '127.0.0.1', 7000, false, '', true],
    ['http://[::1]:6333', '[::1]', 6333, false, '', true],
    ['http://host:80', 'host', 80, false, '', false],
    ['http://[fd00::1]:80/q', '[fd00::1]', 80, false, '/q', false],
    ['http://host/qdrant/', 'host', 6333, false, '/qdrant', false],
    ['http://host/a:80/', 'host', 6333, false, '/a:80', false],
    ['https://host', 'host', 443, true, '', false],
    ['https://host:443', 'host', 443, true, '', false],
    ['https://host:6333/a/b', 'host', 6333, true, '/a/b', false],
    ['HTTPS://Host', 'host', 443, true, '', false],
  ])('reads %s', (url, host, port, https, prefix, isLocal) => {
    const origin = `${https ? 'https' : 'http'}://${host}:${port}`;

    expect(qdrantAddress(url)).toEqual({ host, port, origin, https, prefix, isLocal, location: origin + prefix });
  });

  it.each([
    ['localhost:6333', 'the URL of the Qdrant server begins with localhost:, expected http: or https:'],
    ['ftp://host', 'the URL of the Qdrant server begins with ftp:, expected http: or https:'],
    ['host', 'the URL of the Qdrant server cannot be read'],
    ['http://a:secret@host', 'the URL of the Qdrant server holds a user name or password, which Qdrant does not know'],
    ['http://host?api-key=secret', 'the URL of the Qdrant server has a part after "?" or "#"'],
  ])('refuses %s', (url, message) => {
    expect(() => qdrantAddress(url)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message,
        hint: 'write it like http://localhost:6333; a key goes into the option "apiKey"',
      }),
    );
  });
});
