import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import {
  buildStages,
  type StageNetwork,
  serveStages,
  setWorks,
  stagePrice,
} from "../../kernels/coupled/stage-network.ts";
import { COARSE, type Grain } from "../../kernels/coupled/whole-scale.ts";
import { readSimplex } from "../../kernels/network-simplex.ts";
import type { GoodFlows, PassResult } from "./pass.ts";

/**
 * The cheapest flow of what is open at costs as fine as doubles allow; those of a search are coarse.
 *
 * @param isOpen works, 1 where open.
 */
export function serveFinely(
  instance: CoupledInstance,
  factor: Float64Array,
  isOpen: Int8Array,
  goods?: ReadonlySet<number>,
  grain: Grain = COARSE,
  likely?: Int8Array,
): StageNetwork {
  const fine = buildStages(instance, factor, isOpen, true, goods, grain, likely);
  for (let i = 0; i < isOpen.length; i++) if (isOpen[i] === 1) setWorks(fine, i, true);
  serveStages(fine);
  return fine;
}

/** Cells: 1 where works are open or something is supplied. */
export function likelyCells(
  { worksSize, sizeCell, supplyCell, demand }: CoupledInstance,
  open: Float64Array,
): Int8Array {
  const likely = new Int8Array(demand.length);
  for (let i = 0; i < open.length; i++) if (open[i] > 0) likely[sizeCell[worksSize[i]]] = 1;
  for (const cell of supplyCell) likely[cell] = 1;
  return likely;
}

/** A network's flow, as a pass of plans has it; isIn is 1 for the works that are open. */
export function readStages(net: StageNetwork, isIn: Int8Array): PassResult {
  const { instance, factor } = net;
  const { goodCount: g, placeCount: p, worksSize, activityStart, activityCost, demand } = instance;
  const { flow } = readSimplex(net.tree, net.network.arcCount);
  const amount = (a: number, good: number): number => flow[a] / (net.amountScale * factor[good]);
  const flows = Array.from({ length: g }, () => ({
    from: [] as number[],
    to: [] as number[],
    amount: [] as number[],
    supplied: new Float64Array(p),
    lacking: new Float64Array(p),
  }));
  for (let e = 0; e < net.pairCell.length; e++) {
    const good = Math.floor(net.pairCell[e] / p);
    if (!(flow[net.pairArc + e] > 0)) continue;
    flows[good].from.push(net.pairCell[e] % p);
    flows[good].to.push(net.pairTo[e]);
    flows[good].amount.push(amount(net.pairArc + e, good));
  }
  const book = (cells: Int32Array, first: number, name: "supplied" | "lacking"): void =>
    cells.forEach((cell, k) => {
      const good = Math.floor(cell / p);
      flows[good][name][cell % p] += amount(first + k, good);
    });
  book(net.demandCell, net.lackArc, "lacking");
  book(net.softCell, net.softArc, "lacking");
  book(net.supplyCell, net.supplyArc, "supplied");
  const open = new Float64Array(worksSize.length);
  const made = new Float64Array(worksSize.length);
  const byActivity = new Float64Array(activityCost.length);
  for (let i = 0; i < worksSize.length; i++) {
    if (isIn[i] !== 1) continue;
    made[i] = amount(net.worksArc[i], Math.floor(instance.sizeCell[worksSize[i]] / p));
    byActivity[activityStart[worksSize[i]]] += made[i];
    open[i] = 1;
  }
  return {
    open,
    made,
    byActivity,
    flows: flows.map(
      (own): GoodFlows => ({
        ...own,
        from: Int32Array.from(own.from),
        to: Int32Array.from(own.to),
        amount: Float64Array.from(own.amount),
      }),
    ),
    marginal: new Float64Array(demand.length),
  };
}

/** Cells: what one unit more costs where goods arrive; `otherwise` where nobody could. */
export function arrivalPrices(net: StageNetwork, otherwise: Float64Array): Float64Array {
  const { instance, arrival, factor, shift, costScale, network, lackArc } = net;
  const price = otherwise.slice();
  for (let cell = 0; cell < arrival.length; cell++) {
    if (arrival[cell] < 0) continue;
    const good = Math.floor(cell / instance.placeCount);
    const cost = stagePrice(net, arrival[cell]);
    if (cost < network.cost[lackArc]) price[cell] = ((cost + shift[good]) * factor[good]) / costScale;
  }
  return price;
}

/** What is gone without in the present flow, in whole amounts, that may not be. */
export function missingIn(net: StageNetwork): number {
  const { demandCell, arrival, network, lackArc, tree } = net;
  let lacks = false;
  for (let b = 0; b < demandCell.length; b++)
    lacks ||= stagePrice(net, arrival[demandCell[b]]) >= network.cost[lackArc + b];
  if (!lacks) return 0;
  const { flow } = readSimplex(tree, network.arcCount);
  let sum = 0;
  for (let b = 0; b < demandCell.length; b++) sum += flow[lackArc + b];
  return sum;
}

/**
 * Goods: what is wanted for itself and in all that is made of it. At least: without what may stay unmet, and less what is
 * supplied, since then works must make it; or at most.
 */
export function wantedByGood(instance: CoupledInstance, order: Int32Array, atMost: boolean): Float64Array {
  const { goodCount: g, placeCount: p, demand, supply, shortage } = instance;
  const { goodStart, goodSizes, activityStart, takeStart, takeInput, inputGood, takeAmount } = instance;
  const wanted = new Float64Array(g);
  for (let cell = 0; cell < demand.length; cell++) {
    const good = Math.floor(cell / p);
    if (!atMost) wanted[good] -= supply[cell];
    if (atMost || shortage[good] === Number.POSITIVE_INFINITY) wanted[good] += demand[cell];
  }
  for (const good of order) {
    wanted[good] = Math.max(0, wanted[good]);
    const [first, last] = [goodStart[good], goodStart[good + 1]];
    for (let at = first; at < last; at++) {
      const activity = activityStart[goodSizes[at]];
      const taken = takeStart[activity];
      if (takeStart[activity + 1] === taken) {
        // Where some works take nothing, none of it need be taken.
        if (!atMost) break;
        continue;
      }
      if (!atMost && at + 1 < last) continue;
      wanted[inputGood[takeInput[taken]]] += takeAmount[taken] * wanted[good];
      break;
    }
  }
  return wanted;
}
