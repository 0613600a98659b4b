import { describe, expect, it } from 'vitest';
import { hubOptions } from '../../src/sources/hub-options.ts';

describe('hubOptions', () => {
  it('is the public hub and the cache in the home folder when nothing is set', () => {
    expect(hubOptions({}, '/home/me')).toEqual({
      endpoint: 'https://huggingface.co',
      cacheFolder: '/home/me/.cache/huggingface/hub',
      offline: false,
      token: null,
      tokenFile: '/home/me/.cache/huggingface/token',
      retryWaitMs: 500,
      stallMs: 60_000,
      proxies: { http: null, https: null, except: '' },
    });
  });

  it.each([
    [{ HF_HUB_CACHE: '/a', HUGGINGFACE_HUB_CACHE: '/b', HF_HOME: '/c' }, '/a'],
    [{ HUGGINGFACE_HUB_CACHE: '/b', HF_HOME: '/c' }, '/b'],
    [{ HF_HOME: '/c', XDG_CACHE_HOME: '/d' }, '/c/hub'],
    [{ XDG_CACHE_HOME: '/d' }, '/d/huggingface/hub'],
    [{ HF_HOME: '~/models' }, '/home/me/models/hub'],
    [{ HF_HOME: '' }, '/home/me/.cache/huggingface/hub'],
  ])('finds the cache of %j where Python finds it', (environment, folder) => {
    expect(hubOptions(environment, '/home/me').cacheFolder).toBe(folder);
  });

  it.each([
    [{ HF_HUB_OFFLINE: '1' }, true],
    [{ HF_HUB_OFFLINE: 'True' }, true],
    [{ TRANSFORMERS_OFFLINE: 'yes' }, true],
    [{ HF_HUB_OFFLINE: '0', TRANSFORMERS_OFFLINE: '1' }, false],
    [{ HF_HUB_OFFLINE: 'off' }, false],
  ])('reads %j as offline: %s', (environment, offline) => {
    expect(hubOptions(environment, '/home/me').offline).toBe(offline);
  });

  it('takes a token, a token file and another hub', () => {
    const environment = { HF_TOKEN: ' hf_abc\n', HF_TOKEN_PATH: '~/t', HF_ENDPOINT: 'https://mirror.example/hub/' };

    expect(hubOptions(environment, '/home/me')).toMatchObject({
      token: 'hf_abc',
      tokenFile: '/home/me/t',
      endpoint: 'https://mirror.example/hub',
    });
    expect(hubOptions({ HUGGING_FACE_HUB_TOKEN: 'hf_old' }, '/home/me').token).toBe('hf_old');
  });
});
