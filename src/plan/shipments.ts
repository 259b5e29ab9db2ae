import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";

/** Amounts below this (t or the good's unit a year) are a solver's dust: a tenth of a gram. */
export const DUST = 1e-7;

/** Goods of one works, or of an area's own supply (site -1), that go to one area by one path. */
export interface Parcel {
  readonly good: number;
  readonly site: number;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  /** MJ of freight and terminals for the whole amount. */
  readonly energy: number;
  readonly steps: readonly Step[];
}

/** One step of a path: a loading or unloading at a node, or an arc. */
export interface Step {
  readonly kind: "load" | "unload" | "arc";
  /** The node or the arc. */
  readonly index: number;
}

/**
 * Decomposes a decision's flows into parcels, cheapest first: again and again the cheapest path from any
 * place with goods left to any place with use left, along what is left of the flows. What remains in the
 * end can only run in circles and is dropped.
 *
 * Memory: O(flows of one good). Work: one shortest-path search per parcel, and a few more.
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), section 3.5 (flow decomposition).
 */
export function decomposeFlows(indexed: Indexed, decision: Decision): Parcel[] {
  return indexed.goods.flatMap((_, good) => new GoodFlow(indexed, decision, good).parcels());
}

interface Lot {
  readonly site: number;
  left: number;
}

interface Edge {
  readonly head: number;
  readonly cost: number;
  readonly step: Step;
  left: number;
}

interface Found {
  readonly cost: number;
  readonly to: number;
  readonly path: readonly Edge[];
}

/** The flow of one good as a graph: places 0 .. A - 1 are areas, A .. are nodes (area, mode). */
class GoodFlow {
  readonly #good: number;
  readonly #lots: Lot[][];
  readonly #use: Float64Array;
  readonly #edges: Edge[][];

  constructor(indexed: Indexed, decision: Decision, good: number) {
    this.#good = good;
    const areaCount = indexed.areas.length;
    const goodCount = indexed.goods.length;
    this.#lots = lotsOf(indexed, decision, good);
    this.#use = useOf(indexed, decision, good);
    this.#edges = Array.from({ length: areaCount + indexed.nodeArea.length }, () => []);
    const add = (tail: number, head: number, cost: number, left: number, step: Step): void => {
      if (left > DUST) this.#edges[tail].push({ head, cost: cost * indexed.tonnesPerUnit[good], step, left });
    };
    indexed.nodeArea.forEach((area, node) => {
      const terminal = indexed.terminal[indexed.nodeMode[node]];
      const cell = node * goodCount + good;
      add(area, areaCount + node, terminal, decision.load[cell], { kind: "load", index: node });
      add(areaCount + node, area, terminal, decision.unload[cell], { kind: "unload", index: node });
    });
    indexed.arcTail.forEach((tail, arc) => {
      const head = areaCount + indexed.arcHead[arc];
      const flow = decision.flow[arc * goodCount + good];
      add(areaCount + tail, head, indexed.arcEnergy[arc], flow, { kind: "arc", index: arc });
    });
  }

