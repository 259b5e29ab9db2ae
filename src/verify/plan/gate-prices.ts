/**
 * Where one good may go from one area, dearest destination first: margin = p[b] - freight, steps per unit, and intake in
 * whole steps. The others are sums over the first k destinations of intake, of intake times margin and of its magnitude,
 * nearly, for the search.
 */
export interface Outlet {
  /** Falling, no two equal. */
  readonly margin: readonly number[];
  readonly whole: readonly bigint[];
  readonly roomNearly: readonly number[];
  readonly worthNearly: readonly number[];
  readonly grossNearly: readonly number[];
  /** How many destinations are in these sums. */
  readonly destinations: number;
  /** The least gate price, whole steps; -Infinity where there is none. */
  readonly lowest: number;
  /** The gate price of the weak form, and where the search sets out. */
  readonly gate: number;
}

/** One recipe at full share of the year: cost in steps a year, amounts made by gate. */
export interface Line {
  readonly cost: number;
  readonly amounts: readonly number[];
}

/** What goes through the gates together: a part's value depends on the gate prices by its h alone. */
export interface Part {
  readonly lines: readonly Line[];
  /** Magnitudes of what modules cost beside what goes through the gates, and how many there may be. */
  readonly fixed: number;
  readonly modules: number;
  /** Concave, not falling; it bends at `levels` of h. */
  value(h: number): number;
  readonly levels: readonly number[];
}

/** Climbs end long before; this only bounds the time that rounding could make them take. */
const MOST_ROUNDS = 30;

/** Gates stay where their differences from margins, whole numbers too, are exact in doubles. */
const REACH = 2 ** 51;

/**
 * Gate prices pi, whole steps, that make
 *
 *     sum over parts of value(h) + sum over outlets of sum of intake min(0, pi - margin)
 *
 * as large as can be, where a part's h is the least over its lines of cost - amounts . pi. Correctness rests on none of
 * this.
 *
 * The sum is concave and made of flat pieces that meet where a gate equals a margin, where a line passes a level, and
 * where two lines cross. With one gate these are looked at, of the margins as many as halving takes. With more we climb
 * from point to point in the directions of such edges: along each gate, and within each pair of gates along what leaves
 * one line, or the difference of two, as it is. Each climb goes to the top of its direction. With two gates that ends at
 * the summit; with more it ends close to it.
 */
export function bestGates(parts: readonly Part[], outlets: readonly Outlet[]): readonly number[] {
  if (outlets.length === 1) return [bestGate(parts, outlets[0])];
  const gates = outlets.map(({ gate }) => gate);
  const lines = parts.flatMap((part) => part.lines);
  const directions = edgeDirections(lines, outlets.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const climbed = directions.filter((direction) => climb(gates, direction, parts, outlets));
    if (climbed.length === 0) break;
  }
  return gates;
}

function bestGate(parts: readonly Part[], outlet: Outlet): number {
  const { margin, lowest } = outlet;
  const tries: number[] = [];
  let [low, high] = [0, margin.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAtGate(parts, outlet, margin[middle + 1]) > valueAtGate(parts, outlet, margin[middle])) low = middle + 1;
    else high = middle;
  }
  if (margin.length > 0) tries.push(margin[low]);
  // Where nothing limits how low it goes, what must run and can go nowhere costs without end.
  tries.push(lowest);
  for (const { lines, levels } of parts) {
    for (let r = 0; r < lines.length; r++) {
      const { cost, amounts } = lines[r];
      for (const level of levels) tries.push((cost - level) / amounts[0]);
      for (let q = 0; q < r; q++) tries.push((cost - lines[q].cost) / (amounts[0] - lines[q].amounts[0]));
    }
  }
  let best = outlet.gate;
  let value = valueAtGate(parts, outlet, best);
  for (const price of tries) {
    const gate = withinReach(price, lowest);
    if (Number.isNaN(gate) || gate === best) continue;
    const other = valueAtGate(parts, outlet, gate);
    if (!(other > value)) continue;
    best = gate;
    value = other;
  }
  return best;
}

/** The whole gate price that is nearest to one, and neither below the least nor out of reach. */
function withinReach(price: number, lowest: number): number {
  return Math.max(lowest, Math.min(REACH, Math.max(-REACH, Math.round(price))));
}

function valueAtGate(parts: readonly Part[], { margin, roomNearly, worthNearly }: Outlet, gate: number): number {
  let sum = 0;
  for (const part of parts) {
    let h = part.lines.length === 0 ? 0 : Number.POSITIVE_INFINITY;
    for (const { cost, amounts } of part.lines) h = Math.min(h, cost - amounts[0] * gate);
    sum += part.value(h);
  }
  const count = above(margin, gate);
  return sum + gate * roomNearly[count] - worthNearly[count];
}

/** Rounding of a double in a sum or product, relative, and as much again for what follows from it. */
export const ROUNDED = 2 ** -52;

/** Roundings of one value beside those of its sums: of costs, of modules, of the steps themselves. */
const FEW = 64;

/**
 * What the sum cannot be below at some gate prices, in steps, whatever rounding did to it.
 *
 * Why: every double that comes in is off by at most two units in its last place, and is used in products of at most
 * three; sums of n terms are off by at most n roundings of the sum of their magnitudes. A part's value changes by at most
 * so much for each change of h as it has modules. Intake is rounded up by less than 2 ** -60 of a unit, so that no
 * destination counts for a step more. Where sums overflow, so that doubles know nothing, it is -Infinity.
 */
