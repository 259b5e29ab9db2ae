import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { planContinent } from "../src/plan-continent.ts";
import {
  cyclicContinent,
  expectBooksToAgree,
  expectMassToBalance,
  expectMutationsToBeSeen,
  goesInCircles,
} from "./bodily-laws.ts";
import { randomContinent } from "./random-continent.ts";

test("a hundred and twenty plans with loops, joint products, losses and something let go: books agree, mass balances, no changed figure passes", async () => {
  const backend = await highs();
  let inCircles = 0;
  for (let seed = 1001; inCircles < 120; seed++) {
    const continent = cyclicContinent(seed);
    const outcome = planContinent(continent, { backend, gap: 0.2, repairs: false });
    if (!("plan" in outcome) || !goesInCircles(outcome.plan)) continue;
    const { plan } = outcome;
    inCircles += 1;
    expectBooksToAgree(`seed ${seed}`, plan);
    expectMassToBalance(`seed ${seed}`, continent, plan);
    expectMutationsToBeSeen(continent, plan, seed, 5);
  }
});

test("the same of thirty plans of continents by chance, which lose goods around loops and carry in circles", async () => {
  const backend = await highs();
  let planned = 0;
  for (let seed = 3001; planned < 30; seed++) {
    const continent = randomContinent(seed, undefined, true);
    const outcome = planContinent(continent, { backend, gap: 0.05, repairs: false });
    if (!("plan" in outcome)) continue;
    planned += 1;
    expectBooksToAgree(`seed ${seed}`, outcome.plan);
    expectMassToBalance(`seed ${seed}`, continent, outcome.plan);
    expectMutationsToBeSeen(continent, outcome.plan, seed, 10);
  }
  expect(planned).toBe(30);
});
