import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { type Step, TagPaths, tagsOf } from "../network/tags.ts";
import { amountsBuiltIn, amountsOfLinks } from "./amounts.ts";

/** Amounts below this (t or the good's unit a year) are a solver's dust: a tenth of a gram. */
export const DUST = 1e-7;

/** Less than this (t or the good's unit a year) that is left undivided is dust that adds up: a gram. */
const LOST = 1e-6;

/** Goods of one works, or of an area's own supply (site -1), that go to one area by one path. */
export interface Parcel {
  readonly good: number;
  readonly site: number;
  readonly from: number;
  readonly to: number;
  /** What leaves; what is lost on the way does not arrive. */
  readonly amount: number;
  /** MJ of freight and terminals for the whole amount. */
  readonly energy: number;
  readonly steps: readonly Step[];
  /** Serves final demand, of a good whose options rule who may. */
  readonly final?: true;
}

/**
 * Decomposes a decision's flows into parcels, cheapest first: again and again the cheapest path (by energy per unit
 * that arrives) from any place with goods left to any place with use left, along what is left of the flows. What
 * remains in the end can only run in circles, perhaps until all of it is lost.
 *
 * Gives: the parcels, and the decision without circles that serve no purpose and without dust.
 * Memory: O(flows of one good). Work: one shortest-path search per parcel, and a few more.
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), sections 3.5 (flow decomposition) and 15.3
 *         (with losses).
 */
export function decomposeFlows(
  indexed: Indexed,
  decision: Decision,
): { readonly parcels: readonly Parcel[]; readonly cleaned: Decision } {
  const { arcLink, linkMakes, linkTakes } = indexed;
  const hasRecipe = (arc: number): boolean =>
    [linkMakes, linkTakes].some(({ start }) => start[arcLink[arc] + 1] > start[arcLink[arc]]);
  const parcels: Parcel[] = [];
  const circling: Circling[] = [];
  const tagged = taggedParcels(indexed, decision);
  indexed.goods.forEach((_, good) => {
    const known = tagged.filter((parcel) => parcel.good === good);
    const flow = new GoodFlow(indexed, decision, good, known);
    parcels.push(...known, ...flow.parcels());
    if (flow.circlesCount(hasRecipe)) flow.rest((step, amount) => circling.push({ good, step, amount }));
  });
  return { parcels, cleaned: withoutIdleCircles(indexed, decision, parcels, circling) };
}

/** What tags serve, each the cheapest way. */
function taggedParcels(indexed: Indexed, { served }: Decision): Parcel[] {
  const tags = tagsOf(indexed);
  const paths = new TagPaths(indexed);
  return Array.from(served).flatMap((amount, tag): Parcel[] => {
    if (amount <= DUST) return [];
    const [good, from, to] = [tags.good[tag], tags.from[tag], tags.to[tag]];
    const energy = tags.energy[tag] * amount;
    return [{ good, site: tags.site[tag], from, to, amount, energy, steps: paths.steps(good, from, to), final: true }];
  });
}

/** A flow that serves nobody and has a purpose all the same. */
interface Circling {
  readonly good: number;
  readonly step: Step;
  readonly amount: number;
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

/** How a search came to a place. */
interface Way {
  readonly tail: number;
  readonly edge: Edge;
}

interface Found {
  /** MJ per unit that arrives. */
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
  /** Places, as the last search left them: what it costs to get there, by which edge, whether that is the least. */
  readonly #cost: Float64Array;
  readonly #into: (Way | undefined)[];
  readonly #settled: Int8Array;
  /** The places that it reached. */
  readonly #touched: number[] = [];

