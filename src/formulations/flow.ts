import { powerOfTenBelow } from "../base/scale.ts";
import type { Decision } from "../network/decision.ts";
import { mayUse } from "../network/gate-goods.ts";
import type { Indexed } from "../network/indexed.ts";
import { makersOf } from "../network/location-obstacles.ts";
import type { Modules } from "../network/settled-modules.ts";
import type { FlowProblem, FlowSolution } from "../problems/flow.ts";

/** Costs are rounded to whole steps so fine that the dearest way through all nodes stays below this. */
const COST_STEPS = 2 ** 49;

/** Amounts are whole thousandths at the door; capacities are products, and kept finer while sums stay below this. */
const AMOUNT_STEPS = 2 ** 49;
const FINEST = 1e9;
const COARSEST = 1e3;

/** A limit this close to a whole step, relative, is that step. */
const NEARLY = 2 ** -40;

/** One good's flow with its modules as they are, and the way home. */
export interface FlowFormulation {
  readonly problem: FlowProblem;
  /** The node that all of the good comes from: area a is node a, and one unit at the origin costs nothing. */
  readonly origin: number;
  /** One MJ per unit in the steps that costs are counted in. */
  readonly costScale: number;
  /** Per area, whether all of its demand goes unmet. */
  isUnmet(solution: FlowSolution, area: number): boolean;
  /** Books what the solution says of this good, and its modules, into a decision. */
  lift(solution: FlowSolution, into: Decision): void;
  /**
   * Guide prices: what one unit less saves, or, where nothing can be saved, what the neighbours' prices allow.
   *
   * @param back least cost of one unit from each node to the origin through what the flow leaves free.
   * Gives: MJ per unit of the good by area, MJ per tonne of room by arc.
   */
  pricesOf(solution: FlowSolution, back: Float64Array): { readonly good: Float64Array; readonly link: Float64Array };
}

/** The table of a decision that an arc's flow is booked in; a made good has no table before it is used or let go. */
type Use = "runs" | "made" | "supplied" | "unmet" | "surplus" | "load" | "unload" | "flow";

/** An arc of the network, MJ and units a year. */
interface Arc {
  readonly tail: number;
  readonly head: number;
  readonly cost: number;
  readonly least: number;
  readonly most: number;
  readonly use: Use;
  /** Activity, area, node or arc of the continent. */
  readonly place: number;
}

/**
 * A good that `isFlow` allows as one minimum-cost flow: from one origin through works, supplies and unmet demand to
 * areas, and over the ways between nodes (area, mode) within their limits.
 *
 * Where works have a minimum load, all that is made in an area comes to a node of its own, from which it is used or let
 * go, so that no more is let go than is made there.
 *
 * Shapes: nodes are A areas, N nodes (area, mode), the origin, and one for each area with a minimum load.
 * Units:  costs in whole steps of a power of ten of an MJ per unit, amounts of a unit a year.
 */
