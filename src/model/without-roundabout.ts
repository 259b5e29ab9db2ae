/** A way both ways between two places, by index. */
export interface Way {
  readonly from: number;
  readonly to: number;
  /** In any unit, the same for all. */
  readonly length: number;
}

/**
 * Ways without those that others replace: a way is left out where going by shorter ways that are kept is longer by no
 * more than a share of it. Between any two places that a way joined, what is kept is longer by no more than that share.
 *
 * Ties go to the way named first. `least` tells a length that no way between two places is below: with it far places are
 * not searched.
 * Complexity: one search of the near surroundings for each way.
 * Source:     Althöfer, Das, Dobkin, Joseph and Soares, On sparse spanners of weighted graphs (1993).
 */
export function withoutRoundabout<Kind extends Way>(
  placeCount: number,
  ways: readonly Kind[],
  share: number,
  least: (from: number, to: number) => number = () => 0,
): Kind[] {
  const near = Array.from({ length: placeCount }, () => new Map<number, number>());
  const kept = new Set<Kind>();
  for (const way of [...ways].sort((a, b) => a.length - b.length)) {
    const { from, to, length } = way;
    if (isWithin(near, from, to, length * (1 + share), least)) continue;
    near[from].set(to, length);
    near[to].set(from, length);
    kept.add(way);
  }
  return ways.filter((way) => kept.has(way));
}

/** Whether there is a way from one place to another that is no longer than `most`. */
function isWithin(
  near: readonly ReadonlyMap<number, number>[],
  from: number,
  to: number,
  most: number,
  least: (from: number, to: number) => number,
): boolean {
  const reached = new Map([[from, 0]]);
  const settled = new Set<number>();
  for (;;) {
    let place = -1;
    let shortest = Number.POSITIVE_INFINITY;
    // Few places lie within reach, so the nearest is looked for without a heap.
    for (const [candidate, length] of reached) {
      if (length < shortest && !settled.has(candidate)) {
        place = candidate;
        shortest = length;
      }
    }
    if (place < 0) return false;
    if (place === to) return true;
    settled.add(place);
    for (const [other, length] of near[place]) {
      const sum = shortest + length;
      if (sum >= (reached.get(other) ?? Number.POSITIVE_INFINITY)) continue;
      if (sum + least(other, to) <= most) reached.set(other, sum);
    }
  }
}