  parcels(): Parcel[] {
    const parcels: Parcel[] = [];
    // Removing flow only makes a source's cheapest path dearer, so an outdated key is a lower bound:
    // the source with the least key is searched again, and served if it still is the cheapest.
    const waiting = this.#lots.flatMap((lots, area) => (lots.length > 0 ? [{ area, key: 0 }] : []));
    while (waiting.length > 0) {
      waiting.sort((a, b) => a.key - b.key || a.area - b.area);
      const first = waiting[0];
      const found = this.#search(first.area);
      if (found === undefined) waiting.shift();
      else if (waiting.length > 1 && found.cost > waiting[1].key) first.key = found.cost;
      else {
        first.key = found.cost;
        parcels.push(this.#send(first.area, found));
        if (this.#lots[first.area].length === 0) waiting.shift();
      }
    }
    return parcels;
  }

  /** Takes one parcel off the flows. */
  #send(from: number, { cost, to, path }: Found): Parcel {
    const lot = this.#lots[from][0];
    let amount = Math.min(lot.left, this.#use[to]);
    for (const edge of path) amount = Math.min(amount, edge.left);
    for (const edge of path) edge.left -= amount;
    this.#use[to] -= amount;
    lot.left -= amount;
    if (lot.left <= DUST) this.#lots[from].shift();
    const steps = path.map(({ step }) => step);
    return { good: this.#good, site: lot.site, from, to, amount, energy: cost * amount, steps };
  }

  /** Dijkstra's search from an area to the nearest area with use left. Few places carry flow: no heap needed. */
  #search(from: number): Found | undefined {
    const cost = new Float64Array(this.#edges.length).fill(Number.POSITIVE_INFINITY);
    const into: ({ tail: number; edge: Edge } | undefined)[] = new Array(this.#edges.length);
    const settled = new Int8Array(this.#edges.length);
    const open = [from];
    cost[from] = 0;
    while (open.length > 0) {
      let nearest = 0;
      for (let k = 1; k < open.length; k++) if (cost[open[k]] < cost[open[nearest]]) nearest = k;
      const place = open.splice(nearest, 1)[0];
      settled[place] = 1;
      if (place < this.#use.length && this.#use[place] > DUST)
        return { cost: cost[place], to: place, path: trace(into, place) };
      for (const edge of this.#edges[place]) {
        if (edge.left <= DUST || settled[edge.head]) continue;
        const through = cost[place] + edge.cost;
        if (cost[edge.head] === Number.POSITIVE_INFINITY) open.push(edge.head);
        if (through < cost[edge.head]) {
          cost[edge.head] = through;
          into[edge.head] = { tail: place, edge };
        }
      }
    }
    return undefined;
  }
}

function trace(into: readonly ({ tail: number; edge: Edge } | undefined)[], to: number): Edge[] {
  const path: Edge[] = [];
  for (let at = into[to]; at !== undefined; at = into[at.tail]) path.unshift(at.edge);
  return path;
}

/** What each area brings forth of a good, by works in id order, then its own supply. */
function lotsOf(indexed: Indexed, decision: Decision, good: number): Lot[][] {
  const bySite = new Float64Array(indexed.sites.length);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const { start, index, value } = indexed.makes;
    for (let e = start[recipe]; e < start[recipe + 1]; e++) {
      if (index[e] === good)
        bySite[indexed.moduleSite[indexed.activityModule[activity]]] += value[e] * decision.runs[activity];
    }
  });
  const lots: Lot[][] = indexed.areas.map(() => []);
  bySite.forEach((left, site) => {
    if (left > DUST) lots[indexed.siteArea[site]].push({ site, left });
  });
  lots.forEach((list, area) => {
    const left = decision.supplied[area * indexed.goods.length + good];
    if (left > DUST) list.push({ site: -1, left });
  });
  return lots;
}

/** What each area uses of a good: final use, what works take, what is let go. */
function useOf(indexed: Indexed, decision: Decision, good: number): Float64Array {
  const goodCount = indexed.goods.length;
  const use = Float64Array.from(indexed.areas, (_, area) => {
    const cell = area * goodCount + good;
    return indexed.demand[cell] - decision.unmet[cell] + decision.surplus[cell];
  });
  indexed.activityRecipe.forEach((recipe, activity) => {
    const { start, index, value } = indexed.takes;
    for (let e = start[recipe]; e < start[recipe + 1]; e++) {
      if (index[e] !== good) continue;
      use[indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]]] += value[e] * decision.runs[activity];
    }
  });
  return use;
}

/** The same decision with flows that are exactly the sum of the parcels: nothing runs in circles. */
export function withoutCircles(indexed: Indexed, decision: Decision, parcels: readonly Parcel[]): Decision {
  const goodCount = indexed.goods.length;
  const flow = new Float64Array(decision.flow.length);
  const load = new Float64Array(decision.load.length);
  const unload = new Float64Array(decision.unload.length);
  const tables = { arc: flow, load, unload };
  for (const { good, amount, steps } of parcels) {
    for (const { kind, index } of steps) tables[kind][index * goodCount + good] += amount;
  }
  return { ...decision, flow, load, unload };
}