export function formulateFlow(indexed: Indexed, good: number, modules: Modules): FlowFormulation {
  const { areas, goods, arcCapacity, tonnesPerUnit } = indexed;
  const origin = areas.length + indexed.nodeArea.length;
  const wanted = Float64Array.from(areas, (_, a) => indexed.demand[a * goods.length + good]);
  const works = arcsOfWorks(indexed, good, modules, origin);
  const arcs = [...works, ...arcsOfAreas(indexed, good, origin), ...arcsOfWays(indexed, good)];
  const nodeCount = arcs.reduce((most, { tail, head }) => Math.max(most, tail + 1, head + 1), origin + 1);
  const forced = works.reduce((sum, { least }) => sum + least, 0);
  // No arc need carry more than all that is wanted and all that must be made.
  const all = wanted.reduce((sum, amount) => sum + amount, forced) + 1;
  const amountScale = scaleOfAmounts(all);
  const dearest = arcs.reduce((most, { cost }) => Math.max(most, Math.abs(cost)), 0);
  const costScale = powerOfTenBelow(COST_STEPS / ((dearest + 1) * (nodeCount + 1)));
  const supply = new Float64Array(nodeCount);
  wanted.forEach((amount, a) => {
    supply[a] = -Math.round(amount * amountScale);
    supply[origin] -= supply[a];
  });
  const capacity = Float64Array.from(arcs, ({ most }) => Math.floor(Math.min(most, all) * amountScale * (1 + NEARLY)));
  const lower = Float64Array.from(arcs, ({ least }, a) =>
    Math.min(capacity[a], Math.ceil(least * amountScale * (1 - NEARLY))),
  );
  const problem: FlowProblem = {
    nodeCount,
    tail: Int32Array.from(arcs, ({ tail }) => tail),
    head: Int32Array.from(arcs, ({ head }) => head),
    cost: Float64Array.from(arcs, ({ cost }) => Math.round(cost * costScale)),
    capacity,
    lower,
    supply,
  };
  return {
    problem,
    origin,
    costScale,
    isUnmet: ({ flow }, area) =>
      arcs.some(({ use, place }, a) => use === "unmet" && place === area && flow[a] >= -supply[area]),
    lift: ({ flow }, into) => {
      liftModules(indexed, good, modules, into);
      arcs.forEach(({ use, place }, a) => {
        if (flow[a] === 0 || use === "made") return;
        const amount = flow[a] / amountScale;
        if (use === "runs") into.runs[place] += amount / madePerRun(indexed, place);
        else into[use][place * goods.length + good] += amount;
      });
    },
    pricesOf: (solution, back) => {
      const potential = closedPotential(problem, solution.flow, back);
      const link = new Float64Array(arcCapacity.length);
      arcs.forEach(({ use, place, tail, head }, a) => {
        if (use !== "flow" || tonnesPerUnit[good] === 0 || !Number.isFinite(arcCapacity[place])) return;
        const rent = potential[head] - potential[tail] - problem.cost[a];
        if (rent > 0) link[place] = rent / costScale / tonnesPerUnit[good];
      });
      return { good: potential.slice(0, areas.length).map((steps) => steps / costScale), link };
    },
  };
}

/** Units that one run of an activity makes: it makes one good. */
function madePerRun({ makes, activityRecipe }: Indexed, activity: number): number {
  return makes.value[makes.start[activityRecipe[activity]]];
}

/** From the origin through works to their areas, by way of a node of its own where some have a minimum load. */
function arcsOfWorks(indexed: Indexed, good: number, { kept, built }: Modules, origin: number): Arc[] {
  const { siteArea, moduleStart, activityStart, capacity, runEnergy, minimumLoad, disposal } = indexed;
  const found: Arc[] = [];
  for (const site of makersOf(indexed, good)) {
    for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) {
      const activity = activityStart[k];
      const perRun = madePerRun(indexed, activity);
      const most = (kept[k] + built[k]) * capacity[activity] * perRun;
      if (most === 0) continue;
      const least = minimumLoad[site] * most;
      const cost = runEnergy[activity] / perRun;
      found.push({ tail: origin, head: siteArea[site], cost, least, most, use: "runs", place: activity });
    }
  }
  const madeAt = new Map<number, number>();
  for (const { head, least } of found) {
    if (least > 0 && !madeAt.has(head)) madeAt.set(head, origin + 1 + madeAt.size);
  }
  const arcs = found.map((arc) => ({ ...arc, head: madeAt.get(arc.head) ?? arc.head }));
  const plain = { least: 0, most: Number.POSITIVE_INFINITY };
  for (const [area, node] of madeAt) {
    arcs.push({ ...plain, tail: node, head: area, cost: 0, use: "made", place: area });
    if (Number.isFinite(disposal[good]))
      arcs.push({ ...plain, tail: node, head: origin, cost: disposal[good], use: "surplus", place: area });
  }
  return arcs;
}

/** From the origin to areas: what they supply, and what goes unmet where that is allowed. */
function arcsOfAreas({ areas, goods, supply, demand, shortage }: Indexed, good: number, origin: number): Arc[] {
  return areas.flatMap((_, area) => {
    const cell = area * goods.length + good;
    const own: Arc[] = [];
    const add = (cost: number, most: number, use: Use): void => {
      if (most > 0) own.push({ tail: origin, head: area, cost, least: 0, most, use, place: area });
    };
    add(0, supply[cell], "supplied");
    if (Number.isFinite(shortage[good])) add(shortage[good], demand[cell], "unmet");
    return own;
  });
}

