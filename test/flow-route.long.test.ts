import { describe, test } from "vitest";
import { highs } from "../src/highs.ts";
import { expectSameFlow } from "./flow-route-laws.ts";
import { expectPricesOfOneKilogram } from "./marginal-laws.ts";
import { randomFlowGoods } from "./random-flow-goods.ts";
import { randomSingleGoods } from "./random-single-goods.ts";

describe("goods about whose works nothing is to be decided", async () => {
  const backend = await highs();
  test("are planned as the linear reference plans them, on 120 continents by chance", () => {
    for (let seed = 101; seed <= 220; seed++) expectSameFlow(seed, randomFlowGoods(seed), backend);
  });

  test("have marginal prices of one kilogram, on 20 continents by chance and 10 with works to be placed", () => {
    for (let seed = 101; seed <= 120; seed++) expectPricesOfOneKilogram(seed, backend, randomFlowGoods(seed, 4));
    for (let seed = 101; seed <= 110; seed++) expectPricesOfOneKilogram(seed, backend, randomSingleGoods(seed, 4));
  });
});
