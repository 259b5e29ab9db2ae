import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";

/**
 * A plan of some goods, whole chains of them, with the others as they are in a plan of all. Chains share no cost and no
 * limit, so that the two together are a plan.
 *
 * @param goods 1 for the goods that were found anew; of the others `found` has nothing.
 * @param plan has the same modules.
 */
export function withGoodsThatStay(
  problem: CoupledProblem,
  goods: Int8Array,
  plan: CoupledPlan,
  found: CoupledPlan,
): CoupledPlan {
  if (goods.every((mark) => mark === 1)) return found;
  const { placeCount: p, siteGood, sizeStart, activityStart } = problem;
  const runs = found.runs.slice();
  for (let site = 0; site < siteGood.length; site++) {
    if (goods[siteGood[site]] === 1) continue;
    const [first, end] = [activityStart[sizeStart[site]], activityStart[sizeStart[site + 1]]];
    runs.set(plan.runs.subarray(first, end), first);
  }
  const cells = (anew: Float64Array, former: Float64Array): Float64Array =>
    anew.map((amount, cell) => (goods[Math.floor(cell / p)] === 1 ? amount : former[cell]));
  const { good, from, to, amount } = plan.shipments;
  const stays = Array.from(good.keys()).filter((e) => goods[good[e]] === 0);
  const joined = (anew: Int32Array, former: Int32Array): Int32Array =>
    Int32Array.from([...anew, ...stays.map((e) => former[e])]);
  return {
    ...found,
    runs,
    supplied: cells(found.supplied, plan.supplied),
    letGo: cells(found.letGo, plan.letGo),
    unmet: cells(found.unmet, plan.unmet),
    shipments: {
      good: joined(found.shipments.good, good),
      from: joined(found.shipments.from, from),
      to: joined(found.shipments.to, to),
      amount: Float64Array.from([...found.shipments.amount, ...stays.map((e) => amount[e])]),
    },
  };
}
