import { delaunayPairs } from "../units/delaunay.ts";
import type { Position } from "../units/great-circle.ts";
import { greatCircleMetres } from "../units/great-circle.ts";
import type { LandOutline } from "../units/land-outline.ts";
import { withoutRoundabout } from "./without-roundabout.ts";

/** A place that may be linked to others. */
export interface Place {
  readonly id: string;
  readonly at: Position;
}

/** What of a Delaunay triangulation is wanted. */
export interface NetRule {
  /** Metres over the great circle that no pair is longer than. */
  readonly within: number;
  /** A pair is left out where the way by other places is longer by no more than this share. */
  readonly onTheWay: number;
  /** A pair is left out where its line crosses more water than `ferry` metres in one stretch. */
  readonly land?: LandOutline;
  readonly ferry: number;
}

/** Ways whose lengths differ by no more than this share are as long as each other. */
const ROUNDING = 1e-5;

/**
 * Neighbours by the Delaunay triangulation on the sphere, less what the rule leaves out.
 *
 * Complexity: O(n^2).
 */
export function netPairs(places: readonly Place[], rule: NetRule): [Place, Place][] {
  const ways = delaunayPairs(places.map(({ at }) => at)).flatMap(([from, to]) => {
    const [a, b] = [places[from].at, places[to].at];
    const length = greatCircleMetres(a, b);
    if (length > rule.within) return [];
    return rule.land !== undefined && rule.land.longestWater(a, b) > rule.ferry ? [] : [{ from, to, length }];
  });
  // Lengths rounded to the metre must not make a place on the line seem off it.
  const share = rule.onTheWay + ROUNDING;
  return withoutRoundabout(places.length, ways, share).map(({ from, to }) => [places[from], places[to]]);
}

/** The shortest that a degree of latitude can be, less a little for rounding, in metres. */
const METRES_PER_DEGREE = 111_190;

/**
 * The nearest places, nearest first; ties go to the first id (places are sorted by id).
 * A place further north or south than the last of those held is not measured.
 */
export function nearestPlaces(place: Place, places: readonly Place[], count: number, within: number): Place[] {
  const held: { other: Place; metres: number }[] = [];
  let furthest = within;
  for (const other of places) {
    if (other === place || count === 0) continue;
    if (Math.abs(other.at[1] - place.at[1]) * METRES_PER_DEGREE > furthest) continue;
    const metres = greatCircleMetres(place.at, other.at);
    if (metres > furthest || (held.length === count && metres === furthest)) continue;
    let rank = held.length;
    while (rank > 0 && held[rank - 1].metres > metres) rank--;
    held.splice(rank, 0, { other, metres });
    if (held.length > count) held.pop();
    if (held.length === count) furthest = held[count - 1].metres;
  }
  return held.map(({ other }) => other);
}

interface Branch {
  readonly pair: readonly [Place, Place];
  readonly metres: number;
}

/**
 * The shortest pairs that join the parts which the pairs there are leave apart. They are always among the
 * branches of the shortest tree over all places.
 * Source: Kruskal (1956), begun with the pairs there are.
 */
export function* missingPairs(
  places: readonly Place[],
  pairs: Iterable<readonly [string, string]>,
): Iterable<Branch["pair"]> {
  const leader = new Map(places.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let root = id;
    while (leader.get(root) !== root) root = leader.get(root)!;
    // Shortening the way keeps long chains of areas from costing their square.
    leader.set(id, root);
    return root;
  };
  for (const [a, b] of pairs) leader.set(find(a), find(b));
  const branches = shortestTree(places).sort((a, b) => a.metres - b.metres);
  for (const { pair } of branches) {
    const [a, b] = [find(pair[0].id), find(pair[1].id)];
    if (a === b) continue;
    leader.set(a, b);
    yield pair;
  }
}

/**
 * The branches that join all places with the least length altogether.
 * Source: Prim (1957), O(n^2).
 */
function shortestTree(places: readonly Place[]): Branch[] {
  const branches: Branch[] = [];
  if (places.length === 0) return branches;
  const metres = places.map(() => Number.POSITIVE_INFINITY);
  const parent = places.map(() => 0);
  const joined = places.map(() => false);
  let last = 0;
  for (let step = 1; step < places.length; step++) {
    joined[last] = true;
    let next = -1;
    for (let i = 0; i < places.length; i++) {
      if (joined[i]) continue;
      const distance = greatCircleMetres(places[last].at, places[i].at);
      if (distance < metres[i]) {
        metres[i] = distance;
        parent[i] = last;
      }
      if (next < 0 || metres[i] < metres[next]) next = i;
    }
    branches.push({ pair: [places[parent[next]], places[next]], metres: metres[next] });
    last = next;
  }
  return branches;
}
