import { describe, test } from "vitest";
import { highsJudge } from "./conformance/highs-location.ts";
import { compareOnce } from "./conformance/location.ts";

describe("locateFacilities on thousands of random problems", async () => {
  const judge = await highsJudge();
  test("equals HiGHS on 2,000 small ones over all options, and every certificate verifies", () => {
    for (let seed = 1; seed <= 2000; seed++) compareOnce(seed, { mostSites: 9, mostCustomers: 14 }, judge);
  });
});
