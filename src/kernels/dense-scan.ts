/**
 * Looks through dense costs in WebAssembly, four sinks at a time, where that can be: costs are whole and small enough for
 * 32 bits. Finds the same as `dense-pairs.ts`, and keeps the costs as 32-bit numbers for later looks.
 *
 * There is one memory. The costs of the latest problem stay in it until another problem comes; who looks through
 * them again says whose they should be, and is told when they are gone.
 *
 * Shapes: n sources, m sinks, cost n * m source-major; in the memory rows are padded to whole fours.
 * Memory: 4 bytes a pair, up to `KEPT` in all; larger problems do without.
 */
import { scanModule } from "./scan-module.ts";

/**
 * Sinks are looked at in tiles, long enough to read memory in long pieces and short enough for the fastest cache; a
 * whole number of fours.
 */
export const TILE = 2048;
/** Costs, rents and prices that are larger than this would overflow 32 bits in a sum. */
const LARGEST = 2 ** 29;
const NEVER = -(2 ** 31);
const ALWAYS = 2 ** 31 - 1;
const FOUR = 4;
const PAGE = 65_536;
const KEPT = 2 ** 27;
/** Below so many pairs the plain loops are as fast. */
const FEWEST_PAIRS = 20_000;

type Loop = (row: number, end: number, limit: number, other: number, hits: number) => number;

interface Machine {
  readonly memory: WebAssembly.Memory;
  readonly convert: Loop;
  readonly look: Loop;
}

/** Costs in the memory, and what is beside them. */
export interface ScannedCosts {
  readonly m: number;
  /** Per sink, padded: what a pair may cost at most to be met. */
  readonly limit: Int32Array;
  /** What the latest row met: words of the four's number times 16 and a bit for each sink. */
  readonly hits: Int32Array;
  /** A tile of a row on its way in. */
  readonly row: Float64Array;
  /** Where the parts begin, in bytes. */
  readonly limitAt: number;
  readonly hitsAt: number;
  readonly rowAt: number;
  readonly costAt: number;
}

let machine: Machine | undefined;
let forbidden = false;
let resident: ScannedCosts | undefined;

/** Makes room for n * m costs, all limits open; undefined where that cannot be. */
export function openScan(n: number, m: number): ScannedCosts | undefined {
  const padded = Math.ceil(m / FOUR) * FOUR;
  const limitAt = 64;
  const hitsAt = limitAt + 4 * padded;
  const rowAt = (hitsAt + TILE + 63) & ~63;
  const costAt = rowAt + 8 * TILE;
  const bytes = costAt + 4 * n * padded;
  if (forbidden || n * m < FEWEST_PAIRS || bytes > KEPT) return undefined;
  try {
    machine ??= build();
    const lacking = bytes - machine.memory.buffer.byteLength;
    if (lacking > 0) machine.memory.grow(Math.ceil(lacking / PAGE));
  } catch {
    forbidden = machine === undefined;
    return undefined;
  }
  const { buffer } = machine.memory;
  new Int32Array(buffer, 0, 2 * FOUR).fill(0);
  const limit = new Int32Array(buffer, limitAt, padded);
  limit.fill(ALWAYS, 0, m);
  limit.fill(NEVER, m);
  resident = {
    m,
    limit,
    hits: new Int32Array(buffer, hitsAt, TILE / FOUR),
    row: new Float64Array(buffer, rowAt, TILE),
    limitAt,
    hitsAt,
    rowAt,
    costAt,
  };
  return resident;
}

/** Whether these are the costs that the memory holds. */
export function holds(scan: ScannedCosts | undefined): scan is ScannedCosts {
  return scan !== undefined && scan === resident;
}

/** Whether a limit, a rent or a price is small enough. */
export function fits(value: number): boolean {
  return value >= -LARGEST && value <= LARGEST;
}

/**
 * Brings a tile of a row in and meets what costs at most its limit.
 * Gives: words written to `hits`, -1 where a cost is not whole or not small.
 */
export function convertRow(scan: ScannedCosts, cost: Float64Array, i: number, from: number): number {
  const { m, row, rowAt } = scan;
  const count = Math.min(TILE, m - from);
  row.set(cost.subarray(i * m + from, i * m + from + count));
  const padded = Math.ceil(count / FOUR) * FOUR;
  row.fill(0, count, padded);
  return machine!.convert(rowAt, rowAt + 8 * padded, scan.limitAt + 4 * from, placeOf(scan, i, from), scan.hitsAt);
}

/** Meets what of a tile of a row costs, with this rent, at most its limit: words written to `hits`. */
export function lookAlongRow(scan: ScannedCosts, i: number, from: number, rent: number): number {
  const place = placeOf(scan, i, from);
  const padded = Math.min(TILE, scan.limit.length - from);
  return machine!.look(place, place + 4 * padded, scan.limitAt + 4 * from, rent, scan.hitsAt);
}

/** The largest cost brought in, sign aside; NaN where one is too large. */
export function largestScanned(): number {
  const met = new Int32Array(machine!.memory.buffer, 0, 2 * FOUR);
  let largest = 0;
  for (let k = 0; k < met.length; k++) largest = Math.max(largest, Math.abs(met[k]));
  return fits(largest) ? largest : Number.NaN;
}

function placeOf({ limit, costAt }: ScannedCosts, i: number, from: number): number {
  return costAt + 4 * (i * limit.length + from);
}

function build(): Machine {
  const { memory, convert, look } = new WebAssembly.Instance(new WebAssembly.Module(scanModule())).exports;
  return { memory: memory as WebAssembly.Memory, convert: convert as Loop, look: look as Loop };
}
