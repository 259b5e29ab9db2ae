import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import {
  brokenContinents,
  expectNoSmallerRepair,
  expectProofOfInfeasibility,
  expectRepairsToMend,
} from "./repairs-laws.ts";

test("every repair of sixty infeasible continents mends it, and on small ones no smaller one does", async () => {
  const backend = await highs();
  const held = new Map<string, number>();
  for (const broken of brokenContinents(20_001, 60, backend)) {
    expectRepairsToMend(broken, backend);
    expectProofOfInfeasibility(broken);
    // Trying all smaller ones takes a while; every fourth continent gives some small ones of each kind.
    if (broken.seed % 4 > 0) continue;
    for (const repair of broken.outcome.repairs) {
      const tried = expectNoSmallerRepair(broken, repair, backend, 60);
      held.set(repair.kind, (held.get(repair.kind) ?? 0) + (tried ? 1 : 0));
    }
  }
  // Repairs of several kinds were held against all smaller ones, where a continent was small enough to try them all.
  expect([...held.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5);
  expect([...held.values()].filter((count) => count > 0).length).toBeGreaterThan(1);
});
