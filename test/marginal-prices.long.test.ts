import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { expectPricesOfOneKilogram } from "./marginal-laws.ts";

test("marginal prices are the energy of one kilogram more or less on sixty more continents", async () => {
  const backend = await highs();
  let different = 0;
  for (let seed = 30_001; seed <= 30_060; seed++) different += expectPricesOfOneKilogram(seed, backend);
  expect(different).toBeGreaterThan(100);
});
