import type { Indexed } from "../network/indexed.ts";
import type { Certificate } from "../plan/types.ts";

/**
 * Prices that may prove that needs cannot be met, because all works and supplies of one good together bring too little of it:
 * every good is priced by how much of that one a unit of it takes at least, down all chains. At these prices, and no energies,
 * works of other goods gain nothing, so that what is proved is what is wanted less what can be made and supplied.
 *
 * A search finds them as prices rise without end only where much is missing; where a hair is, no search ends there.
 *
 * Gives: a certificate for each good of which some seems to be missing, whose bound is in units of that good; whether it proves
 *        anything is for `verifyInfeasible` to say.
 * Complexity: for each good a few looks at all recipes and sites; no area is looked at twice.
 */
export function contentCertificates(indexed: Indexed): { readonly good: string; readonly certificate: Certificate }[] {
  return indexed.goods.flatMap((good, g) => {
    const content = contentOf(indexed, g);
    return lackAt(indexed, content) > 0 ? [{ good, certificate: certificateOf(indexed, content) }] : [];
  });
}

/** Goods: how much of one a unit of each takes at least. It rises from nothing, so that no recipe gains by it on the way. */
function contentOf({ goods, activityRecipe, makes, takes }: Indexed, good: number): Float64Array {
  const recipes = [...new Set(activityRecipe)];
  let content = new Float64Array(goods.length);
  content[good] = 1;
  for (let round = 0; round < goods.length; round++) {
    const least = new Float64Array(goods.length).fill(Number.POSITIVE_INFINITY);
    for (const recipe of recipes) {
      const taken = worth(takes, recipe, content);
      const made = worth(makes, recipe, content);
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        const beside = made - makes.value[e] * content[makes.index[e]];
        const own = Math.max(0, taken - beside) / makes.value[e];
        least[makes.index[e]] = Math.min(least[makes.index[e]], own);
      }
    }
    const next = content.map((_, g) => (g === good ? 1 : Number.isFinite(least[g]) ? least[g] : 0));
    if (next.every((value, g) => value === content[g])) break;
    content = next;
  }
  return content;
}

/** What is wanted, less what may be supplied and what works may gain, all at these prices. */
function lackAt(indexed: Indexed, content: Float64Array): number {
  const { goods, demand, supply, shortage, makes, takes, capacity, most, oneSize } = indexed;
  const { sites, moduleStart, activityStart, activityRecipe } = indexed;
  let lack = 0;
  for (let cell = 0; cell < demand.length; cell++) {
    const good = cell % goods.length;
    const mustBeMet = !Number.isFinite(shortage[good]);
    lack += content[good] * ((mustBeMet ? demand[cell] : 0) - supply[cell]);
  }
  for (let site = 0; site < sites.length; site++) {
    let all = 0;
    let best = 0;
    for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
      let gain = 0;
      for (let activity = activityStart[module]; activity < activityStart[module + 1]; activity++) {
        const recipe = activityRecipe[activity];
        gain = Math.max(gain, capacity[activity] * (worth(makes, recipe, content) - worth(takes, recipe, content)));
      }
      all += most[module] * gain;
      best = Math.max(best, most[module] * gain);
    }
    lack -= oneSize[site] ? best : all;
  }
  return lack;
}

/** What a run makes, or takes, at these prices. */
function worth({ start, index, value }: Indexed["makes"], recipe: number, price: Float64Array): number {
  let sum = 0;
  for (let e = start[recipe]; e < start[recipe + 1]; e++) sum += value[e] * price[index[e]];
  return sum;
}

/** The same price everywhere; what may stay unmet is worth nothing. */
function certificateOf({ goods, areas }: Indexed, content: Float64Array): Certificate {
  const prices: Record<string, Record<string, number>> = {};
  for (const [g, good] of goods.entries())
    if (content[g] > 0) prices[good] = Object.fromEntries(areas.map((area) => [area, content[g]]));
  return { version: 1, form: "weak", bound: 0, prices, resources: {}, links: {} };
}
