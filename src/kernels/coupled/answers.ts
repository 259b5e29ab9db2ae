/**
 * What every group of works answers to given prices, and the bound that follows from it.
 *
 * Problem: each group, supply and by-product minimises on its own; the sum, with what demand is worth, is the Lagrangian
 *          value of the prices. Over all pairs of places it is a lower bound on every plan.
 * Shapes:  price and slope by node; open by works, in modules.
 * Gives:   slope[j], what is short at node j: a supergradient of the value.
 * Memory:  O(nodes + works), taken in start; an answer takes none.
 * Complexity: O(arcs) to see which groups may gain, then for those a sort of the nodes that pay and one pass a set.
 * Exact:   a set of works serves the nodes that pay most, by its cheapest works first; since what a unit more earns falls
 *          and what it costs rises, that is the best the set can do. Works with several activities of different capacity
 *          are let have the largest of them at the least cost, which leaves the bound valid.
 * Source:  Geoffrion, Lagrangean relaxation for integer programming (1974); the strong form after Cornuejols, Sridharan
 *          and Thizy, A comparison of heuristics and relaxations for the capacitated plant location problem (1991).
 */
import { type Answers, noteMissing } from "./answer-state.ts";
import { gather, listArcs, listEverywhere } from "./gather-nodes.ts";
import { bestOfGroup, takeBest } from "./group-answers.ts";
import { answerLots } from "./lot-answers.ts";

const NONE = Number.POSITIVE_INFINITY;

/** The value of the prices, over the arcs alone or (`everywhere`) over all pairs; then it is a bound. */
export function answer(answers: Answers, price: Float64Array, everywhere: boolean): number {
  const { instance, open } = answers;
  answers.missingCount = 0;
  open.fill(0);
  let value = instance.closingAll + answerDemand(answers, price);
  for (let gate = 0; gate < instance.gateCell.length; gate++) priceGate(answers, gate, everywhere);
  priceSizes(answers, price);
  for (let s = 0; s < instance.supplyCell.length; s++) {
    value -= answerSupply(answers, price, instance.supplyCell[s], everywhere);
  }
  if (answers.lots !== undefined) return value - answerLots(answers, answers.lots, price, everywhere);
  const groupCount = instance.groupCell.length;
  for (let q = 0; q < groupCount; q++) {
    value -= bestOfGroup(answers, price, q, everywhere, false);
    takeBest(answers, q, everywhere);
  }
  return value;
}

/** What demand is worth, where it may stay unmet the least of price and shortage; and each cell's dearest node. */
function answerDemand(answers: Answers, price: Float64Array): number {
  const { nodes, slope, topPrice, topNode, topOfGood, instance } = answers;
  const { nodeStart, demand } = nodes;
  const { placeCount: p, shortage } = instance;
  let value = 0;
  topOfGood.fill(-NONE);
  for (let cell = 0; cell < topPrice.length; cell++) {
    const good = Math.floor(cell / p);
    let top = -NONE;
    let at = -1;
    for (let j = nodeStart[cell]; j < nodeStart[cell + 1]; j++) {
      const v = price[j];
      if (v > top) {
        top = v;
        at = j;
      }
      slope[j] = 0;
      if (demand[j] === 0) continue;
      const ceiling = shortage[good];
      value += Math.min(v, ceiling) * demand[j];
      if (v < ceiling) slope[j] = demand[j];
    }
    topPrice[cell] = top;
    topNode[cell] = at;
    if (top > topOfGood[good]) topOfGood[good] = top;
  }
  answers.visits += nodes.nodeCount;
  return value;
}

/** What a by-product is worth where it leaves: what the best node pays less freight, or that it need not be let go. */
function priceGate(answers: Answers, gate: number, everywhere: boolean): void {
  const { instance, gatePrice, gateNode, topPrice, topNode, candidate, delivered } = answers;
  const p = instance.placeCount;
  const cell = instance.gateCell[gate];
  const good = Math.floor(cell / p);
  const count = everywhere ? listEverywhere(answers, cell, NONE) : listArcs(answers, cell);
  let best = -instance.disposal[good];
  let node = -1;
  for (let k = 0; k < count; k++) {
    const to = good * p + candidate[k];
    const worth = topPrice[to] - delivered[k];
    if (worth > best) {
      best = worth;
      node = topNode[to];
    }
  }
  gatePrice[gate] = best;
  gateNode[gate] = node;
  if (everywhere && node >= 0) noteMissing(answers, cell, node);
}

/** Every size's cheapest activity at the prices. */
function priceSizes(answers: Answers, price: Float64Array): void {
  const { instance, nodes, sizeCost, sizeActivity, gatePrice } = answers;
  const { activityStart, activityCost, takeStart, takeInput, takeAmount } = instance;
  const { besideStart, besideGate, besideAmount } = instance;
  const { inputNode } = nodes;
  for (let k = 0; k < sizeCost.length; k++) {
    let least = NONE;
    let chosen = -1;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      let cost = activityCost[activity];
      for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++) {
        cost += takeAmount[e] * price[inputNode[takeInput[e]]];
      }
      for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++) {
        cost -= besideAmount[e] * gatePrice[besideGate[e]];
      }
      if (cost < least) {
        least = cost;
        chosen = activity;
      }
    }
    sizeCost[k] = least;
    sizeActivity[k] = chosen;
  }
  answers.visits += takeInput.length;
}

/** What a supply earns beyond lying idle; it has no cost and no rival. */
function answerSupply(answers: Answers, price: Float64Array, cell: number, everywhere: boolean): number {
  const { nodes, slope, item, worth, instance } = answers;
  const count = gather(answers, price, cell, 0, 0, 0, everywhere);
  let room = instance.supply[cell];
  let earned = 0;
  for (let k = 0; k < count && room > 0; k++) {
    const j = item[k];
    if (j < 0) break;
    const sent = Math.min(nodes.most[j], room);
    earned += worth[k] * sent;
    slope[j] -= sent;
    room -= sent;
    if (everywhere) noteMissing(answers, cell, j);
  }
  return earned;
}
