import { ExactSum, roundDown } from "../base/exact.ts";
import type { CoupledProblem } from "./coupled.ts";

/** A hair less, so that rounding never makes a want too large. */
const HAIR = 2 ** -50;

/**
 * Goods: what the works that make it as their main good must make at least, in every plan, rounded down: what must be met
 * of demand and of what is made of it, less what is supplied. 0 where nothing is known, as of goods that also come beside
 * others.
 */
export function leastMade(problem: CoupledProblem): Float64Array {
  const { placeCount: p, goodCount: g, demand, supply, shortageCost } = problem;
  const isBeside = new Int8Array(g);
  const takes = leastTakes(problem, isBeside);
  const wanted = new Float64Array(g);
  // Each pass reaches one step further down the chains; what any pass leaves is right.
  for (let pass = 0, changes = true; changes && pass < g; pass++) {
    changes = false;
    for (let good = 0; good < g; good++) {
      if (isBeside[good] === 1) continue;
      const sum = new ExactSum();
      for (let cell = good * p; cell < (good + 1) * p; cell++) {
        if ((shortageCost?.[good] ?? Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) sum.add(demand[cell]);
        sum.add(-(supply?.[cell] ?? 0));
      }
      for (let of = 0; of < g; of++) {
        const least = takes[of]?.get(good) ?? 0;
        if (least > 0 && wanted[of] > 0) sum.addProduct(least, wanted[of]);
      }
      const least = Math.max(0, roundDown(sum.exact));
      if (!(least > wanted[good])) continue;
      wanted[good] = least;
      changes = true;
    }
  }
  return wanted;
}

/** Goods: what each unit of it takes of others at least, rounded down; and in `isBeside` which come beside others. */
function leastTakes(problem: CoupledProblem, isBeside: Int8Array): (Map<number, number> | undefined)[] {
  const { goodCount: g, sitePlace, siteGood, sizeStart, activityStart, activityRecipe, makes, takes } = problem;
  const least: (Map<number, number> | undefined)[] = new Array(g);
  const seen = new Set<number>();
  for (let i = 0; i < sitePlace.length; i++) {
    const good = siteGood[i];
    for (let activity = activityStart[sizeStart[i]]; activity < activityStart[sizeStart[i + 1]]; activity++) {
      const recipe = activityRecipe[activity];
      if (seen.has(recipe * g + good)) continue;
      seen.add(recipe * g + good);
      let made = 0;
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        if (makes.good[e] === good) made += makes.amount[e];
        else isBeside[makes.good[e]] = 1;
      }
      const own = new Map<number, number>();
      for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
        own.set(takes.good[e], (own.get(takes.good[e]) ?? 0) + takes.amount[e]);
      const before = least[good];
      const units = [...own].map(([input, amount]): [number, number] => [
        input,
        Math.min(
          (amount / made) * (1 - HAIR * (makes.start[recipe + 1] + 4)),
          before?.get(input) ?? Number.POSITIVE_INFINITY,
        ),
      ]);
      least[good] = new Map(before === undefined ? units : units.filter(([input]) => before.has(input)));
    }
  }
  return least;
}
