import { describe, expect, it } from 'vitest';

import { serverAddress } from '../../src/models/server-address.ts';

describe('serverAddress', () => {
  it('takes a URL apart and shows no credentials', () => {
    expect(serverAddress('http://us%40er:p%3Ass@127.0.0.1:8080/v1/')).toEqual({
      url: 'http://127.0.0.1:8080/v1',
      host: '127.0.0.1',
      port: 8080,
      isLoopback: true,
      credentials: 'us@er:p:ss',
    });
  });

  it.each([
    ['http://localhost/v1', 80, true],
    ['https://api.example/v1', 443, false],
    ['http://[::1]:1234', 1234, true],
    ['http://localhost.example:1', 1, false],
  ])('knows the port of %s, and whether it is this machine', (url, port, isLoopback) => {
    expect(serverAddress(url)).toMatchObject({ port, isLoopback });
  });

  it.each([
    ['127.0.0.1:8080/v1', 'base URL "127.0.0.1:8080/v1" is not an http or https URL'],
    ['file:///etc/passwd', 'base URL "file:///etc/passwd" is not an http or https URL'],
    ['http://u:secret@x/v1?a=1', 'base URL "http://x/v1" must end with its path, without "?" or "#"'],
    ['ftp://u:secret@x/v1', 'base URL "ftp://x/v1" is not an http or https URL'],
  ])('refuses %s', (url, message) => {
    expect(() => serverAddress(url)).toThrow(message);
  });
});