/** Loading, unloading, and the arcs that the good may travel by. What weighs nothing travels for nothing, without limit. */
function arcsOfWays(indexed: Indexed, good: number): Arc[] {
  const { areas, modes, nodeArea, nodeMode, terminal, travels, tonnesPerUnit } = indexed;
  const { arcTail, arcHead, arcEnergy, arcCapacity } = indexed;
  const tonnes = tonnesPerUnit[good];
  const first = areas.length;
  const plain = { least: 0, most: Number.POSITIVE_INFINITY };
  const arcs: Arc[] = [];
  nodeArea.forEach((area, node) => {
    if (travels[good * modes.length + nodeMode[node]] === 0) return;
    const cost = terminal[nodeMode[node]] * tonnes;
    arcs.push({ ...plain, tail: area, head: first + node, cost, use: "load", place: node });
    arcs.push({ ...plain, tail: first + node, head: area, cost, use: "unload", place: node });
  });
  arcTail.forEach((tail, place) => {
    if (!mayUse(indexed, good, place)) return;
    const most = tonnes > 0 ? arcCapacity[place] / tonnes : Number.POSITIVE_INFINITY;
    const cost = arcEnergy[place] * tonnes;
    arcs.push({ ...plain, tail: first + tail, head: first + arcHead[place], cost, most, use: "flow", place });
  });
  return arcs;
}

function scaleOfAmounts(all: number): number {
  let scale = FINEST;
  while (scale > COARSEST && all * scale > AMOUNT_STEPS) scale /= 10;
  return scale;
}

function liftModules(indexed: Indexed, good: number, { kept, built }: Modules, into: Decision): void {
  const { moduleStart } = indexed;
  for (const site of makersOf(indexed, good)) {
    for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) {
      into.kept[k] = kept[k];
      into.built[k] = built[k];
    }
  }
}

/**
 * Potentials that no step through what the flow leaves free can undercut: what one unit less saves; where nothing can be
 * saved, the least that the way there from nodes with a potential allows; where no way leads there, the most that ways
 * from there to nodes with one ask for; else zero.
 */
function closedPotential({ tail, head, cost, ...limits }: FlowProblem, flow: Float64Array, back: Float64Array) {
  const [lower, capacity] = [limits.lower!, limits.capacity!];
  const potential = back.map((distance) => (distance < Number.POSITIVE_INFINITY ? -distance : distance));
  const lowerTo = (node: number, most: number): boolean => {
    if (back[node] < Number.POSITIVE_INFINITY || !(most < potential[node])) return false;
    potential[node] = most;
    return true;
  };
  for (let isFalling = true; isFalling; ) {
    isFalling = false;
    for (let a = 0; a < flow.length; a++) {
      if (flow[a] < capacity[a] && lowerTo(head[a], potential[tail[a]] + cost[a])) isFalling = true;
      if (flow[a] > lower[a] && lowerTo(tail[a], potential[head[a]] - cost[a])) isFalling = true;
    }
  }
  const asked = new Float64Array(potential.length).fill(Number.NEGATIVE_INFINITY);
  for (let isRising = true; isRising; ) {
    isRising = false;
    for (let a = 0; a < flow.length; a++) {
      if (potential[tail[a]] < Number.POSITIVE_INFINITY || flow[a] === capacity[a]) continue;
      const next = potential[head[a]] < Number.POSITIVE_INFINITY ? potential[head[a]] : asked[head[a]];
      if (!(next - cost[a] > asked[tail[a]])) continue;
      asked[tail[a]] = next - cost[a];
      isRising = true;
    }
  }
  return potential.map((value, node) => {
    if (value < Number.POSITIVE_INFINITY) return value;
    return asked[node] > Number.NEGATIVE_INFINITY ? asked[node] : 0;
  });
}
