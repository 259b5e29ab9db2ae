import { handlingOf, roomOf } from "../formulations/intake.ts";
import type { Indexed } from "../network/indexed.ts";

/**
 * Which goods can be had where at all, were every works built and every amount unlimited: A * G, 1 or 0.
 * Supply can be had; what can be had travels by the modes that may carry it; a works whose every input can be had makes
 * what it makes, and so does a link that something can be carried by. Goods that are made from each other in a ring
 * count as had: in a plan of steady years a ring may feed itself, and whether it does is a matter of amounts.
 */
export function availability(indexed: Indexed): Int8Array {
  const works = Int8Array.from(indexed.activityModule, (module) => (indexed.most[module] > 0 ? 1 : 0));
  const arcs = Int8Array.from(indexed.arcTail, (_, arc) => (roomOf(indexed, arc) > 0 ? 1 : 0));
  for (;;) {
    const had = reachedFrom(indexed, works, arcs);
    const stopped = stopWorks(indexed, works, had) + stopLinks(indexed, arcs, had);
    if (stopped === 0) return had;
  }
}

/** A * G: what can be had where, if these works and arcs have all they take. */
function reachedFrom(indexed: Indexed, works: Int8Array, arcs: Int8Array): Int8Array {
  const { goods, supply, makes, linkMakes, activityRecipe, arcLink } = indexed;
  const had = Int8Array.from(supply, (amount) => (amount > 0 ? 1 : 0));
  activityRecipe.forEach((recipe, activity) => {
    if (!works[activity]) return;
    const area = areaOfActivity(indexed, activity);
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) had[area * goods.length + makes.index[e]] = 1;
  });
  arcLink.forEach((link, arc) => {
    if (!arcs[arc]) return;
    const area = areaOfTail(indexed, arc);
    for (let m = linkMakes.start[link]; m < linkMakes.start[link + 1]; m++) {
      had[area * goods.length + linkMakes.index[m]] = 1;
    }
  });
  for (let good = 0; good < goods.length; good++) spread(indexed, arcs, had, good);
  return had;
}

/** Stops works that lack something they take; gives how many. */
function stopWorks(indexed: Indexed, works: Int8Array, had: Int8Array): number {
  const { takes, goods, activityRecipe } = indexed;
  let stopped = 0;
  activityRecipe.forEach((recipe, activity) => {
    if (!works[activity]) return;
    const first = areaOfActivity(indexed, activity) * goods.length;
    if (isComplete(had, first, takes, recipe)) return;
    works[activity] = 0;
    stopped++;
  });
  return stopped;
}

/** Stops arcs whose link lacks something it takes, and gives how many. */
function stopLinks(indexed: Indexed, arcs: Int8Array, had: Int8Array): number {
  const { linkTakes, goods, arcLink } = indexed;
  let stopped = 0;
  arcLink.forEach((link, arc) => {
    if (!arcs[arc] || isComplete(had, areaOfTail(indexed, arc) * goods.length, linkTakes, link)) return;
    arcs[arc] = 0;
    stopped++;
  });
  return stopped;
}

function isComplete(had: Int8Array, first: number, takes: Indexed["takes"], row: number): boolean {
  for (let e = takes.start[row]; e < takes.start[row + 1]; e++) if (!had[first + takes.index[e]]) return false;
  return true;
}

function areaOfActivity({ activityModule, moduleSite, siteArea }: Indexed, activity: number): number {
  return siteArea[moduleSite[activityModule[activity]]];
}

function areaOfTail({ arcTail, nodeArea }: Indexed, arc: number): number {
  return nodeArea[arcTail[arc]];
}

/** Lets one good travel from wherever it can be had; every arc is looked at once. */
function spread(indexed: Indexed, arcs: Int8Array, had: Int8Array, good: number): void {
  const { areas, modes, nodeArea, nodeMode, nodeOf, travels, arcHead } = indexed;
  const goodCount = indexed.goods.length;
  const arcsFrom = arcsByTail(indexed);
  const reached = new Int8Array(nodeArea.length);
  const waiting: number[] = [];
  const isShut = (node: number): boolean => indexed.tonnesPerUnit[good] > 0 && handlingOf(indexed, node) === 0;
  /** Goods in an area can be loaded on everything that may carry them there. */
  const load = (area: number): void => {
    for (let mode = 0; mode < modes.length; mode++) {
      const node = nodeOf[area * modes.length + mode];
      if (node < 0 || reached[node] || isShut(node) || !travels[good * modes.length + mode]) continue;
      reached[node] = 1;
      waiting.push(node);
    }
  };
  areas.forEach((_, area) => {
    if (had[area * goodCount + good]) load(area);
  });
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    const cell = nodeArea[node] * goodCount + good;
    if (!had[cell] && !isShut(node)) {
      had[cell] = 1;
      load(nodeArea[node]);
    }
    for (let e = arcsFrom.start[node]; e < arcsFrom.start[node + 1]; e++) {
      const arc = arcsFrom.arc[e];
      const head = arcHead[arc];
      if (reached[head] || !arcs[arc] || !travels[good * modes.length + nodeMode[head]]) continue;
      reached[head] = 1;
      waiting.push(head);
    }
  }
}

const known = new WeakMap<Indexed, { readonly start: Int32Array; readonly arc: Int32Array }>();

/** Arcs by the node they begin at. */
function arcsByTail(indexed: Indexed): { readonly start: Int32Array; readonly arc: Int32Array } {
  const before = known.get(indexed);
  if (before !== undefined) return before;
  const { arcTail, nodeArea } = indexed;
  const start = new Int32Array(nodeArea.length + 1);
  for (const tail of arcTail) start[tail + 1]++;
  for (let node = 0; node < nodeArea.length; node++) start[node + 1] += start[node];
  const next = start.slice();
  const arc = new Int32Array(arcTail.length);
  arcTail.forEach((tail, a) => {
    arc[next[tail]++] = a;
  });
  known.set(indexed, { start, arc });
  return { start, arc };
}
