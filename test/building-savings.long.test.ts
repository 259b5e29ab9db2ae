import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { expectIntervalsToHold } from "./building-savings-laws.ts";

test("intervals of what fifteen links and terminals save hold the difference of the optima", async () => {
  const { proved } = expectIntervalsToHold(501, 15, await highs());
  expect(proved).toBeGreaterThan(2);
}, 600_000);