export function leastAtGates(parts: readonly Part[], outlets: readonly Outlet[], gates: readonly number[]): number {
  let sum = 0;
  let gross = 0;
  let terms = FEW;
  for (const part of parts) {
    const { lines, fixed, modules } = part;
    let h = lines.length === 0 ? 0 : Number.POSITIVE_INFINITY;
    let largest = 0;
    for (const { cost, amounts } of lines) {
      let left = cost;
      let each = Math.abs(cost);
      for (let k = 0; k < amounts.length; k++) {
        left -= amounts[k] * gates[k];
        each += Math.abs(amounts[k] * gates[k]);
      }
      h = Math.min(h, left);
      largest = Math.max(largest, each);
      terms += amounts.length;
    }
    sum += part.value(h);
    gross += modules * (largest + fixed);
    terms += 4;
  }
  for (let k = 0; k < outlets.length; k++) {
    const { margin, roomNearly, worthNearly, grossNearly, destinations } = outlets[k];
    const count = above(margin, gates[k]);
    sum += gates[k] * roomNearly[count] - worthNearly[count] - destinations;
    gross += Math.abs(gates[k]) * roomNearly[count] + grossNearly[count];
    terms += destinations;
  }
  const least = sum - terms * ROUNDED * gross;
  return Number.isNaN(least) ? Number.NEGATIVE_INFINITY : least;
}

/** The least that a full share of the year of some line costs at gate prices, nearly. */
export function leastOfLines(lines: readonly Line[], gates: readonly number[]): number {
  let least = lines.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (const { cost, amounts } of lines) {
    let left = cost;
    for (let k = 0; k < amounts.length; k++) left -= amounts[k] * gates[k];
    least = Math.min(least, left);
  }
  return least;
}

/** How many leading entries of a falling list are above a value. */
export function above(falling: readonly number[], value: number): number {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (falling[middle] > value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function edgeDirections(lines: readonly Line[], gateCount: number): number[][] {
  const along = (entries: Readonly<Record<number, number>>): number[] =>
    Array.from({ length: gateCount }, (_, k) => entries[k] ?? 0);
  const normals = lines.flatMap(({ amounts }, r) => [
    amounts,
    ...lines.slice(0, r).map((other) => amounts.map((amount, k) => amount - other.amounts[k])),
  ]);
  const directions = Array.from({ length: gateCount }, (_, k) => along({ [k]: 1 }));
  for (let j = 0; j < gateCount; j++) {
    for (let k = 0; k < j; k++) {
      for (const normal of normals) {
        const size = Math.max(Math.abs(normal[j]), Math.abs(normal[k]));
        if (normal[j] !== 0 && normal[k] !== 0)
          directions.push(along({ [j]: normal[k] / size, [k]: -normal[j] / size }));
      }
    }
  }
  return directions;
}

/** Moves the gates to the top of a direction; says whether that was higher. */
function climb(
  gates: number[],
  direction: readonly number[],
  parts: readonly Part[],
  outlets: readonly Outlet[],
): boolean {
  const at = (t: number, k: number): number =>
    direction[k] === 0 ? gates[k] : withinReach(gates[k] + t * direction[k], outlets[k].lowest);
  const valueAt = (t: number): number => {
    let sum = 0;
    for (const part of parts) {
      let h = part.lines.length === 0 ? 0 : Number.POSITIVE_INFINITY;
      for (const { cost, amounts } of part.lines) {
        let left = cost;
        for (let k = 0; k < amounts.length; k++) left -= amounts[k] * at(t, k);
        h = Math.min(h, left);
      }
      sum += part.value(h);
    }
    for (let k = 0; k < outlets.length; k++) {
      const count = above(outlets[k].margin, at(t, k));
      sum += at(t, k) * outlets[k].roomNearly[count] - outlets[k].worthNearly[count];
    }
    return sum;
  };

  const bends: number[] = [];
  let [first, last] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  outlets.forEach(({ margin, lowest }, k) => {
    if (direction[k] === 0) return;
    for (const price of margin) bends.push((price - gates[k]) / direction[k]);
    const limit = (lowest - gates[k]) / direction[k];
    if (direction[k] > 0) first = Math.max(first, limit);
    else last = Math.min(last, limit);
  });
  for (const { lines, levels } of parts) {
    const moving = lines.map(({ cost, amounts }) => ({
      height: amounts.reduce((left, amount, k) => left - amount * gates[k], cost),
      fall: amounts.reduce((sum, amount, k) => sum + amount * direction[k], 0),
    }));
    moving.forEach(({ height, fall }, r) => {
      for (const level of levels) bends.push((height - level) / fall);
      for (let q = 0; q < r; q++) bends.push((height - moving[q].height) / (fall - moving[q].fall));
    });
  }
  // NaN, from 0 / 0, is no bend.
  const points = [...bends, first, last]
    .map((t) => Math.min(REACH, Math.max(-REACH, t)))
    .filter((t) => t >= first && t <= last);
  const sorted = [...new Set(points)].sort((a, b) => a - b);
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(sorted[middle + 1]) > valueAt(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  if (sorted.length === 0 || !(valueAt(sorted[low]) > valueAt(0))) return false;
  const moved = gates.map((_, k) => at(sorted[low], k));
  moved.forEach((gate, k) => {
    gates[k] = gate;
  });
  return true;
}
