import { expect, it } from 'vitest';

import { urlCredentials } from '../../src/network/url-credentials.ts';

it.each([
  ['http://host', null],
  ['http://user@host', 'user:'],
  ['http://:key@host', ':key'],
  ['http://us%40er:p%3Ass@host', 'us@er:p:ss'],
  ['http://user:100%@host', 'user:100%'],
])('urlCredentials of %s', (url, credentials) => {
  expect(urlCredentials(new URL(url))).toBe(credentials);
});