  /** @param known parcels of the good that have been taken off the flows already. */
  constructor(indexed: Indexed, decision: Decision, good: number, known: readonly Parcel[]) {
    this.#good = good;
    const areaCount = indexed.areas.length;
    const goodCount = indexed.goods.length;
    const nodeCount = indexed.nodeArea.length;
    this.#lots = lotsOf(indexed, decision, good, known);
    this.#use = useOf(indexed, decision, good);
    const sent = {
      load: new Float64Array(nodeCount),
      unload: new Float64Array(nodeCount),
      arc: new Float64Array(indexed.arcTail.length),
    };
    for (const { amount, steps } of known) for (const { kind, index } of steps) sent[kind][index] += amount;
    for (const { to, amount } of known) this.#use[to] -= amount;
    this.#edges = Array.from({ length: areaCount + indexed.nodeArea.length }, () => []);
    this.#cost = new Float64Array(this.#edges.length).fill(Number.POSITIVE_INFINITY);
    this.#into = new Array(this.#edges.length);
    this.#settled = new Int8Array(this.#edges.length);
    const add = (tail: number, head: number, cost: number, left: number, kind: Step["kind"], index: number): void => {
      const step = { kind, index, arrives: kind === "arc" ? 1 - indexed.arcLoss[index] : 1 };
      if (left > DUST) this.#edges[tail].push({ head, cost: cost * indexed.tonnesPerUnit[good], step, left });
    };
    indexed.nodeArea.forEach((area, node) => {
      const terminal = indexed.terminal[indexed.nodeMode[node]];
      const cell = node * goodCount + good;
      add(area, areaCount + node, terminal, decision.load[cell] - sent.load[node], "load", node);
      add(areaCount + node, area, terminal, decision.unload[cell] - sent.unload[node], "unload", node);
    });
    indexed.arcTail.forEach((tail, arc) => {
      const head = areaCount + indexed.arcHead[arc];
      const flow = decision.flow[arc * goodCount + good] - sent.arc[arc];
      add(areaCount + tail, head, indexed.arcEnergy[arc], flow, "arc", arc);
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
  #send(from: number, { to, path }: Found): Parcel {
    const lot = this.#lots[from][0];
    let amount = lot.left;
    let part = 1;
    for (const edge of path) {
      amount = Math.min(amount, edge.left / part);
      part *= edge.step.arrives;
    }
    amount = Math.min(amount, this.#use[to] / part);
    let energy = 0;
    let moving = amount;
    for (const edge of path) {
      edge.left -= moving;
      energy += edge.cost * moving;
      moving *= edge.step.arrives;
    }
    this.#use[to] -= moving;
    lot.left -= amount;
    if (lot.left <= DUST) this.#lots[from].shift();
    const steps = path.map(({ step }) => step);
    return { good: this.#good, site: lot.site, from, to, amount, energy, steps };
  }

  /** Whether what is left goes somewhere: from goods left, or where a link makes goods of it, into circles. */
  circlesCount(isUseful: (arc: number) => boolean): boolean {
    if (this.#lots.some((lots) => lots.some(({ left }) => left > LOST))) return true;
    return this.#edges.some((edges) =>
      edges.some(({ left, step }) => left > LOST && step.kind === "arc" && isUseful(step.index)),
    );
  }

  /** Hands over what is left of the flows. */
  rest(give: (step: Step, amount: number) => void): void {
    for (const edges of this.#edges) for (const { step, left } of edges) if (left > DUST) give(step, left);
  }

  /** Dijkstra's search from an area to the nearest area with use left. Few places carry flow: no heap needed. */
  #search(from: number): Found | undefined {
    const [cost, into, settled, touched] = [this.#cost, this.#into, this.#settled, this.#touched];
    for (const place of touched) {
      cost[place] = Number.POSITIVE_INFINITY;
      into[place] = undefined;
      settled[place] = 0;
    }
    const open = [from];
    touched.length = 0;
    touched.push(from);
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
        const through = (cost[place] + edge.cost) / edge.step.arrives;
        if (cost[edge.head] === Number.POSITIVE_INFINITY) {
          open.push(edge.head);
          touched.push(edge.head);
        }
        if (through < cost[edge.head]) {
          cost[edge.head] = through;
          into[edge.head] = { tail: place, edge };
        }
      }
    }
    return undefined;
  }
}

function trace(into: readonly (Way | undefined)[], to: number): Edge[] {
  const path: Edge[] = [];
  for (let at = into[to]; at !== undefined; at = into[at.tail]) path.unshift(at.edge);
  return path;
}

/** What each area brings forth of a good, by works in id order, then its own supply and what links make. */
function lotsOf(indexed: Indexed, decision: Decision, good: number, known: readonly Parcel[]): Lot[][] {
  const bySite = new Float64Array(indexed.sites.length);
  const bySupply = Float64Array.from(indexed.areas, (_, area) => decision.supplied[area * indexed.goods.length + good]);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const { start, index, value } = indexed.makes;
    for (let e = start[recipe]; e < start[recipe + 1]; e++) {
      if (index[e] === good)
        bySite[indexed.moduleSite[indexed.activityModule[activity]]] += value[e] * decision.runs[activity];
    }
  });
  for (const { site, from, amount } of known) {
    if (site >= 0) bySite[site] -= amount;
    else bySupply[from] -= amount;
  }
  const lots: Lot[][] = indexed.areas.map(() => []);
  bySite.forEach((left, site) => {
    if (left > DUST) lots[indexed.siteArea[site]].push({ site, left });
  });
  const byLinks = amountsOfLinks(indexed, decision, indexed.linkMakes);
  lots.forEach((list, area) => {
    const cell = area * indexed.goods.length + good;
    const left = bySupply[area] + byLinks[cell];
    if (left > DUST) list.push({ site: -1, left });
  });
  return lots;
}

/** What each area uses of a good: final use, what works and links take and is built in, what is let go. */
function useOf(indexed: Indexed, decision: Decision, good: number): Float64Array {
  const goodCount = indexed.goods.length;
  const byLinks = amountsOfLinks(indexed, decision, indexed.linkTakes);
  const builtIn = amountsBuiltIn(indexed, decision);
  const use = Float64Array.from(indexed.areas, (_, area) => {
    const cell = area * goodCount + good;
    return indexed.demand[cell] - decision.unmet[cell] + decision.surplus[cell] + byLinks[cell] + builtIn[cell];
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

/**
 * The same decision with flows that are exactly the sum of the parcels and of what serves a purpose in circles: nothing
 * else runs in circles.
 */
function withoutIdleCircles(
  indexed: Indexed,
  decision: Decision,
  parcels: readonly Parcel[],
  circling: readonly Circling[],
): Decision {
  const goodCount = indexed.goods.length;
  const flow = new Float64Array(decision.flow.length);
  const load = new Float64Array(decision.load.length);
  const unload = new Float64Array(decision.unload.length);
  const tables = { arc: flow, load, unload };
  for (const { good, amount, steps } of parcels) {
    let moving = amount;
    for (const { kind, index, arrives } of steps) {
      tables[kind][index * goodCount + good] += moving;
      moving *= arrives;
    }
  }
  for (const { good, step, amount } of circling) tables[step.kind][step.index * goodCount + good] += amount;
  // A works that is said to make nothing has no energy in the books either.
  const runs = decision.runs.map((amount) => (amount > DUST ? amount : 0));
  return { ...decision, runs, flow, load, unload };
}
