import { RagError } from './errors.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'punctuation' | 'end';
  readonly text: string;
}

/** Reads one side of a signature, token by token; every failure names the signature. */
export interface TokenReader {
  /** The token to be read next; of kind `end`, again and again, when there is none. */
  peek(): Token;
  next(): Token;
  /** Reads the next token if it is this punctuation mark. */
  skip(mark: string): boolean;
  /** @throws RagError SIGNATURE_INVALID when the next token is not this punctuation mark */
  expect(mark: string): void;
  /** For the next token standing where something else should. */
  unexpected(expected: string): RagError;
  invalid(reason: string): RagError;
}

/** A reader of `side`, which is the part of `signature` before or after the arrow. */
export function readTokens(side: string, signature: string): TokenReader {
  const tokens = tokenize(side);
  let position = 0;
  const peek = () => tokens[position] ?? END;
  const next = () => {
    const token = peek();
    position += 1;
    return token;
  };
  const skip = (mark: string) => {
    const found = peek().kind === 'punctuation' && peek().text === mark;
    if (found) position += 1;
    return found;
  };
  const invalid = (reason: string) => invalidSignature(signature, reason);
  const unexpected = (expected: string) => invalid(`expected ${expected}, found ${describe(peek())}`);
  const expect = (mark: string) => {
    if (!skip(mark)) throw unexpected(`"${mark}"`);
  };
  return { peek, next, skip, expect, unexpected, invalid };
}

export function invalidSignature(signature: string, reason: string): RagError {
  return new RagError('SIGNATURE_INVALID', `signature "${signature}": ${reason}`, {
    hint: 'write it as "context, question -> answer", with types after a colon: "question -> score: float"',
    details: { signature, reason },
  });
}

const END: Token = { kind: 'end', text: '' };

/** Python's tokens as far as parameter lists and type annotations need them; any other character is a mark of its own. */
const TOKEN =
  /\s*(?:(?<name>[\p{XID_Start}_]\p{XID_Continue}*)|(?<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<punctuation>\S))/uy;

function tokenize(side: string): readonly Token[] {
  return Array.from(side.matchAll(new RegExp(TOKEN.source, 'guy')), ({ groups = {} }) => tokenOf(groups));
}

function tokenOf({ name, string, number, punctuation = '' }: Record<string, string | undefined>): Token {
  // Python compares identifiers in this form: the ligature in "ﬁeld" is an f and an i.
  if (name !== undefined) return { kind: 'name', text: name.normalize('NFKC') };
  if (string !== undefined) return { kind: 'string', text: string };
  if (number !== undefined) return { kind: 'number', text: number };
  return { kind: 'punctuation', text: punctuation };
}

function describe({ kind, text }: Token): string {
  return kind === 'end' ? 'the end' : kind === 'string' ? text : `"${text}"`;
}
