import { describe, test } from "vitest";
import { highs } from "../src/highs.ts";
import { expectSamePlan } from "./location-route-laws.ts";
import { randomOneSourceGoods, randomSingleGoods } from "./random-single-goods.ts";

describe("goods that do not touch each other", async () => {
  const backend = await highs();
  test("are planned as the linear reference plans them, on 300 continents by chance", () => {
    for (let seed = 101; seed <= 400; seed++) expectSamePlan(seed, randomSingleGoods(seed), backend);
  });
  test("are planned so, too, where each area has one source, on 10 continents by chance", () => {
    for (let seed = 101; seed <= 110; seed++) expectSamePlan(seed, randomOneSourceGoods(seed), backend);
  });
});
