/**
 * Runs the narrow pivots in WebAssembly, where there is one: the same whole-number steps as `pivot-narrow.ts`, to
 * the last bit, about twice as fast.
 *
 * There is one machine with one memory. A state is brought in before it steps and stays until another one comes or
 * it is brought home; meanwhile its own arrays are stale. Where WebAssembly is missing, forbidden or out of memory,
 * nothing runs here and the caller pivots by itself.
 *
 * Memory: that of the largest state brought in, up to `KEPT`; a larger memory is let go with its state.
 */
import type { TreeState } from "./network-tree.ts";
import { CHANGED, FIELDS, MODULE } from "./pivot-module.ts";

type State = TreeState<Int32Array>;
type Field = (typeof FIELDS)[number];
type Fields = Record<Field, number | Int32Array | Int8Array>;

interface Machine {
  readonly memory: WebAssembly.Memory;
  readonly step: (budget: number) => number;
}

/** Below so many arcs, bringing a state in and home takes longer than is gained. */
const FEWEST_ARCS = 1000;
const PAGE = 65_536;
/** A memory beyond this many bytes is not kept for the next state. */
const KEPT = 2 ** 27;

let program: WebAssembly.Module | undefined;
let forbidden = false;
let machine: Machine | undefined;
let resident: State | undefined;

/** Steps the state in the machine, or gives undefined when that cannot be. */
export function stepInMachine(state: State, budget: number): number | undefined {
  if (state.arcEnd < FEWEST_ARCS || forbidden) return undefined;
  if (resident !== state && !bringIn(state)) return undefined;
  const code = machine?.step(budget);
  if (machine !== undefined) {
    const words = new Int32Array(machine.memory.buffer, 0, FIELDS.length);
    state.spent = words[FIELDS.indexOf("spent")];
    state.pivots = words[FIELDS.indexOf("pivots")];
  }
  return code;
}

/** Makes the state's own arrays current again. */
export function bringHome(state: TreeState): void {
  if (resident !== state || machine === undefined) return;
  const { buffer } = machine.memory;
  const words = new Int32Array(buffer, 0, FIELDS.length);
  const fields = state as unknown as Fields;
  for (const name of CHANGED) {
    const word = words[FIELDS.indexOf(name)];
    const value = fields[name];
    if (typeof value === "number") fields[name] = word;
    else if (name.startsWith("spare")) continue;
    else if (value instanceof Int32Array) value.set(new Int32Array(buffer, word, value.length));
    else value.set(new Int8Array(buffer, word, value.length));
  }
  resident = undefined;
  if (buffer.byteLength > KEPT) machine = undefined;
}

function bringIn(state: State): boolean {
  if (resident !== undefined) bringHome(resident);
  const fields = state as unknown as Fields;
  let end = 4 * FIELDS.length;
  const address: number[] = [];
  for (const name of FIELDS) {
    const value = fields[name];
    // Each array starts on a fresh line of the cache.
    if (typeof value !== "number") end = (end + 63) & ~63;
    address.push(end);
    if (typeof value !== "number") end += value.byteLength;
  }
  try {
    machine ??= build();
    const lacking = end - machine.memory.buffer.byteLength;
    if (lacking > 0) machine.memory.grow(Math.ceil(lacking / PAGE));
  } catch {
    forbidden = machine === undefined;
    return false;
  }
  const { buffer } = machine.memory;
  const words = new Int32Array(buffer, 0, FIELDS.length);
  for (let k = 0; k < FIELDS.length; k++) {
    const value = fields[FIELDS[k]];
    words[k] = typeof value === "number" ? value : address[k];
    if (typeof value === "number" || FIELDS[k].startsWith("spare")) continue;
    if (value instanceof Int32Array) new Int32Array(buffer, address[k], value.length).set(value);
    else new Int8Array(buffer, address[k], value.length).set(value);
  }
  resident = state;
  return true;
}

function build(): Machine {
  program ??= new WebAssembly.Module(Uint8Array.from(atob(MODULE), (letter) => letter.charCodeAt(0)));
  const { memory, stepNarrow } = new WebAssembly.Instance(program).exports;
  return { memory: memory as WebAssembly.Memory, step: stepNarrow as (budget: number) => number };
}
