import { describe, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { highsJudge } from "./conformance/highs-location.ts";
import { compareOnce, judgeOnce } from "./conformance/location.ts";
import { randomSingleSource } from "./conformance/random-location.ts";

describe("locateFacilities on thousands of random problems", async () => {
  const judge = await highsJudge();
  test("equals HiGHS on 2,000 small ones over all options, and every certificate verifies", () => {
    for (let seed = 1; seed <= 2000; seed++) compareOnce(seed, { mostSites: 9, mostCustomers: 14 }, judge);
  });
  test("equals HiGHS on 300 of single source, and every certificate verifies", () => {
    for (let seed = 1001; seed <= 1300; seed++)
      judgeOnce(seed, randomSingleSource(seededRandom(seed), { mostSites: 9, mostCustomers: 16 }), judge);
  });
});
