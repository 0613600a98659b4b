import { describe, expect, it } from 'vitest';

import { connectionError } from '../../src/models/connection-error.ts';
import { serverAddress } from '../../src/models/server-address.ts';
import { EMBEDDER_CODES, LANGUAGE_MODEL_CODES, type ServerContext } from '../../src/models/server-context.ts';
import { describeFailure } from './failure-of.ts';

function contextOf(baseUrl: string, serves: ServerContext['serves'] = 'completions'): ServerContext {
  const codes = serves === 'completions' ? LANGUAGE_MODEL_CODES : EMBEDDER_CODES;
  return { serves, address: serverAddress(baseUrl), model: 'gemma-3-4b-it', proxy: null, apiKey: null, codes };
}

/** A system error below another one. */
function fetchFailed(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`raw ${code}`), { code }) });
}

function described(code: string, baseUrl = 'http://127.0.0.1:8080/v1', serves?: ServerContext['serves']): string {
  return describeFailure(connectionError(fetchFailed(code), contextOf(baseUrl, serves)));
}

describe('connectionError', () => {
  it('F-01: names the URL and the command that starts the server of that port', () => {
    expect(described('ECONNREFUSED')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://127.0.0.1:8080/v1 (connection refused)
      start it:  llama-server -hf unsloth/gemma-3-4b-it-GGUF:Q4_K_M --port 8080
      or work without any server:  --config offline"
    `);
    expect(described('ECONNREFUSED', 'http://localhost:11434/v1', 'embeddings')).toMatchInlineSnapshot(`
      "EMBEDDER_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://localhost:11434/v1 (connection refused)
      start it:  ollama serve
      or work without any server:  --config offline"
    `);
    expect(described('ECONNREFUSED', 'http://127.0.0.1:8080/v1', 'embeddings')).toMatchInlineSnapshot(`
      "EMBEDDER_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://127.0.0.1:8080/v1 (connection refused)
      start it:  llama-server -hf Qwen/Qwen3-Embedding-0.6B-GGUF:Q8_0 --embeddings --pooling last --port 8080
      or work without any server:  --config offline"
    `);
    expect(described('ECONNREFUSED', 'http://127.0.0.1:9931/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://127.0.0.1:9931/v1 (connection refused)
      start it:  llama-server -hf unsloth/gemma-3-4b-it-GGUF:Q4_K_M --port 9931
      or work without any server:  --config offline"
    `);
    expect(described('ECONNREFUSED', 'http://127.0.0.1:8000/v1', 'embeddings')).toMatchInlineSnapshot(`
      "EMBEDDER_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://127.0.0.1:8000/v1 (connection refused)
      start it:  vllm serve gemma-3-4b-it --runner pooling
      or work without any server:  --config offline"
    `);
    expect(described('ECONNREFUSED', 'http://[::1]:1234/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://[::1]:1234/v1 (connection refused)
      start it:  lms server start
      or work without any server:  --config offline"
    `);
    expect(described('ECONNREFUSED', 'https://models.example/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry after 200 ms)
      nothing answers at https://models.example/v1 (connection refused)
      check that the server runs and that the base URL is right
      or work without any server:  --config offline"
    `);
  });

  it('F-02: tells a host that does not exist from a resolver that is down', () => {
    expect(described('ENOTFOUND', 'http://modles.example:8080/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      the host "modles.example" of http://modles.example:8080/v1 does not exist
      check the spelling of the base URL
      or work without any server:  --config offline"
    `);
    expect(described('EAI_AGAIN', 'http://models.example:8080/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry)
      the name "models.example" of http://models.example:8080/v1 cannot be resolved at the moment
      check the network connection"
    `);
  });

  it('F-03: speaks of firewalls where no connection is made', () => {
    expect(described('ETIMEDOUT', 'http://10.0.0.1/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry)
      no connection to http://10.0.0.1/v1 could be made in time
      check the address, and whether a firewall or a VPN is in the way"
    `);
    expect(described('EHOSTUNREACH').split('\n')[0]).toBe('MODEL_UNREACHABLE (service, retry)');
    expect(described('UND_ERR_CONNECT_TIMEOUT')).toBe(described('ETIMEDOUT'));
  });

  it('F-04: takes a reset for a failure of this call, which may pass', () => {
    expect(described('ECONNRESET')).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:8080/v1 closed the connection without an answer
      look at the log of the server: it may have crashed"
    `);
    expect(described('EPIPE').split('\n')[0]).toBe('MODEL_FAILED (service, retry)');
    expect(described('UND_ERR_SOCKET')).toBe(described('ECONNRESET'));
  });

  it('F-05: never suggests to switch off the check of certificates', () => {
    expect(described('SELF_SIGNED_CERT_IN_CHAIN', 'https://models.example/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      the certificate of https://models.example/v1 is not trusted
      name the file of its certificate authority in the environment variable NODE_EXTRA_CA_CERTS"
    `);
    expect(described('CERT_HAS_EXPIRED').split('\n')[0]).toBe('MODEL_UNREACHABLE (service, no retry)');
    expect(described('ERR_TLS_CERT_ALTNAME_INVALID').split('\n')[0]).toBe('MODEL_UNREACHABLE (service, no retry)');
    expect(described('ERR_SSL_WRONG_VERSION_NUMBER', 'https://127.0.0.1:8080/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      https://127.0.0.1:8080/v1 does not speak https
      if the server has no certificate, use  http://127.0.0.1:8080/v1"
    `);
    expect(described('HPE_INVALID_CONSTANT', 'http://127.0.0.1:8443/v1')).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      http://127.0.0.1:8443/v1 does not speak http
      if the server has a certificate, use  https://127.0.0.1:8443/v1"
    `);
  });

  it('says what it knows of anything else', () => {
    const blocked = new TypeError('fetch failed', { cause: new Error('bad port') });

    expect(describeFailure(connectionError(blocked, contextOf('http://127.0.0.1:6666/v1')))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      no answer from http://127.0.0.1:6666/v1 (bad port)
      check that the server runs and that the base URL is right
      or work without any server:  --config offline"
    `);
    expect(describeFailure(connectionError('?', contextOf('http://127.0.0.1:6666/v1')))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      no answer from http://127.0.0.1:6666/v1 (?)
      check that the server runs and that the base URL is right
      or work without any server:  --config offline"
    `);
  });

  it('names a proxy on the way, which may have failed instead', () => {
    const proxy = { origin: 'http://proxy:3128', authorization: 'Basic secret', variable: 'HTTP_PROXY' };
    const context = { ...contextOf('http://models.example/v1'), proxy };

    expect(describeFailure(connectionError(fetchFailed('ECONNRESET'), context))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://models.example/v1 closed the connection without an answer
      look at the log of the server: it may have crashed
      correct HTTP_PROXY, which names the proxy http://proxy:3128
      or ask models.example without it: add that name to NO_PROXY"
    `);
    expect(describeFailure(connectionError(new Error('odd'), context))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      no answer from http://models.example/v1 (odd)
      check that the server runs and that the base URL is right
      or work without any server:  --config offline
      correct HTTP_PROXY, which names the proxy http://proxy:3128
      or ask models.example without it: add that name to NO_PROXY"
    `);
  });

  it('shows no credentials', () => {
    expect(described('ECONNREFUSED', 'http://user:secret@models.example/v1')).not.toContain('secret');
  });
});
