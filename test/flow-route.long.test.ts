import { describe, test } from "vitest";
import { highs } from "../src/highs.ts";
import { expectSameFlow } from "./flow-route-laws.ts";
import { randomFlowGoods } from "./random-flow-goods.ts";

describe("goods about whose works nothing is to be decided", async () => {
  const backend = await highs();
  test("are planned as the linear reference plans them, on 250 continents by chance", () => {
    for (let seed = 101; seed <= 350; seed++) expectSameFlow(seed, randomFlowGoods(seed), backend);
  });
});
