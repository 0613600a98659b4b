/** Text put together from pieces whose white space means nothing. */
export interface TextWriter {
  /** White space is one space, unless it `keepsSpace`. */
  write(piece: string, keepsSpace: boolean): void;
  /** At least so many line feeds before the next piece. */
  breakLines(lines: 0 | 1 | 2): void;
  text(): string;
}

export function textWriter(): TextWriter {
  const parts: string[] = [];
  let breaks = 0;
  let hasSpace = false;
  const put = (text: string): void => {
    if (parts.length > 0) parts.push(breaks > 0 ? '\n'.repeat(breaks) : hasSpace ? ' ' : '');
    parts.push(text);
    breaks = 0;
    hasSpace = false;
  };
  return {
    write: (piece, keepsSpace) => {
      if (keepsSpace) {
        if (piece !== '') put(piece);
        return;
      }
      hasSpace ||= /^\s/.test(piece);
      const words = piece.trim().replaceAll(/\s+/g, ' ');
      if (words === '') return;
      put(words);
      hasSpace = /\s$/.test(piece);
    },
    breakLines: (lines) => {
      breaks = Math.max(breaks, lines);
    },
    text: () => parts.join('').trim(),
  };
}
