import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMap, isScalar, LineCounter, type Pair, type ParsedNode, parseDocument } from 'yaml';
import { RagError } from '../../core/errors.ts';
import type { Layer, Setting } from './layers.ts';
import { SECTION_NAMES } from './sections.ts';

/** Keys whose value is a map of settings; below any other key a map is one value. */
const NESTED: ReadonlySet<string> = new Set([...SECTION_NAMES, 'evaluation']);

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
  const collect = (pairs: readonly Pair<ParsedNode, ParsedNode | null>[], prefix: string): void => {
    for (const { key, value } of pairs) {
      const name = `${prefix}${isScalar(key) ? String(key.value) : key.toString()}`;
      const line = lineOf(key.range[0]);
      const origin = { type: 'file', file: shownAs, line, folder: dirname(path) } as const;
      if (NESTED.has(name) && isMap(value)) collect(value.items, `${name}.`);
      else if (SECTION_NAMES.includes(name))
        settings.set(`${name}.use`, { value: value?.toJS(document) ?? null, origin });
      else if (name !== '$schema') settings.set(name, { value: value?.toJS(document) ?? null, origin });
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
