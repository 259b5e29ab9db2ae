import { handlingOf, roomOf } from "../formulations/intake.ts";
import type { Indexed } from "../network/indexed.ts";

/**
 * Which goods can be had where at all, were every works built and every amount unlimited: A * G, 1 or 0.
 * Supply can be had; what can be had travels by the modes that may carry it; a works whose every input can
 * be had makes what it makes, and so does a link that something can be carried by. Repeated until nothing is added.
 */
export function availability(indexed: Indexed): Int8Array {
  const goodCount = indexed.goods.length;
  const had = Int8Array.from(indexed.supply, (amount) => (amount > 0 ? 1 : 0));
  for (let grown = true; grown; ) {
    grown = makeWhatCanBeMade(indexed, had);
    for (let good = 0; good < goodCount; good++) if (spread(indexed, had, good)) grown = true;
  }
  return had;
}

function makeWhatCanBeMade(indexed: Indexed, had: Int8Array): boolean {
  const goodCount = indexed.goods.length;
  let grown = false;
  indexed.activityRecipe.forEach((recipe, activity) => {
    const module = indexed.activityModule[activity];
    if (indexed.most[module] === 0) return;
    const area = indexed.siteArea[indexed.moduleSite[module]];
    const { makes, takes } = indexed;
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
      if (!had[area * goodCount + takes.index[e]]) return;
    }
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      const cell = area * goodCount + makes.index[e];
      if (!had[cell]) grown = true;
      had[cell] = 1;
    }
  });
  return grown;
}

/** Lets one good travel from wherever it can be had; every arc is looked at once, more often where links take goods. */
function spread(indexed: Indexed, had: Int8Array, good: number): boolean {
  const { areas, modes, nodeArea, nodeMode, nodeOf, travels, arcTail, arcHead, arcLink } = indexed;
  const goodCount = indexed.goods.length;
  const arcsFrom = arcsByTail(indexed);
  const reached = new Int8Array(nodeArea.length);
  const waiting: number[] = [];
  let grown = false;
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
      grown = true;
      load(nodeArea[node]);
    }
    for (let e = arcsFrom.start[node]; e < arcsFrom.start[node + 1]; e++) {
      const arc = arcsFrom.arc[e];
      const head = arcHead[arc];
      if (!travels[good * modes.length + nodeMode[head]] || roomOf(indexed, arc) === 0) continue;
      const first = nodeArea[arcTail[arc]] * goodCount;
      const { linkTakes, linkMakes } = indexed;
      const link = arcLink[arc];
      let lacks = false;
      for (let t = linkTakes.start[link]; t < linkTakes.start[link + 1]; t++)
        lacks ||= !had[first + linkTakes.index[t]];
      if (lacks) continue;
      for (let m = linkMakes.start[link]; m < linkMakes.start[link + 1]; m++) {
        if (!had[first + linkMakes.index[m]]) grown = true;
        had[first + linkMakes.index[m]] = 1;
      }
      if (reached[head]) continue;
      reached[head] = 1;
      waiting.push(head);
    }
  }
  return grown;
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
