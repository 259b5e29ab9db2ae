import type { Indexed } from "../network/indexed.ts";
import type { Reason } from "../plan/outcome.ts";
import { formatAmount } from "../units/format.ts";
import { estimateNeeds } from "./estimate-needs.ts";
import { missingReasons } from "./reasons.ts";

/**
 * Why needs cannot be met, as far as it can be said without a linear solver: goods that cannot be had at all where they
 * are wanted, and goods of which all works and supplies together bring too little; else goods of which works seem to want more.
 *
 * @param proved a good of which so much is proved to be missing for what is wanted of it and of all that is made of it.
 */
export function reasonsAtSight(
  indexed: Indexed,
  proved?: { readonly good: string; readonly amount: number },
): Reason[] {
  const structural = missingReasons(indexed);
  const short = indexed.goods.flatMap((good, g): Reason[] => {
    const missing = wantedOf(indexed, g) - mostBrought(indexed, g);
    if (!(missing > 0) || Number.isFinite(indexed.shortage[g])) return [];
    const amount = formatAmount(missing, indexed.continent.goods[good].unit);
    const message = `Of ${good} all works and supplies together bring ${amount} a year too little.`;
    return [{ code: "too-little", message, good, amount: missing }];
  });
  if (structural.length + short.length > 0) return [...structural, ...short];
  const scarce = scarceInputs(indexed);
  if (scarce.length > 0) return scarce;
  if (proved !== undefined) {
    const { good, amount } = proved;
    const missing = formatAmount(amount, indexed.continent.goods[good].unit);
    const message = `Of ${good} all works and supplies together bring ${missing} a year too little for all that is made of it.`;
    return [{ code: "too-little", message, good, amount }];
  }
  const message =
    "What works and supplies could bring does not reach everybody in the amounts that are wanted. " +
    "With a linear solver given (backend: await highs(), or lp()) planContinent says where, and what would mend it.";
  return [{ code: "out-of-reach", message }];
}

/** Less is surely known of what works take from each other: by-products may serve, so that needs are estimates. */
const SURELY_MORE = 1.0001;

/** Goods of which works and people together want about more than all works and supplies bring. */
function scarceInputs(indexed: Indexed): Reason[] {
  const needed = estimateNeeds(indexed);
  return indexed.goods.flatMap((good, g): Reason[] => {
    const brought = mostBrought(indexed, g);
    if (!(needed[g] > SURELY_MORE * brought) || Number.isFinite(indexed.shortage[g])) return [];
    const { unit } = indexed.continent.goods[good];
    const wanted = formatAmount(needed[g], unit);
    const message =
      `Of ${good} about ${wanted} a year are wanted, with what works take; ` +
      `all works and supplies together bring ${formatAmount(brought, unit)}.`;
    return [{ code: "about-too-little", message, good, amount: needed[g] - brought }];
  });
}

function wantedOf({ areas, goods, demand }: Indexed, good: number): number {
  return areas.reduce((sum, _, a) => sum + demand[a * goods.length + good], 0);
}

/** All supplies, and all modules at full run. */
function mostBrought(indexed: Indexed, good: number): number {
  const { areas, goods, supply, moduleSite, activityStart, activityRecipe, makes, capacity, most } = indexed;
  let sum = areas.reduce((total, _, a) => total + supply[a * goods.length + good], 0);
  for (let k = 0; k < moduleSite.length; k++) {
    let made = 0;
    for (let a = activityStart[k]; a < activityStart[k + 1]; a++) {
      const recipe = activityRecipe[a];
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
        if (makes.index[e] === good) made = Math.max(made, makes.value[e] * capacity[a]);
    }
    sum += made * most[k];
  }
  return sum;
}
