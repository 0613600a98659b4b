import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/events.ts';
import { warnOfOpenKey } from '../../src/network/warn-of-open-key.ts';

function warnings(url: string): readonly ProgressEvent[] {
  const events: ProgressEvent[] = [];
  warnOfOpenKey(url, (event) => events.push(event));
  return events;
}

describe('warnOfOpenKey', () => {
  it('warns of a server on another machine that is not asked at https', () => {
    const message = 'the key for http://gpu.invalid:8080/v1 travels unencrypted: use https, or a tunnel';

    expect(warnings('http://gpu.invalid:8080/v1')).toEqual([{ type: 'notice', code: 'KEY_IN_THE_OPEN', message }]);
  });

  it.each(['https://gpu.invalid/v1', 'http://localhost:8080/v1', 'http://[::1]:6333'])('is silent about %s', (url) => {
    expect(warnings(url)).toEqual([]);
  });
});
