import type { Random } from "../../src/base/random.ts";
import type { CoupledProblem } from "../../src/problems/coupled.ts";

/**
 * A small problem of two stages and one kind of good or two: plants, satellites that take what plants make, and customers;
 * a plant or satellite has one cost for all kinds, and a capacity for each.
 */
export function randomStages(random: Random): CoupledProblem {
  const kinds = random.integer(1, 2);
  const roofs = [random.integer(2, 4), random.integer(2, 4)];
  const placeCount = random.integer(2, 4);
  const ratio = random.integer(2, 6) / 4;
  const sites: { roof: number; good: number; place: number; capacity: number }[] = [];
  for (let roof = 0; roof < roofs[0] + roofs[1]; roof++) {
    const place = random.integer(0, placeCount - 1);
    for (let kind = 0; kind < kinds; kind++)
      sites.push({
        roof,
        good: roof < roofs[0] ? kind : kinds + kind,
        place,
        capacity: random.integer(8, 40),
      });
  }
  const numbers = (count: number, low: number, high: number): number[] =>
    Array.from({ length: count }, () => random.integer(low, high));
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
  return {
    placeCount,
    goodCount: 2 * kinds,
    recipeCount: 2 * kinds,
    demand: [...numbers(kinds * placeCount, 0, 2), ...numbers(kinds * placeCount, 0, 15)],
    supply: numbers(2 * kinds * placeCount, 0, 9).map((amount) => (amount < 8 ? 0 : amount)),
    ...(random.next() < 0.5 ? { shortageCost: numbers(2 * kinds, 20, 90) } : {}),
    freight: [{ x: numbers(placeCount, 0, 20), y: numbers(placeCount, 0, 20) }],
    freightTable: upTo(2 * kinds).map(() => 0),
    makes: { start: upTo(2 * kinds + 1), good: upTo(2 * kinds), amount: upTo(2 * kinds).map(() => 1) },
    takes: {
      start: upTo(2 * kinds + 1).map((recipe) => Math.max(0, recipe - kinds)),
      good: upTo(kinds),
      amount: upTo(kinds).map(() => ratio),
    },
    sitePlace: sites.map(({ place }) => place),
    siteGood: sites.map(({ good }) => good),
    siteRoof: sites.map(({ roof }) => roof),
    roofCost: numbers(roofs[0] + roofs[1], 10, 200),
    sizeStart: upTo(sites.length + 1),
    newCost: sites.map(() => 0),
    activityStart: upTo(sites.length + 1),
    activityRecipe: sites.map(({ good }) => good),
    activityCapacity: sites.map(({ capacity }) => capacity),
    activityCost: numbers(sites.length, 0, 9),
  };
}
