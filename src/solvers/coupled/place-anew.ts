import type { Control, Sliceable } from "../../base/control.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { CoupledPlan, CoupledShipments } from "../../problems/coupled-result.ts";
import type { GoodFlows, PassGuide, PassResult } from "./pass.ts";
import { TopDown } from "./top-down.ts";

/** A good may take so many arc visits: it is one of a pass. */
const MOST_VISITS = 2e8;

/** What the search knows that looks for works. */
type Knowledge = Pick<PassGuide, "price" | "gatePrice" | "averageOpen" | "gain" | "trials">;

/**
 * A plan in which some goods are placed anew, each from the works that it has, while all that makes or takes others stays as
 * it is: where a works is gone, others are found in its place. What goods are made of is not brought anew, so that the
 * result is no plan yet but its modules may be those of one, and its flows nearly are.
 *
 * @param order goods, each before what it is made of.
 * @param goods 1 for those to be placed anew.
 * Gives: undefined where something would be lacking.
 */
export function* placeAnew(
  instance: CoupledInstance,
  order: Int32Array,
  goods: Int8Array,
  plan: CoupledPlan,
  knowledge: Knowledge,
  control: Control,
): Sliceable<CoupledPlan | undefined> {
  const topDown = new TopDown(instance);
  const spend = (): boolean => {
    control.spend(topDown.visits);
    topDown.visits = 0;
    return control.interruption() !== undefined;
  };
  let placed = plan;
  for (const good of order) {
    if (goods[good] === 0) continue;
    const pass = yield* topDown.pass({
      ...knowledge,
      ...usesBeside(instance, good, placed),
      order: Int32Array.of(good),
      open: openWorks(instance, placed),
      sparing: new Float64Array(instance.goodCount),
      isHurried: spend,
      mayGiveUp: false,
      mostVisits: MOST_VISITS,
    });
    spend();
    if (pass === undefined) return undefined;
    const { lacking } = pass.flows[good];
    if (lacking.some((amount, place) => amount > placed.unmet[good * instance.placeCount + place])) return undefined;
    placed = withGood(instance, good, placed, pass);
  }
  return placed;
}

/** Works: modules of each that a plan has open. */
export function openWorks({ worksSize, worksKept, worksCopies }: CoupledInstance, plan: Modules): Float64Array {
  const left = [Array.from(plan.opened), Array.from(plan.kept)];
  return Float64Array.from(worksSize, (size, i) => {
    const own = left[worksKept[i]];
    const open = Math.max(0, Math.min(worksCopies[i], own[size]));
    own[size] -= open;
    return open;
  });
}

interface Modules {
  readonly kept: ArrayLike<number>;
  readonly opened: ArrayLike<number>;
}

/** Cells: what is wanted, and what comes as a by-product, were there no works that make the good. */
function usesBeside(
  { problem, placeCount: p, demand }: CoupledInstance,
  good: number,
  { runs }: CoupledPlan,
): { need: Float64Array; beside: Float64Array } {
  const { siteGood, sitePlace, sizeStart, activityStart, activityRecipe, makes, takes } = problem;
  const need = Float64Array.from(demand);
  const beside = new Float64Array(demand.length);
  for (let site = 0; site < siteGood.length; site++) {
    if (siteGood[site] === good) continue;
    const last = activityStart[sizeStart[site + 1]];
    for (let activity = activityStart[sizeStart[site]]; activity < last; activity++) {
      if (!(runs[activity] > 0)) continue;
      const recipe = activityRecipe[activity];
      for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
        need[takes.good[e] * p + sitePlace[site]] += takes.amount[e] * runs[activity];
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
        if (makes.good[e] !== siteGood[site])
          beside[makes.good[e] * p + sitePlace[site]] += makes.amount[e] * runs[activity];
    }
  }
  return { need, beside };
}

/** The plan with a good's works, runs and shipments as a pass has them. */
function withGood(instance: CoupledInstance, good: number, plan: CoupledPlan, pass: PassResult): CoupledPlan {
  const {
    placeCount: p,
    goodStart,
    goodSizes,
    activityStart,
    activityYield,
    worksSize,
    worksKept,
    cellWorks,
  } = instance;
  const { supply } = instance;
  const kept = plan.kept.slice();
  const opened = plan.opened.slice();
  const runs = plan.runs.slice();
  const supplied = plan.supplied.slice();
  for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
    const size = goodSizes[at];
    kept[size] = 0;
    opened[size] = 0;
    for (let activity = activityStart[size]; activity < activityStart[size + 1]; activity++)
      runs[activity] = pass.byActivity[activity] / activityYield[activity];
  }
  for (let i = cellWorks[good * p]; i < cellWorks[(good + 1) * p]; i++) {
    const modules = worksKept[i] === 1 ? kept : opened;
    modules[worksSize[i]] += pass.open[i];
  }
  const flows = pass.flows[good];
  for (let place = 0; place < p; place++)
    supplied[good * p + place] = Math.min(supply[good * p + place], flows.supplied[place]);
  return { ...plan, kept, opened, runs, supplied, shipments: withFlows(plan.shipments, good, flows) };
}

function withFlows({ good, from, to, amount }: CoupledShipments, placed: number, flows: GoodFlows): CoupledShipments {
  const others = Array.from(good.keys()).filter((e) => good[e] !== placed);
  return {
    good: Int32Array.from([...others.map((e) => good[e]), ...Array.from(flows.from, () => placed)]),
    from: Int32Array.from([...others.map((e) => from[e]), ...flows.from]),
    to: Int32Array.from([...others.map((e) => to[e]), ...flows.to]),
    amount: Float64Array.from([...others.map((e) => amount[e]), ...flows.amount]),
  };
}
