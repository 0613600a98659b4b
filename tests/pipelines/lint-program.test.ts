import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { lintProgram } from '../../src/pipelines/lint-program.ts';

const devset = [{ id: 'dev-7', fields: { question: 'Where is the Boil?', answer: 'x' }, inputKeys: ['question'] }];

function lint(saved: Fields): readonly string[] {
  const findings = lintProgram({ saved, devset, maxDemoTokens: 10 });
  return findings.map(({ code, severity, place, message }) => `${severity} ${code} ${place}: ${message}`);
}

/** A program whose demo says this. */
const saying = (text: string): Fields => ({ 'a.predict': { demos: [{ context: ['fine', text] }] } });
/** A program saved with a language model of these settings. */
const withModel = (lm: Fields): Fields => ({ 'a.predict': { demos: [], lm } });

describe('lintProgram', () => {
  test('finds nothing in a plain program', () => {
    expect(
      lint({
        'generate_answer.predict': {
          traces: [],
          demos: [{ question: 'Who?', answer: 'see https://example.org/a/b' }],
          signature: { instructions: 'Use either/or, 1/2, and the token.', fields: [] },
          lm: { model: 'openai/gpt-4o-mini', max_tokens: 300, api_key: null, api_base: null },
        },
        metadata: { dependency_versions: { python: '3.11' }, rag: { token: '${TOKEN}', version: '0.1.0' } },
      }),
    ).toEqual([]);
  });

  test.each([
    ['sk-proj-abcdefghijklmnop1234', 'an API key (sk-…1234)'],
    ['hf_abcdefghijklmnopqrstuvwx', 'a Hugging Face token (hf_…uvwx)'],
    [`ghp_${'a'.repeat(36)}`, 'a GitHub token (ghp…aaaa)'],
    ['AKIAIOSFODNN7EXAMPLE', 'an AWS access key (AKI…MPLE)'],
    [`AIza${'b'.repeat(35)}`, 'a Google API key (AIz…bbbb)'],
    ['xoxb-123456789012-abc', 'a Slack token (xox…-abc)'],
    ['eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc', 'a JSON web token (eyJ….abc)'],
    ['Bearer abcdefghijklmnop', 'a bearer token (Bea…mnop)'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'a private key (---…----)'],
    ['postgres://me:hunter2@db.example.org/x', 'a password in an address (pos…er2@)'],
  ])('sees a secret in %s', (secret, what) => {
    expect(lint(saying(`take ${secret} and`))).toContain(
      `error SECRET_FOUND a.predict.demos.0.context.1: holds what looks like ${what}`,
    );
  });

  test('sees a secret by its name, outside of prompts', () => {
    expect(lint(withModel({ api_key: 'short' }))).toEqual([
      'error SECRET_FOUND a.predict.lm.api_key: holds a value under the name of a secret (…)',
    ]);
    expect(lint({ 'a.predict': { demos: [{ password: 'is a word' }] } })).toEqual([]);
  });

  test('sees addresses of servers', () => {
    const base = 'https://api.example.org/v1';

    expect(lint(withModel({ api_base: base, model_list: [{ name: 'x' }] }))).toEqual([
      'error ENDPOINT_FOUND a.predict.lm.api_base: holds the address of a server',
      'error ENDPOINT_FOUND a.predict.lm.model_list.0.name: holds the address of a server',
    ]);
    expect(lint(saying('open http://10.0.0.7:8080/x'))).toEqual([
      'warning ENDPOINT_FOUND a.predict.demos.0.context.1: names the private address 10.0.0.7',
    ]);
    expect(lint({ metadata: { rag: { note: 'made on http://build.internal/job' } } })).toEqual([
      'warning ENDPOINT_FOUND metadata.rag.note: names the private address build.internal',
    ]);
  });

  test.each([
    [saying('see /home/ann/notes.txt, please'), 'a.predict.demos.0.context.1: names the path /home/ann/notes.txt'],
    [saying('C:\\Users\\ann\\x'), 'a.predict.demos.0.context.1: names the path C:\\Users\\ann\\x'],
    [withModel({ finetuning: '/opt/models/x.bin' }), 'a.predict.lm.finetuning: names the path /opt/models/x.bin'],
    [{ metadata: { rag: { from: 'D:\\work\\x' } } }, 'metadata.rag.from: names the path D:\\work\\x'],
  ])('sees the path in %j', (saved, finding) => {
    expect(lint(saved)).toEqual([`warning PATH_FOUND ${finding}`]);
  });

  test('sees demos that are questions to evaluate on, and those too long', () => {
    const long = { question: 'q', context: ['x'.repeat(60)] };

    expect(lint({ 'a.predict': { demos: [{ question: 'where is the boil' }, long] } })).toEqual([
      'error DEMO_IN_DEVSET a.predict.demos.0: is the question "dev-7" to evaluate on',
      'warning DEMO_TOO_LONG a.predict.demos.1: is about 16 tokens long, more than 10, and part of every prompt',
    ]);
    expect(lint({ demos: [{ question: 'where is the boil' }], signature: {} })).toEqual([
      'error DEMO_IN_DEVSET demos.0: is the question "dev-7" to evaluate on',
    ]);
  });
});
