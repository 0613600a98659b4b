/** `512 B`, `56 kB`, `4.2 MB`, in powers of 1000. */
export function bytesText(bytes: number): string {
  const unit = UNITS.find(({ size }) => bytes >= size) ?? { size: 1, name: 'B' };
  return `${shortNumber(bytes / unit.size)} ${unit.name}`;
}

const UNITS = [
  { size: 1e12, name: 'TB' },
  { size: 1e9, name: 'GB' },
  { size: 1e6, name: 'MB' },
  { size: 1e3, name: 'kB' },
];

/** `0.4 s`, `14 s`, `12 min`, `3.5 h`, `9.1 days`. */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${shortNumber(seconds)} s`;
  if (seconds < 2 * 3600) return `${shortNumber(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${shortNumber(seconds / 3600)} h`;
  return `${shortNumber(seconds / 86_400)} days`;
}

/** Two digits where that is less than ten, else whole. */
export function shortNumber(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
