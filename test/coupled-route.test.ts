import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { InvalidOptionError } from "../src/base/errors.ts";
import { europe } from "../src/continents/europe.ts";
import { coupledObstacles } from "../src/formulations/coupled.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { checkedSpecOf } from "../src/model/spec-of.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomContinent } from "./random-continent.ts";

/** A random continent without the limits that only the linear way knows; undefined where it is one for that anyway. */
function withoutLimits(seed: number): Continent | undefined {
  const spec = checkedSpecOf(randomContinent(seed)) as ContinentSpec;
  const each = <Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value) =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));
  const continent = createContinent({
    ...spec,
    options: {},
    areas: each(spec.areas, ({ resources: _, ...area }) => area),
    sites: each(spec.sites ?? {}, ({ minimumLoad: _, ...site }) => site),
    links: (spec.links ?? []).map(({ capacity: _, ...link }) => link),
  });
  return coupledObstacles(indexContinent(continent)).length === 0 ? continent : undefined;
}

describe("planning by prices and responses", async () => {
  const backend = await highs();

  test("never beats the linear reference, never proves more than its optimum, and needs no solver", () => {
    let planned = 0;
    for (let seed = 1; seed <= 60 && planned < 5; seed++) {
      const continent = withoutLimits(seed);
      if (continent === undefined) continue;
      const reference = planContinent(continent, { backend, method: "linear", repairs: false });
      if (reference.status === "infeasible") continue;
      const outcome = planContinent(continent, { gap: 0, workLimit: 1 });
      if (outcome.status === "unknown" || outcome.status === "infeasible") continue;
      const hair = 1e-6 * outcome.objective;
      expect(outcome.objective, `seed ${seed}`).toBeGreaterThanOrEqual(reference.bound! - hair);
      if ("plan" in reference) expect(outcome.bound, `seed ${seed}`).toBeLessThanOrEqual(reference.objective + hair);
      expect(verifyPlan(continent, requirePlan(outcome)).violations).toEqual([]);
      planned++;
    }
    expect(planned).toBe(5);
  });

  test("plans the sample Europe with scrap, slag and many works of one size, and the plan verifies", () => {
    const continent = europe({ areas: 6 });
    const outcome = planContinent(continent, { workLimit: 5 });
    expect(verifyPlan(continent, requirePlan(outcome))).toMatchObject({ valid: true });
    if ("plan" in outcome) expect(outcome.gap).toBeLessThan(0.1);
  });

  test("says what stands against it where a continent needs a linear solver and none was given", () => {
    const spec = checkedSpecOf(europe({ areas: 6 })) as ContinentSpec;
    const narrow = createContinent({ ...spec, links: (spec.links ?? []).map((link) => ({ ...link, capacity: 1e7 })) });
    expect(() => planContinent(narrow)).toThrow(/Links fill up/);
    expect(() => planContinent(narrow, { method: "coupled", backend })).toThrow(InvalidOptionError);
  });
});
