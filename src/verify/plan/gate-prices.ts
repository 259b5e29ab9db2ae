/**
 * Where one good may go from one area, dearest destination first: margin = p[b] - freight, steps per unit.
 * room[k] and worth[k] are sums over the first k destinations of intake and of intake times margin, exactly
 * and, for the search, nearly.
 */
export interface Outlet {
  /** Falling, no two equal. */
  readonly margin: readonly number[];
  readonly room: readonly bigint[];
  readonly worth: readonly bigint[];
  readonly roomNearly: readonly number[];
  readonly worthNearly: readonly number[];
  /** The least gate price: -disposal in steps, rounded up; -Infinity where letting go is forbidden. */
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
  /** Concave, not falling; it bends at `levels` of h. */
  readonly value: (h: number) => number;
  readonly levels: readonly number[];
}

/** Climbs end long before; this only bounds the time that rounding could make them take. */
const MOST_ROUNDS = 30;

/**
 * Gate prices pi, whole steps, that make
 *
 *     sum over parts of value(h) + sum over outlets of sum of intake min(0, pi - margin)
 *
 * as large as can be, where a part's h is the least over its lines of cost - amounts . pi. Correctness rests on none of
 * this.
 *
 * The sum is concave and made of flat pieces that meet where a gate equals a margin, where a line passes a level, and
 * where two lines cross. We climb from point to point in the directions of such edges: along each gate, and within
 * each pair of gates along what leaves one line, or the difference of two, as it is. Each climb goes to the top of its
 * direction. With one or two gates that ends at the summit; with more it ends close to it.
 */
export function bestGates(parts: readonly Part[], outlets: readonly Outlet[]): readonly number[] {
  const gates = outlets.map(({ gate }) => gate);
  const lines = parts.flatMap((part) => part.lines);
  const directions = edgeDirections(lines, outlets.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const climbed = directions.filter((direction) => climb(gates, direction, parts, outlets));
    if (climbed.length === 0 || directions.length === 1) break;
  }
  return gates;
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
    direction[k] === 0 ? gates[k] : Math.max(outlets[k].lowest, Math.round(gates[k] + t * direction[k]));
  const valueAt = (t: number): number => {
    let sum = 0;
    for (const { lines, value } of parts) {
      let h = lines.length === 0 ? 0 : Number.POSITIVE_INFINITY;
      for (const { cost, amounts } of lines) {
        let left = cost;
        for (let k = 0; k < amounts.length; k++) left -= amounts[k] * at(t, k);
        h = Math.min(h, left);
      }
      sum += value(h);
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
  // Gates stay where whole numbers are exact in doubles; NaN, from 0 / 0, is no bend.
  const reach = Number.MAX_SAFE_INTEGER / 4;
  const points = [...bends, first, last]
    .map((t) => Math.min(reach, Math.max(-reach, t)))
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
