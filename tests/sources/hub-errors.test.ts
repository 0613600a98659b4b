import { describe, expect, it } from 'vitest';
import { NO_PROXIES, proxiesIn } from '../../src/network/proxies.ts';
import { brokenAnswer, networkError, statusError, strangeAnswer } from '../../src/sources/hub-errors.ts';

const subject = {
  endpoint: 'https://hub.example',
  repository: 'owner/name',
  revision: 'v1',
  hasToken: false,
  proxies: NO_PROXIES,
};

function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const response = new Response('', { status, headers });
  Object.defineProperty(response, 'url', { value: 'https://hub.example/datasets/owner/name/resolve/v1/a%20b/c.gz' });
  return response;
}

function shown(error: ReturnType<typeof statusError>) {
  const { code, message, hint, retry } = error;
  return { code, message, hint, retry };
}

describe('statusError', () => {
  it.each([
    [401, { 'x-error-code': 'RepoNotFound' }],
    [401, {}],
    [404, { 'x-error-code': 'RepoNotFound' }],
  ])('says that there is no such data set for %i %j', (status, headers) => {
    expect(shown(statusError(refusal(status, headers), subject))).toEqual({
      code: 'DATASET_NOT_FOUND',
      message: 'the hub at https://hub.example has no data set owner/name',
      hint: 'check the name (owner/name); a private data set needs HF_TOKEN to be set',
      retry: null,
    });
  });

  it('names a missing revision and a missing file', () => {
    expect(statusError(refusal(404, { 'x-error-code': 'RevisionNotFound' }), subject)).toMatchObject({
      code: 'DATASET_NOT_FOUND',
      message: 'the data set owner/name has no revision "v1"',
    });
    expect(statusError(refusal(404, { 'x-error-code': 'EntryNotFound' }), subject)).toMatchObject({
      code: 'DATASET_NOT_FOUND',
      message: 'owner/name at v1 has no file a b/c.gz',
    });
  });

  it('asks for a token, or for another one', () => {
    const gated = { 'x-error-code': 'GatedRepo' };

    expect(shown(statusError(refusal(401, gated), subject))).toEqual({
      code: 'KEY_MISSING',
      message: 'the data set owner/name is gated and needs a token',
      hint: 'ask for access at https://hub.example/datasets/owner/name, then set HF_TOKEN',
      retry: null,
    });
    expect(shown(statusError(refusal(403, gated), { ...subject, hasToken: true }))).toEqual({
      code: 'KEY_REJECTED',
      message: 'the token gives no access to the data set owner/name',
      hint: 'ask for access at https://hub.example/datasets/owner/name, or set HF_TOKEN to a token that has it',
      retry: null,
    });
    const invalid = { 'x-error-message': 'Invalid credentials in Authorization header' };
    expect(shown(statusError(refusal(401, invalid), { ...subject, hasToken: true }))).toEqual({
      code: 'KEY_REJECTED',
      message: 'the hub at https://hub.example rejects the token',
      hint: 'set HF_TOKEN to a token of yours, or unset it: public data sets need none',
      retry: null,
    });
  });

  it.each<[number, Readonly<Record<string, string>>, { afterMs: number | null } | null]>([
    [503, {}, { afterMs: null }],
    [429, { 'retry-after': '37' }, { afterMs: 37_000 }],
    [429, { 'retry-after': '9999' }, { afterMs: 120_000 }],
    [500, { 'retry-after': 'soon' }, { afterMs: null }],
    [400, {}, null],
    [451, {}, null],
  ])('tells whether %i %j may pass', (status, headers, retry) => {
    const error = statusError(refusal(status, { ...headers, 'x-error-message': 'said so' }), subject);

    expect(shown(error)).toEqual({
      code: 'SOURCE_FAILED',
      message: `the hub at https://hub.example answered ${status}: said so`,
      hint: undefined,
      retry,
    });
  });
});

describe('statusError of a hub behind a proxy', () => {
  it('names the proxy that may have answered', () => {
    const proxies = proxiesIn({ HTTP_PROXY: 'http://proxy.example:3128' });
    const error = statusError(refusal(502), { ...subject, endpoint: 'http://hub.example', proxies });

    expect(shown(error)).toEqual({
      code: 'SOURCE_FAILED',
      message: 'the hub at http://hub.example answered 502',
      hint: 'correct HTTP_PROXY, which names the proxy http://proxy.example:3128\nor ask hub.example without it: add that name to NO_PROXY',
      retry: { afterMs: null },
    });
  });
});

describe('networkError', () => {
  it('names the endpoint, the innermost reason and how to do without', () => {
    const refused = new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })]);
    const error = networkError(new TypeError('fetch failed', { cause: refused }), subject);

    expect(shown(error)).toEqual({
      code: 'SOURCE_UNREACHABLE',
      message: 'the hub at https://hub.example cannot be reached for owner/name: ECONNREFUSED',
      hint: 'with a filled cache no network is needed: set HF_HUB_OFFLINE=1; for a mirror set HF_ENDPOINT\nor try the bundled sample:  --config offline',
      retry: { afterMs: null },
    });
    expect(networkError(new TypeError('fetch failed', { cause: new Error('bad port') }), subject).message).toBe(
      'the hub at https://hub.example cannot be reached for owner/name: bad port',
    );
  });

  it('does not try an unknown name again', () => {
    expect(networkError(Object.assign(new Error(''), { code: 'ENOTFOUND' }), subject).retry).toBeNull();
  });
});

describe('brokenAnswer', () => {
  it('may pass', () => {
    expect(
      shown(brokenAnswer(new TypeError('terminated', { cause: new Error('other side closed') }), subject)),
    ).toEqual({
      code: 'SOURCE_FAILED',
      message: 'the connection to https://hub.example broke while reading owner/name: other side closed',
      hint: 'run the same command again: a download goes on where it stopped',
      retry: { afterMs: null },
    });
  });
});

describe('strangeAnswer', () => {
  it('points at the endpoint', () => {
    expect(shown(strangeAnswer(new SyntaxError('Unexpected token <'), subject))).toEqual({
      code: 'SOURCE_FAILED',
      message: 'the server at https://hub.example does not answer like the hub: Unexpected token <',
      hint: 'check HF_ENDPOINT, and whether a proxy answers in the place of the hub',
      retry: null,
    });
  });
});
