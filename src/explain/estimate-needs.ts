import type { Indexed } from "../network/indexed.ts";

/** Rounds after which a cycle of goods that take each other is left where it is. */
const MOST_ROUNDS = 60;

/** A rise smaller than this, relative, ends the rounds. */
const SETTLED = 1e-9;

/**
 * G: about how much of each good is wanted, in the end and by works: each good is made by the recipe that some works
 * has and that takes the least of each input, supplies first, and a recipe's products share what it takes by mass.
 * Rising from the final demand, so cycles come to rest or are cut off.
 */
export function estimateNeeds(indexed: Indexed): Float64Array {
  const { goods, takes } = indexed;
  const supply = totals(indexed.supply, goods.length);
  const demand = totals(indexed.demand, goods.length);
  const perUnit = leastPerUnit(indexed, takes, goods.length);
  let needed = demand.slice();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = demand.slice();
    goods.forEach((_, good) => {
      const made = Math.max(0, needed[good] - supply[good]);
      for (let input = 0; input < goods.length; input++) next[input] += made * perUnit[good * goods.length + input];
    });
    const settled = next.every((amount, good) => amount <= needed[good] * (1 + SETTLED));
    needed = next;
    if (settled) break;
  }
  return needed;
}

/** K: about how much of each resource all works together need for that. */
export function estimateResources(indexed: Indexed, needed: Float64Array): Float64Array {
  const { goods, resources, needs } = indexed;
  const supply = totals(indexed.supply, goods.length);
  const perUnit = leastPerUnit(indexed, needs, resources.length);
  const wanted = new Float64Array(resources.length);
  needed.forEach((amount, good) => {
    const made = Math.max(0, amount - supply[good]);
    resources.forEach((_, resource) => {
      wanted[resource] += made * perUnit[good * resources.length + resource];
    });
  });
  return wanted;
}

/** A table over areas and things, summed over areas. */
export function totals(table: Float64Array, width: number): Float64Array {
  const sum = new Float64Array(width);
  table.forEach((amount, cell) => {
    sum[cell % width] += amount;
  });
  return sum;
}

/** G * width: the least of each thing that one unit of a good takes, over the recipes that some works has. */
function leastPerUnit(indexed: Indexed, rows: Indexed["takes"], width: number): Float64Array {
  const { goods, recipes, makes, tonnesPerUnit, activityRecipe, activityModule, most } = indexed;
  const least = new Float64Array(goods.length * width).fill(Number.POSITIVE_INFINITY);
  const isRun = new Int8Array(recipes.length);
  activityRecipe.forEach((recipe, activity) => {
    if (most[activityModule[activity]] > 0) isRun[recipe] = 1;
  });
  for (let recipe = 0; recipe < recipes.length; recipe++) {
    if (!isRun[recipe]) continue;
    const mass = (e: number): number => makes.value[e] * (tonnesPerUnit[makes.index[e]] || 1);
    let all = 0;
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) all += mass(e);
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      const perRun = new Float64Array(width);
      for (let t = rows.start[recipe]; t < rows.start[recipe + 1]; t++) perRun[rows.index[t]] = rows.value[t];
      const first = makes.index[e] * width;
      perRun.forEach((amount, thing) => {
        least[first + thing] = Math.min(least[first + thing], (amount * mass(e)) / all / makes.value[e]);
      });
    }
  }
  return least.map((amount) => (Number.isFinite(amount) ? amount : 0));
}
