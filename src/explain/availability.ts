import { roomOf } from "../formulations/intake.ts";
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

/** Lets one good travel from wherever it can be had. */
function spread(indexed: Indexed, had: Int8Array, good: number): boolean {
  const goodCount = indexed.goods.length;
  const modeCount = indexed.modes.length;
  const reached = new Int8Array(indexed.nodeArea.length);
  let grown = false;
  for (let moving = true; moving; ) {
    moving = false;
    indexed.nodeArea.forEach((area, node) => {
      if (!indexed.travels[good * modeCount + indexed.nodeMode[node]]) return;
      const cell = area * goodCount + good;
      if (had[cell] && !reached[node]) {
        reached[node] = 1;
        moving = true;
      } else if (reached[node] && !had[cell]) {
        had[cell] = 1;
        moving = true;
        grown = true;
      }
    });
    indexed.arcTail.forEach((tail, arc) => {
      const head = indexed.arcHead[arc];
      if (!reached[tail] || reached[head] || roomOf(indexed, arc) === 0) return;
      const first = indexed.nodeArea[tail] * goodCount;
      const link = indexed.arcLink[arc];
      const { linkTakes, linkMakes } = indexed;
      for (let e = linkTakes.start[link]; e < linkTakes.start[link + 1]; e++) {
        if (!had[first + linkTakes.index[e]]) return;
      }
      for (let e = linkMakes.start[link]; e < linkMakes.start[link + 1]; e++) {
        if (!had[first + linkMakes.index[e]]) grown = true;
        had[first + linkMakes.index[e]] = 1;
      }
      reached[head] = 1;
      moving = true;
    });
  }
  return grown;
}
