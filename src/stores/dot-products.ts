import { assemble, type Code, f32, f32x4, I32, i32, local, repeatWhile, returnIf, V128 } from './wasm-assembler.ts';

/** Numbers that are worked on in one go: rows and queries are filled up with zeros to a multiple of this. */
export const LANES = 16;

/**
 * Dot products of float32 rows with one query, in float32. All addresses count bytes, are multiples of 64, and lie in the memory the
 * routine was made for.
 *
 * @param row of the first of `count` rows, one behind the other
 * @param rowBytes length of a row and of the query, a multiple of 64
 * @param scores where `count` float32 numbers go
 */
export type DotProducts = (query: number, row: number, count: number, rowBytes: number, scores: number) => void;

/**
 * The routine for one memory, made of WebAssembly with SIMD, which every Node from 16.4 on has. Each score is the sum of sixteen
 * partial sums.
 */
export function dotProducts(memory: WebAssembly.Memory): DotProducts {
  compiled ??= new WebAssembly.Module(assemble({ name: 'run', parameters: 5, locals: LOCALS, body: ROUTINE }));
  const { run } = new WebAssembly.Instance(compiled, { store: { memory } }).exports;
  // Proof of the cast: the module exports `run`, with five i32 parameters and no result.
  return run as DotProducts;
}

let compiled: WebAssembly.Module | null = null;

const [QUERY, ROW, COUNT, ROW_BYTES, SCORES, POSITION, ROW_END] = [0, 1, 2, 3, 4, 5, 6] as const;
const SUMS = [7, 8, 9, 10] as const;
const LOCALS = [
  [2, I32],
  [4, V128],
] as const;

const increase = (variable: number, by: number): Code => [
  local.get(variable),
  i32.const(by),
  i32.add,
  local.set(variable),
];

const accumulate = SUMS.map((sum, index): Code => {
  const load = f32x4.load(16 * index);
  const product = [local.get(ROW), load, local.get(POSITION), load, f32x4.multiply];
  return [local.get(sum), product, f32x4.add, local.set(sum)];
});

const addUp: Code = [
  [local.get(SUMS[0]), local.get(SUMS[1]), f32x4.add],
  [local.get(SUMS[2]), local.get(SUMS[3]), f32x4.add],
  f32x4.add,
  local.set(SUMS[0]),
];

const lane = (index: number): Code => [local.get(SUMS[0]), f32x4.lane(index)];

const oneRow: Code = [
  SUMS.map((sum): Code => [f32x4.zero, local.set(sum)]),
  [local.get(QUERY), local.set(POSITION)],
  [local.get(ROW), local.get(ROW_BYTES), i32.add, local.set(ROW_END)],
  repeatWhile(
    [accumulate, increase(ROW, 4 * LANES), increase(POSITION, 4 * LANES)],
    [local.get(ROW), local.get(ROW_END), i32.isLess],
  ),
  addUp,
  [local.get(SCORES), lane(0), lane(1), f32.add, lane(2), lane(3), f32.add, f32.add, f32.store],
  increase(SCORES, 4),
];

const ROUTINE: Code = [
  [local.get(COUNT), i32.isZero, returnIf],
  repeatWhile(oneRow, [local.get(COUNT), i32.const(1), i32.subtract, local.tee(COUNT)]),
];
