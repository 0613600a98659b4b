import type { ReplyHeaders } from './refusal.ts';

/**
 * How long a refusal asks to wait, in milliseconds, or null when it does not say: `retry-after-ms`, `Retry-After` in seconds or as
 * a date, or "Retry after 60s" / "try again in 1.5s" in the text. `now` is in milliseconds since 1970.
 */
export function retryAfterMs(headers: ReplyHeaders, text: string, now: number): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  return fromHeader(headers.get('retry-after'), now) ?? fromText(text);
}

function fromHeader(value: string | null, now: number): number | null {
  if (value === null) return null;
  const seconds = Number(value);
  if (value.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const WAIT = /(?:retry after|try again in) (?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)(ms|s))?/i;

function fromText(text: string): number | null {
  const [, minutes, amount, unit] = WAIT.exec(text) ?? [];
  if (minutes === undefined && amount === undefined) return null;
  const rest = Number(amount ?? 0) * (unit === 'ms' ? 1 : 1000);
  return Math.ceil(Number(minutes ?? 0) * 60_000 + rest);
}
