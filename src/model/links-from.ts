import { InvalidContinentError } from "../base/errors.ts";
import { greatCircleMetres, type Position } from "../units/great-circle.ts";
import { Door, type NumberRule } from "./door.ts";
import { AMOUNT, KILOMETRES, LATITUDE, LONGITUDE } from "./limits.ts";
import type { LinkSpec } from "./spec.ts";

export interface LinksRequest {
  /** Areas by id, as in a description. */
  readonly areas: Readonly<Record<string, { readonly at: readonly [number, number] }>>;
  readonly mode: string;
  /** Links from each area to so many nearest ones. Default 4. */
  readonly nearest?: number;
  /** No link longer than this over the great circle, km. Default: none is too long. */
  readonly within?: number;
  /** Add the shortest links that join what would else be apart, however long. Default true. */
  readonly connect?: boolean;
  /** t/yr each way of every link. Default: unlimited. */
  readonly capacity?: number;
}

const REQUEST_FIELDS = ["areas", "mode", "nearest", "within", "connect", "capacity"];

const NEIGHBOURS: NumberRule = { least: 0, most: 1e6, whole: true, unit: "neighbours" };

interface Place {
  readonly id: string;
  readonly at: Position;
}

/**
 * Links both ways by one mode between neighbours, each pair once, sorted; their lengths are left to the door
 * (great circle times the mode's detour).
 *
 * ```ts
 * links: [...linksFrom({ areas, mode: "road", nearest: 3 }), ...linksFrom({ areas: ports, mode: "ship" })]
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong.
 * Complexity: O(n^2) distances for n areas.
 */
export function linksFrom(request: LinksRequest): LinkSpec[] {
  const door = new Door();
  const fields = door.fields(request, "", REQUEST_FIELDS);
  fields.require("areas", "Add areas: { north: { at: [10, 60] } }.");
  const mode = fields.require("mode", 'Add mode: the id of a mode, such as "rail".')
    ? door.id(fields.value("mode"), "mode")
    : "";
  const nearest = fields.numberOr("nearest", NEIGHBOURS, 4);
  const within = fields.numberOr("within", KILOMETRES, Number.POSITIVE_INFINITY) * 1000;
  const capacity = fields.has("capacity") ? { capacity: fields.numberOr("capacity", AMOUNT, 0) } : {};
  const connect = fields.flagOr("connect", true);
  const places: Place[] = [];
  for (const { id, value, path } of fields.entries("areas")) {
    const at = door.record(value, path)?.get("at");
    const items = door.list(at, `${path}.at`);
    const longitude = door.number(items[0]?.value, `${path}.at[0]`, LONGITUDE);
    const latitude = door.number(items[1]?.value, `${path}.at[1]`, LATITUDE);
    if (longitude !== undefined && latitude !== undefined) places.push({ id, at: [longitude, latitude] });
  }
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  const pairs = new Map<string, readonly [string, string]>();
  const join = (a: Place, b: Place): void => {
    const pair = a.id < b.id ? ([a.id, b.id] as const) : ([b.id, a.id] as const);
    pairs.set(JSON.stringify(pair), pair);
  };
  for (const place of places) for (const other of nearestPlaces(place, places, nearest, within)) join(place, other);
  if (connect) for (const [a, b] of missingPairs(places, [...pairs.values()])) join(a, b);
  const sorted = [...pairs.values()].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return sorted.map((between) => ({ between, mode: mode ?? "", ...capacity }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The shortest that a degree of latitude can be, less a little for rounding, in metres. */
const METRES_PER_DEGREE = 111_190;

/**
 * The nearest places, nearest first; ties go to the first id (places are sorted by id).
 * A place further north or south than the last of those held is not measured.
 */
function nearestPlaces(place: Place, places: readonly Place[], count: number, within: number): Place[] {
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
function* missingPairs(places: readonly Place[], pairs: Iterable<readonly [string, string]>): Iterable<Branch["pair"]> {
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
