import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import { type CoupledInstance, freightBetween } from "../../kernels/coupled/instance.ts";
import type { CoupledPlan } from "../../problems/coupled-result.ts";
import type { PassResult } from "./pass.ts";

export interface SettledPlan {
  readonly plan: CoupledPlan;
  readonly cost: number;
  /** Goods: what it costs to make, send, let go of and lack each, with what stands at its sites. */
  readonly goodCost: Float64Array;
}

/**
 * Makes a pass's rounded amounts balance. Its wants were rounded up, so from final goods down every amount shrinks a hair
 * until arrivals are what is used, to the last digits of a double; no works makes more than it did.
 *
 * @param order goods, each before what it is made of.
 * @param arrays where the arrays are taken from.
 * Gives: undefined where something is lacking that may not be.
 */
export function settle(
  instance: CoupledInstance,
  order: Int32Array,
  pass: Pick<PassResult, "flows" | "byActivity" | "open">,
  arrays: ArraySource = OWN_ARRAYS,
): SettledPlan | undefined {
  const { placeCount: p, goodCount: g, demand, supply, disposal, shortage, gateCell, sizeCell } = instance;
  const need = arrays.floats(g * p);
  need.set(demand);
  const beside = arrays.floats(g * p);
  const runs = arrays.floats(instance.activityCost.length);
  const supplied = arrays.floats(g * p);
  const letGo = arrays.floats(g * p);
  const unmet = arrays.floats(g * p);
  let most = 0;
  for (let at = 0; at < order.length; at++) most += pass.flows[order[at]].amount.length;
  const shipments = {
    good: arrays.ints(most),
    from: arrays.ints(most),
    to: arrays.ints(most),
    amount: arrays.floats(most),
  };
  let sending = 0;
  const arriving = arrays.floats(p);
  const sent = arrays.floats(p);
  const planned = arrays.floats(p);
  const goodCost = arrays.floats(g);
  for (let at = 0; at < order.length; at++) {
    const good = order[at];
    const { from, to, amount, supplied: given, lacking } = pass.flows[good];
    arriving.fill(0);
    sent.fill(0);
    planned.fill(0);
    for (let e = 0; e < amount.length; e++) {
      arriving[to[e]] += amount[e];
      planned[from[e]] += amount[e];
    }
    for (let b = 0; b < p; b++) {
      const cell = good * p + b;
      if (lacking[b] > 0) {
        if (shortage[good] === Number.POSITIVE_INFINITY || lacking[b] > demand[cell] * (1 + 1e-6)) return undefined;
        unmet[cell] = Math.min(demand[cell], lacking[b]);
        goodCost[good] += shortage[good] * unmet[cell];
      }
      if (need[cell] - unmet[cell] > 0 && !(arriving[b] > 0)) return undefined;
    }
    for (let e = 0; e < amount.length; e++) {
      const cell = good * p + to[e];
      const share = (amount[e] * (need[cell] - unmet[cell])) / arriving[to[e]];
      if (!(share > 0)) continue;
      shipments.good[sending] = good;
      shipments.from[sending] = from[e];
      shipments.to[sending] = to[e];
      shipments.amount[sending++] = share;
      sent[from[e]] += share;
      goodCost[good] += freightBetween(instance, good, from[e], to[e]) * share;
    }
    for (let k = instance.goodStart[good]; k < instance.goodStart[good + 1]; k++) {
      const size = instance.goodSizes[k];
      const place = sizeCell[size] % p;
      if (!(planned[place] > 0)) continue;
      for (let activity = instance.activityStart[size]; activity < instance.activityStart[size + 1]; activity++) {
        const made = (pass.byActivity[activity] * sent[place]) / planned[place];
        if (!(made > 0)) continue;
        runs[activity] += made / instance.activityYield[activity];
        goodCost[good] += made * instance.activityCost[activity];
        for (let e = instance.takeStart[activity]; e < instance.takeStart[activity + 1]; e++)
          need[instance.inputGood[instance.takeInput[e]] * p + place] += instance.takeAmount[e] * made;
        for (let e = instance.besideStart[activity]; e < instance.besideStart[activity + 1]; e++)
          beside[gateCell[instance.besideGate[e]]] += instance.besideAmount[e] * made;
      }
    }
    for (let a = 0; a < p; a++) {
      const cell = good * p + a;
      const used = planned[a] > 0 ? (given[a] * sent[a]) / planned[a] : 0;
      // By-products first: what is not used of them has to be let go.
      const fromBeside = Math.min(used, beside[cell]);
      supplied[cell] = Math.min(supply[cell], used - fromBeside);
      letGo[cell] = beside[cell] - fromBeside;
      if (letGo[cell] > 0) {
        if (disposal[good] === Number.POSITIVE_INFINITY) return undefined;
        goodCost[good] += disposal[good] * letGo[cell];
      }
    }
  }
  const { kept, opened } = countModules(instance, pass.open, goodCost, arrays);
  let cost = 0;
  for (let good = 0; good < g; good++) cost += goodCost[good];
  const plan: CoupledPlan = {
    kept,
    opened,
    runs,
    shipments: sending === most ? shipments : firstOf(shipments, sending),
    supplied,
    letGo,
    unmet,
  };
  return { plan, cost, goodCost };
}

/** The shipments without those that carry nothing in the end. */
function firstOf({ good, from, to, amount }: CoupledPlan["shipments"], count: number): CoupledPlan["shipments"] {
  return {
    good: good.slice(0, count),
    from: from.slice(0, count),
    to: to.slice(0, count),
    amount: amount.slice(0, count),
  };
}

/** Counts modules by size, and books what they cost. */
function countModules(
  instance: CoupledInstance,
  open: Float64Array,
  goodCost: Float64Array,
  arrays: ArraySource,
): { kept: Int32Array; opened: Int32Array } {
  const { placeCount: p, sizeCount, sizeCell, sizeSite, worksSize, worksKept, worksFixed, problem } = instance;
  const kept = arrays.ints(sizeCount);
  const opened = arrays.ints(sizeCount);
  const sites = new Set<number>();
  const roofs = new Set<number>();
  for (let size = 0; size < sizeCount; size++) {
    const closing = (problem.standing?.[size] ?? 0) * (problem.closingCost?.[size] ?? 0);
    goodCost[Math.floor(sizeCell[size] / p)] += closing;
  }
  for (let i = 0; i < worksSize.length; i++) {
    if (open[i] === 0) continue;
    const size = worksSize[i];
    const good = Math.floor(sizeCell[size] / p);
    if (worksKept[i] === 1) kept[size] += open[i];
    else opened[size] += open[i];
    goodCost[good] += worksFixed[i] * open[i];
    if (sites.has(sizeSite[size])) continue;
    sites.add(sizeSite[size]);
    goodCost[good] += problem.siteCost?.[sizeSite[size]] ?? 0;
    const roof = problem.siteRoof?.[sizeSite[size]] ?? -1;
    if (roof < 0 || roofs.has(roof)) continue;
    roofs.add(roof);
    goodCost[good] += problem.roofCost?.[roof] ?? 0;
  }
  return { kept, opened };
}
