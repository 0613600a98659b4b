import { PythonFloat } from './float.ts';
import { orjsonFloatText, pythonFloatText } from './format-float.ts';
import { isList, type PythonDict, type PythonValue } from './value.ts';

/**
 * The text DSPy 3.0.4 saves a program as (dspy/primitives/base_module.py, `save`; orjson with OPT_INDENT_2 and
 * OPT_APPEND_NEWLINE): two spaces of indent, non-ASCII as it is, NaN and infinities as `null`, a newline at the end.
 *
 * @throws TypeError for what orjson refuses: a lone surrogate, an integer beyond 64 bits
 */
export function writeDspyJson(value: PythonValue): string {
  return `${write(value, { ...ORJSON, indent: 2, colon: ': ' }, '')}\n`;
}

/**
 * The text of a value with its keys sorted (by UTF-8 bytes, at every level) and no spaces: what DSPy 3.0.4 hashes to a cache key
 * (dspy/clients/cache.py, `cache_key`; orjson with OPT_SORT_KEYS).
 *
 * @throws TypeError for what orjson refuses: a lone surrogate, an integer beyond 64 bits
 */
export function canonicalJson(value: PythonValue): string {
  return write(value, { ...ORJSON, entries: sortedEntries }, '');
}

export interface PythonJsonOptions {
  /** `\uXXXX` for everything beyond ASCII (`ensure_ascii=True`). */
  readonly ascii?: boolean;
  /** Spaces per level; on one line when absent. */
  readonly indent?: number;
}

/** The text of `json.dumps(value, ensure_ascii=ascii, indent=indent)`: `", "` and `": "` between, `NaN` and `Infinity` bare. */
export function writePythonJson(value: PythonValue, { ascii = false, indent }: PythonJsonOptions = {}): string {
  const style: JsonStyle = {
    indent: indent ?? null,
    comma: indent === undefined ? ', ' : ',',
    colon: ': ',
    string: ascii ? asciiString : rawString,
    integer: String,
    float: jsonFloatText,
    entries: Object.entries,
  };
  return write(value, style, '');
}

interface JsonStyle {
  readonly indent: number | null;
  readonly comma: string;
  readonly colon: string;
  readonly string: (text: string) => string;
  readonly integer: (value: bigint) => string;
  readonly float: (value: number) => string;
  readonly entries: (fields: PythonDict) => [string, PythonValue][];
}

const ORJSON: JsonStyle = {
  indent: null,
  comma: ',',
  colon: ':',
  string: wellFormedString,
  integer: integerOf64Bits,
  float: orjsonFloatText,
  entries: Object.entries,
};

/** `margin` is the white space that starts the line `value` is on. */
function write(value: PythonValue, style: JsonStyle, margin: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return style.string(value);
  if (typeof value === 'bigint') return style.integer(value);
  if (typeof value === 'number') return Number.isInteger(value) ? style.integer(BigInt(value)) : style.float(value);
  if (value instanceof PythonFloat) return style.float(value.value);
  const inner = margin + ' '.repeat(style.indent ?? 0);
  if (isList(value))
    return enclose(
      '[]',
      value.map((item) => write(item, style, inner)),
      style,
      margin,
    );
  const pairs = style.entries(value).map(([key, item]) => style.string(key) + style.colon + write(item, style, inner));
  return enclose('{}', pairs, style, margin);
}

function enclose(
  brackets: '[]' | '{}',
  parts: readonly string[],
  { indent, comma }: JsonStyle,
  margin: string,
): string {
  if (parts.length === 0) return brackets;
  const [open, close] = [brackets.charAt(0), brackets.charAt(1)];
  if (indent === null) return open + parts.join(comma) + close;
  const line = `\n${margin}${' '.repeat(indent)}`;
  return `${open}${line}${parts.join(comma + line)}\n${margin}${close}`;
}

/** JavaScript escapes what Python and orjson escape, and a lone surrogate besides. */
function rawString(text: string): string {
  return JSON.stringify(text);
}

function wellFormedString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError(`text ${JSON.stringify(text)} holds a lone surrogate`);
  return rawString(text);
}

function asciiString(text: string): string {
  return rawString(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function integerOf64Bits(value: bigint): string {
  if (value < -(2n ** 63n) || value >= 2n ** 64n) throw new TypeError(`integer ${value} does not fit into 64 bits`);
  return String(value);
}

function jsonFloatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return pythonFloatText(value);
}

function sortedEntries(fields: PythonDict): [string, PythonValue][] {
  return Object.entries(fields).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
