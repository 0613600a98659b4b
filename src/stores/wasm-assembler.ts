/** Bytes of WebAssembly, and lists of them: WebAssembly Core Specification 2.0, chapter 5 (binary format). */
export type Code = number | readonly Code[];

export const I32 = 0x7f;
export const V128 = 0x7b;

/** A number without sign, seven bits a byte, the lowest first. */
function u32(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...u32(value >>> 7)];
}

export const local = {
  get: (index: number): Code => [0x20, u32(index)],
  set: (index: number): Code => [0x21, u32(index)],
  /** Leaves the value on the stack. */
  tee: (index: number): Code => [0x22, u32(index)],
};

export const i32 = {
  /** Not negative. */
  const: (value: number): Code => [0x41, signed(value)],
  isZero: 0x45,
  isLess: 0x49,
  add: 0x6a,
  subtract: 0x6b,
} as const;

export const f32 = {
  add: 0x92,
  /** Address and value are on the stack. */
  store: [0x38, 2, 0],
} as const;

/** Four float32 numbers side by side. */
export const f32x4 = {
  zero: [0xfd, u32(12), Array<number>(16).fill(0)] satisfies Code,
  /** From the address on the stack plus `offset`, which are multiples of 16. */
  load: (offset: number): Code => [0xfd, u32(0), 4, u32(offset)],
  add: [0xfd, u32(228)] satisfies Code,
  multiply: [0xfd, u32(230)] satisfies Code,
  lane: (index: number): Code => [0xfd, u32(31), index],
};

/** Repeats its body as long as `condition`, left on the stack at its end, is not zero. */
export function repeatWhile(body: Code, condition: Code): Code {
  return [0x03, NOTHING, body, condition, 0x0d, 0, END];
}

/** Ends the function when the number on the stack is not zero. */
export const returnIf: Code = [0x04, 0x40, 0x0f, 0x0b];

export interface Routine {
  /** Of the export. */
  readonly name: string;
  /** All of them are i32; they are the first locals. */
  readonly parameters: number;
  /** Further locals: how many of which type, in this order. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: Code;
}

/** A module of one routine that gives nothing back and works on the memory imported as `store.memory`. */
export function assemble({ name, parameters, locals, body }: Routine): Uint8Array<ArrayBuffer> {
  const type: Code = [0x60, vector(Array<number>(parameters).fill(I32)), vector([])];
  const memory: Code = [text('store'), text('memory'), 0x02, 0x00, u32(1)];
  const code: Code = [vector(locals.map(([count, kind]): Code => [u32(count), kind])), body, END];
  return Uint8Array.from(
    bytesOf([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, vector([type])),
      section(2, vector([memory])),
      section(3, vector([0])),
      section(7, vector([[text(name), 0x00, 0]])),
      section(10, vector([sized(code)])),
    ]),
  );
}

/** The same where the highest bit of the last byte is a sign. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

const NOTHING = 0x40;
const END = 0x0b;

function section(id: number, content: Code): Code {
  return [id, sized(content)];
}

function sized(content: Code): Code {
  const bytes = bytesOf(content);
  return [u32(bytes.length), bytes];
}

function vector(items: readonly Code[]): Code {
  return [u32(items.length), items];
}

function text(value: string): Code {
  return sized([...Buffer.from(value, 'utf8')]);
}

function bytesOf(code: Code): number[] {
  return typeof code === 'number' ? [code] : code.flatMap(bytesOf);
}
