import type { CustomerSets } from "./location-sets.ts";

/** Sites whose sets stand at start[place] to end[place] - 1, and whether each must have one. */
interface SetPlaces {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly mustOpen: Int8Array;
  readonly count: number;
}

/**
 * Lets each set cost less by what its customers pay more, and forgets those that are in no plan below the limit by what the
 * others cost at least then; false where none is.
 */
export function payAndKeep(sets: CustomerSets, places: SetPlaces, change: Float64Array, limit: number): boolean {
  pay(sets, change);
  const { start, end, mustOpen, count } = places;
  const least = new Float64Array(count);
  let bound = 0;
  for (let place = 0; place < count; place++) {
    least[place] = leastOf(sets, start[place], end[place], mustOpen[place] === 1);
    bound += least[place];
  }
  if (!(bound < limit)) return false;
  let last = 0;
  for (let place = 0; place < count; place++) {
    const most = limit - bound + least[place];
    const from = start[place];
    start[place] = last;
    for (let set = from; set < end[place]; set++) if (sets.cost[set] < most) renumber(sets, set, last++);
    end[place] = last;
  }
  sets.count = last;
  return true;
}

function pay(sets: CustomerSets, change: Float64Array): void {
  const { words, count, cost, members, everyone } = sets;
  for (let w = 0; w < words; w++) {
    // Marks are of nobody.
    const all = everyone[w];
    for (let set = 0; set < count; set++) {
      let sum = 0;
      for (let bits = members[set * words + w] & all; bits !== 0; bits &= bits - 1)
        sum += change[32 * w + 31 - Math.clz32(bits & -bits)];
      cost[set] -= sum;
    }
  }
  sets.steps += count;
}

/** What a site adds to a plan at least. */
function leastOf({ cost }: CustomerSets, from: number, to: number, mustOpen: boolean): number {
  let least = mustOpen ? Number.POSITIVE_INFINITY : 0;
  for (let set = from; set < to; set++) if (cost[set] < least) least = cost[set];
  return least;
}

/** Puts a set in place of one with a lower number, which is forgotten. */
function renumber({ words, cost, left, members }: CustomerSets, set: number, to: number): void {
  cost[to] = cost[set];
  left[to] = left[set];
  for (let w = 0; w < words; w++) members[to * words + w] = members[set * words + w];
}
