import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { europe } from "../src/continents/europe.ts";
import { formulateCoupled } from "../src/formulations/coupled.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import type { Outcome } from "../src/plan/outcome.ts";
import { loadPlan, savePlan } from "../src/plan/save-plan.ts";
import { objectiveOf } from "../src/plan/spent-book.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent, planContinentAsync, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { coupledPlanOf, modulesOf } from "../src/routes/from-plan.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

const GAP = 0.01;

/** What the outcome of a plan has besides. */
type Planned = Extract<Outcome, { readonly plan: Plan; readonly gap: number }>;

describe("planning again from a plan of prices and responses", () => {
  let backend: LinearBackend;
  let continent: Continent;
  let first: Planned;
  let former: Plan;

  const again = (changed: Continent): Planned => {
    const outcome = planContinent(changed, { backend, method: "coupled", gap: GAP, from: former });
    requirePlan(outcome);
    return outcome as Planned;
  };

  beforeAll(async () => {
    backend = await highs();
    continent = europe({ areas: 24 });
    first = planContinent(continent, { backend, method: "coupled", gap: GAP }) as Planned;
    former = loadPlan(savePlan(first.plan));
  });

  test("a plan, saved and loaded, is the coupled plan that it was", () => {
    const indexed = indexContinent(continent);
    const coupled = coupledPlanOf(indexed, former, modulesOf(indexed, former)!);
    const energy = objectiveOf(indexed, formulateCoupled(indexed).lift(coupled));
    expect(Math.abs(energy - first.objective)).toBeLessThan(first.objective * 1e-9);
  });

  test("of the same continent gives no dearer a plan, proved as near, in a small part of the work", () => {
    const { objective, gap, work, timing } = again(continent);
    expect(objective).toBeLessThanOrEqual(first.objective * (1 + 1e-9));
    expect(gap).toBeLessThanOrEqual(GAP);
    expect(work).toBeLessThan(first.work / 3);
    // Its prices prove it, so that no search begins.
    expect(timing.phases.proof).toBeGreaterThanOrEqual(0);
    expect(timing.phases.search).toBeUndefined();
  });

  test("of a continent where transport takes a tenth more costs no more than the former works with their best flows", () => {
    const changed = changeContinent(continent, { scale: [{ transport: 1.1 }] });
    const { objective, gap, work } = again(changed);
    expect(objective).toBeLessThanOrEqual((first.objective + 0.1 * first.plan.energy.transport) * (1 + 1e-9));
    expect(gap).toBeLessThanOrEqual(GAP);
    expect(work).toBeLessThan(first.work);
  });

  test("of a continent without a works that the plan has opens others in its place", () => {
    const [{ site }] = first.plan.sites;
    const { plan, gap } = again(changeContinent(continent, { close: { sites: [site] } }));
    expect(plan.sites.map((other) => other.site)).not.toContain(site);
    expect(gap).toBeLessThanOrEqual(GAP);
  });

  test("from a plan in hand gives the same bytes as from the same plan saved and loaded", () => {
    const [{ site }] = first.plan.sites;
    const changes = [{ close: { sites: [site] } }, { scale: [{ transport: 1.1 }] }];
    for (const change of changes) {
      const changed = changeContinent(continent, change);
      const [kept, loaded] = [first.plan, former].map((from) =>
        planContinent(changed, { backend, method: "coupled", gap: GAP, from }),
      ) as Planned[];
      expect(savePlan(kept.plan)).toBe(savePlan(loaded.plan));
      expect([kept.bound, kept.work]).toEqual([loaded.bound, loaded.work]);
    }
  });

  test("from a plan whose certificate has prices of limits that are no more gives the same bytes as from one without", () => {
    const links = Object.fromEntries(continent.links.map(({ id }, position) => [id, [position % 3 === 0 ? 300 : 0]]));
    const resources = Object.fromEntries(Object.keys(continent.areas).map((area) => [area, { hours: 7 }]));
    const scarce = { ...former, certificate: { ...former.certificate, links, resources } };
    const [plain, other] = [former, scarce].map((from) =>
      planContinent(continent, { backend, method: "coupled", gap: GAP, from }),
    ) as Planned[];
    expect(savePlan(other.plan)).toBe(savePlan(plain.plan));
  });

  test("with the same limit of work gives the same bytes, blocking or not, though the limit ends the search", async () => {
    const options = { backend, method: "coupled", gap: 0.001, workLimit: 12 } as const;
    const blocking = planContinent(continent, options) as Planned;
    const other = (await planContinentAsync(continent, options)) as Planned;
    expect(blocking.stop).toBe("work");
    expect(savePlan(other.plan)).toBe(savePlan(blocking.plan));
    expect([other.bound, other.work]).toEqual([blocking.bound, blocking.work]);
  });

  test("from a plan whose prices of room were made up proves no more than it can, whether freight was kept or not", () => {
    const links = Object.fromEntries(continent.links.map(({ id }, at) => [id, at % 3 === 0 ? [300, 300] : [0, 0]]));
    const outcomes = [first.plan, former].map((plan) => {
      // The same object with other prices, as whoever changes a plan in hand leaves it.
      const from = Object.assign(plan === former ? structuredClone(plan) : plan, {
        certificate: { ...plan.certificate, links },
      });
      return planContinent(continent, { backend, method: "coupled", gap: GAP, workLimit: 20, from }) as Planned;
    });
    for (const { bound, objective, plan } of outcomes) {
      expect(bound).toBeLessThanOrEqual(first.objective);
      expect(objective).toBeGreaterThanOrEqual(first.bound);
      expect(verifyPlan(continent, plan).valid).toBe(true);
    }
    expect(outcomes[0].bound).toBe(outcomes[1].bound);
  });
});
