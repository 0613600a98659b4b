const HEADER = /^\[\[ ## ([\p{L}\p{N}_]+) ## \]\]$/u;

/** The texts below the `[[ ## name ## ]]` headers of a message, the first one of each name. */
export function readSections(content: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let name: string | null = null;
  let lines: string[] = [];
  const close = () => {
    if (name !== null && !sections.has(name)) sections.set(name, lines.join('\n').trim());
    lines = [];
  };
  for (const line of content.split('\n')) {
    const header = HEADER.exec(line.trim())?.[1];
    if (header === undefined) {
      lines.push(line);
      continue;
    }
    close();
    name = header;
  }
  close();
  return sections;
}

const BLOB = /(?:^|\n)(?:\[\d+\] )?(?:«««\n([\s\S]*?)\n»»»|«([^\n]*)»)(?=\n|$)/g;

/**
 * The passages of a context as prompts show it: numbered texts between guillemets, a JSON list, or paragraphs. `N/A`
 * holds none.
 *
 * DSPy 3.0.4, dspy/adapters/utils.py, format_field_value, read backwards.
 */
export function readPassages(text: string): readonly string[] {
  const blobs = Array.from(text.matchAll(BLOB), ([, block, line]) => block?.replaceAll(/^ {4}/gm, '') ?? line ?? '');
  if (blobs.length > 0) return blobs;
  const list = readJson(text);
  if (Array.isArray(list)) return list.filter((item) => typeof item === 'string');
  const paragraphs = text.split(/\n{2,}|\n(?=\[\d+\] )/).map((paragraph) => paragraph.replace(/^\[\d+\] /, '').trim());
  return paragraphs.filter((paragraph) => paragraph !== '' && paragraph !== 'N/A' && paragraph !== 'None');
}

/** What a text holds as JSON; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A prompt is free text: that it is no JSON is an answer, not a failure.
    return undefined;
  }
}
