import { describe, expect, it } from 'vitest';
import { isListed } from '../../src/network/no-proxy.ts';

describe('isListed', () => {
  it.each([
    ['http://models.example', '', false],
    ['http://models.example', '*', true],
    ['http://models.example', 'other.example, *', true],
    ['http://models.example', 'models.example', true],
    ['http://models.example', 'MODELS.example', true],
    ['http://gpu.models.example', 'models.example', true],
    ['http://gpu.models.example', '.models.example', true],
    ['http://gpu.models.example', '*.models.example', true],
    ['http://models.example', '.models.example', true],
    ['http://mymodels.example', 'models.example', false],
    ['http://models.example', 'gpu.models.example', false],
    ['http://models.example:8080', 'a.example,models.example:8080 b.example', true],
    ['http://models.example:8081', 'models.example:8080', false],
    ['http://models.example', 'models.example:80', true],
    ['https://models.example', 'models.example:443', true],
    ['https://models.example', 'models.example:80', false],
    ['http://10.1.2.3:8080', '10.1.2.3', true],
    ['http://10.1.2.3:8080', '10.1.2.3:8080', true],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://10.1.2.3', '10.0.0.0/x', false],
    ['http://10.1.2.3', 'fd00::/8', false],
    ['http://models.example', '10.0.0.0/8', false],
    ['http://[fd00::1]:8080', 'fd00::1', true],
    ['http://[fd00::1]:8080', '[fd00::1]', true],
    ['http://[fd00::1]:8080', '[fd00::1]:8080', true],
    ['http://[fd00::1]:8080', '[fd00::1]:81', false],
    ['http://[fd00::1]', 'fd00::/8', true],
    ['http://[fe80::1]', 'fd00::/8', false],
  ])('%s in "%s": %s', (url, list, expected) => {
    expect(isListed(new URL(url), list)).toBe(expected);
  });
});
