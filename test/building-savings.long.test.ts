import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { expectIntervalsToHold } from "./building-savings-laws.ts";

test("intervals of what forty links and terminals save hold the difference of the optima", async () => {
  const { proved } = expectIntervalsToHold(501, 40, await highs());
  expect(proved).toBeGreaterThan(5);
}, 600_000);
