/**
 * Proves, where that is easy, that a coupled problem has no plan: because all works together make too little of a good, or
 * too little of it is supplied, for what is wanted of it and of all that is made of it.
 *
 * Every good is priced by how much of the good in question a unit of it takes at least. At these prices, and no cost, works
 * of other goods gain nothing, so that the value is what is wanted less what can be made and supplied.
 *
 * Complexity: for each good one answer over all pairs of places.
 */
import { startAnswers } from "../../kernels/coupled/answer-state.ts";
import { answer } from "../../kernels/coupled/answers.ts";
import { nearestArcs } from "../../kernels/coupled/arcs.ts";
import { orderGoods } from "../../kernels/coupled/good-order.ts";
import { buildInstance, type CoupledInstance } from "../../kernels/coupled/instance.ts";
import { fineNodes, type PriceNodes } from "../../kernels/coupled/price-nodes.ts";
import type { CoupledProblem } from "../../problems/coupled.ts";
import type { CoupledCertificate } from "../../problems/coupled-result.ts";
import { leastLack, withoutCosts } from "../../problems/coupled-without-costs.ts";

/** Prices that prove that there is no plan; undefined where none were found, which proves nothing. */
export function proveInfeasible(problem: CoupledProblem): CoupledCertificate | undefined {
  const instance = buildInstance(withoutCosts(problem));
  const nodes = fineNodes(instance);
  const answers = startAnswers(
    instance,
    nodes,
    nearestArcs(instance, nodes.cellMost, 1),
    new Float64Array(nodes.nodeCount),
  );
  const { order } = orderGoods(instance);
  for (let good = 0; good < instance.goodCount; good++) {
    const price = contentPrices(instance, nodes, contentOf(instance, order, good));
    const certificate = certificateOf(nodes, price);
    if (answer(answers, price, true) > 2 * leastLack(problem, certificate)) return certificate;
  }
  return undefined;
}

/** Goods: how much of a good a unit takes at least, down all chains. */
function contentOf(instance: CoupledInstance, order: Int32Array, good: number): Float64Array {
  const { goodCount: g, placeCount: p, sizeCount, sizeCell, activityStart } = instance;
  const { takeStart, takeInput, takeAmount, inputGood, besideStart, besideGate, besideAmount, gateCell } = instance;
  const content = new Float64Array(g);
  for (let at = 0; at < g; at++) {
    const own = order[at];
    if (own === good) {
      content[own] = 1;
      continue;
    }
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < sizeCount; k++) {
      if (Math.floor(sizeCell[k] / p) !== own) continue;
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
        let taken = 0;
        for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++)
          taken += takeAmount[e] * content[inputGood[takeInput[e]]];
        for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++)
          taken -= besideAmount[e] * content[Math.floor(gateCell[besideGate[e]] / p)];
        least = Math.min(least, taken);
      }
    }
    content[own] = least === Number.POSITIVE_INFINITY ? 0 : Math.max(0, least);
  }
  return content;
}

/** Nodes; demand that may stay unmet is worth nothing. */
function contentPrices({ placeCount: p }: CoupledInstance, nodes: PriceNodes, content: Float64Array): Float64Array {
  return Float64Array.from(nodes.nodeCell, (cell) => content[Math.floor(cell / p)]);
}

function certificateOf({ demandNode, inputNode }: PriceNodes, price: Float64Array): CoupledCertificate {
  return {
    demandPrice: Float64Array.from(demandNode, (j) => (j < 0 ? 0 : price[j])),
    inputPrice: Float64Array.from(inputNode, (j) => price[j]),
  };
}
