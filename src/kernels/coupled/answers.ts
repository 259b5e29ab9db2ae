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
import { type Answers, bookTaken, noteMissing } from "./answer-state.ts";
import { noteRises, noteSpare, staysClosed } from "./closed-groups.ts";
import { gather, listArcs, listEverywhere } from "./gather-nodes.ts";
import { bestOfGroup, takeBest } from "./group-answers.ts";
import { answerLots } from "./lot-answers.ts";
import { roundingOf } from "./raise-prices.ts";

const NONE = Number.POSITIVE_INFINITY;

/** The value of the prices, over the arcs alone or (`everywhere`) over all pairs; then it is a bound. */
export function answer(answers: Answers, price: Float64Array, everywhere: boolean): number {
  const { instance, open, lots, earned, visitsOf } = answers;
  const { goodCount: g } = instance;
  answers.missingCount = 0;
  open.fill(0);
  let value = instance.closingAll + answerDemand(answers, price) - roundingOf(price, answers.nodes.most);
  for (let gate = 0; gate < instance.gateCell.length; gate++) priceGate(answers, gate, everywhere);
  if (lots !== undefined) {
    for (let good = 0; good < g; good++) {
      priceSizes(answers, price, good);
      value -= answerSupplies(answers, price, good, everywhere);
    }
    value -= answerLots(answers, lots, price, everywhere);
  } else {
    if (answers.together === undefined || everywhere) {
      for (let good = 0; good < g; good++) answerGood(answers, price, good, everywhere);
    } else answers.together.answerGoods(price);
    for (let good = 0; good < g; good++) {
      value -= earned[good];
      answers.visits += visitsOf[good];
    }
  }
  bookInputs(answers);
  return value;
}

/**
 * What all that makes or has one good answers, once demand and by-products are priced. Goods do not touch each other: this
 * writes to the good's own nodes, sizes and works only.
 */
export function answerGood(answers: Answers, price: Float64Array, good: number, everywhere: boolean): void {
  const { goodGroup, earned, visitsOf } = answers;
  const before = answers.visits;
  priceSizes(answers, price, good);
  let sum = answerSupplies(answers, price, good, everywhere);
  if (!everywhere) noteRises(answers, price, good);
  for (let q = goodGroup[good]; q < goodGroup[good + 1]; q++) {
    if (!everywhere && staysClosed(answers, q, good)) continue;
    sum += bestOfGroup(answers, price, q, everywhere, false);
    takeBest(answers, q, everywhere);
    if (!everywhere) noteSpare(answers, q, good);
  }
  answers.visits += goodGroup[good + 1] - goodGroup[good];
  earned[good] = sum;
  visitsOf[good] = answers.visits - before;
  answers.visits = before;
}

/** What demand is worth, where it may stay unmet the least of price and shortage; and each cell's dearest node. */
function answerDemand(answers: Answers, price: Float64Array): number {
  const { nodes, slope, topPrice, topNode, topOfGood, demanded, instance } = answers;
  const { nodeStart, demandNode } = nodes;
  const { placeCount: p, shortage, demand } = instance;
  let value = 0;
  demanded.fill(0);
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
    }
    const final = demandNode[cell];
    if (final >= 0) {
      const ceiling = shortage[good];
      const worth = Math.min(price[final], ceiling) * demand[cell];
      value += worth;
      demanded[good] += worth;
      if (price[final] < ceiling) slope[final] = demand[cell];
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

/** The cheapest activity at the prices of every size that makes a good. */
function priceSizes(answers: Answers, price: Float64Array, good: number): void {
  const { instance, nodes, sizeCost, sizeActivity, gatePrice } = answers;
  const { activityStart, activityCost, takeStart, takeInput, takeAmount, goodStart, goodSizes } = instance;
  const { besideStart, besideGate, besideAmount } = instance;
  const { inputNode } = nodes;
  for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
    const k = goodSizes[at];
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
    answers.visits += takeStart[activityStart[k + 1]] - takeStart[activityStart[k]];
  }
}

/** What supplies of a good earn. */
function answerSupplies(answers: Answers, price: Float64Array, good: number, everywhere: boolean): number {
  const { goodSupply, instance } = answers;
  let earned = 0;
  for (let s = goodSupply[good]; s < goodSupply[good + 1]; s++)
    earned += answerSupply(answers, price, instance.supplyCell[s], everywhere);
  return earned;
}

/** What a supply earns beyond lying idle; it has no cost and no rival. */
function answerSupply(answers: Answers, price: Float64Array, cell: number, everywhere: boolean): number {
  const { nodes, slope, item, worth, instance } = answers;
  let room = instance.supply[cell];
  const count = gather(answers, price, cell, 0, 0, 0, everywhere, room);
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

/** Books what all open works take of their inputs and make beside, which are other goods. */
function bookInputs(answers: Answers): void {
  const { open, made, instance } = answers;
  for (let works = 0; works < open.length; works++)
    if (open[works] > 0) bookTaken(answers, instance.worksSize[works], made[works]);
}
