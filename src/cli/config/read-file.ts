import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Pair, type ParsedNode, parseDocument } from 'yaml';
import { RagError } from '../../core/errors.ts';
import type { Layer, Setting } from './layers.ts';
import type { Origin } from './origin.ts';
import { SECTION_NAMES, SECTIONS } from './sections.ts';

/** Keys whose value is a map of settings; below any other key a map is one value. */
const NESTED: ReadonlySet<string> = new Set([...SECTION_NAMES, 'indexing', 'evaluation']);

/** Sections that take a list, with the key of what stands behind the first. */
const OTHERS: ReadonlyMap<string, string> = new Map(
  SECTIONS.flatMap(({ name, others }) => (others === undefined ? [] : [[name, others]])),
);

/**
 * The settings of a YAML or JSON file, each with its line.
 *
 * @throws RagError CONFIG_NOT_FOUND, CONFIG_INVALID (with file and line)
 */
export function readConfigFile(path: string, shownAs: string): Layer {
  const lines = new LineCounter();
  const document = parseDocument(readText(path, shownAs), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new RagError('CONFIG_INVALID', `${shownAs}:${lineOf(problem.pos[0])}: ${firstLine(problem.message)}`);
  }
  const settings = new Map<string, Setting>();
  if (document.contents === null) return settings;
  if (!isMap(document.contents)) {
    throw new RagError(
      'CONFIG_INVALID',
      `${shownAs}:1: expected keys such as corpus and languageModel, found ${typeof document.toJS()}`,
    );
  }
  const put = (name: string, value: ParsedNode | null, origin: Origin): void => {
    const others = OTHERS.get(name);
    if (others !== undefined && isSeq<ParsedNode>(value)) {
      const [first = null, ...rest] = value.items;
      put(name, first, origin);
      settings.set(others, { value: rest.map((item) => item.toJS(document)), origin });
    } else if (NESTED.has(name) && isMap<ParsedNode, ParsedNode | null>(value)) collect(value.items, `${name}.`);
    else {
      const key = SECTION_NAMES.includes(name) ? `${name}.use` : name;
      settings.set(key, { value: value?.toJS(document) ?? null, origin });
    }
  };
  const collect = (pairs: readonly Pair<ParsedNode, ParsedNode | null>[], prefix: string): void => {
    for (const { key, value } of pairs) {
      const name = `${prefix}${isScalar(key) ? String(key.value) : key.toString()}`;
      const line = lineOf(key.range[0]);
      if (name !== '$schema') put(name, value, { type: 'file', file: shownAs, line, folder: dirname(path) });
    }
  };
  collect(document.contents.items, '');
  return settings;
}

function readText(path: string, shownAs: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new RagError('CONFIG_NOT_FOUND', `the config file ${shownAs} cannot be read: ${firstLine(String(cause))}`, {
      cause,
    });
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
