import { expect } from "vitest";
import type { Continent } from "../src/model/types.ts";
import { flowObstacle } from "../src/network/flow-obstacles.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { expectSamePlan } from "./location-route-laws.ts";

/** Planned as flows, a continent has the objective of the linear reference, and prices that prove it at once. */
export function expectSameFlow(seed: number, continent: Continent, backend: LinearBackend): void {
  const indexed = indexContinent(continent);
  const obstacles = indexed.goods.map((_, good) => flowObstacle(indexed, good));
  expect(obstacles, `obstacles of seed ${seed}`).toEqual(indexed.goods.map(() => undefined));
  expectSamePlan(seed, continent, backend);
  const outcome = planContinent(continent, { gap: 0 });
  if (!("plan" in outcome)) return;
  expect(outcome.status, `status of seed ${seed}`).toBe("optimal");
  expect(outcome.timing.phases, `phases of seed ${seed}`).not.toHaveProperty("location");
}
