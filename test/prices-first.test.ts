import { describe, expect, test } from "vitest";
import { Control } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { highs } from "../src/highs.ts";
import { partOfContinent } from "../src/model/continent-part.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { checkOptions } from "../src/plan/options.ts";
import { objectiveOf } from "../src/plan/spent-book.ts";
import { planContinent } from "../src/plan-continent.ts";
import { coupledRoute } from "../src/routes/coupled-route.ts";
import { drive } from "../src/routes/drive.ts";
import { onByLinear } from "../src/routes/prices-first.ts";
import { provenBound } from "../src/verify/plan/cases.ts";
import { referenceOf } from "./mixed-laws.ts";
import { randomMixed } from "./random-mixed.ts";

describe("planning by prices first, with a linear solver at hand", async () => {
  const backend = await highs();
  const metals = partOfContinent(europe({ areas: 12 }), [
    "cement",
    "clinker",
    "iron ore",
    "limestone",
    "scrap",
    "slag",
    "steel",
  ]);

  test.each([0.01, { ofAvoidable: 0.2 }])(
    "ends where they prove enough, without a search by that solver: %j",
    (gap) => {
      const outcome = planContinent(metals, { backend, gap });
      expect(outcome.status).toBe("solved");
      expect(Object.keys(outcome.timing.phases)).toContain("formulation");
      expect("claimed" in outcome).toBe(false);
    },
  );

  test("goes on from their plan and bound where they prove too little, to the optimum", () => {
    for (const seed of [7, 13]) {
      const continent = randomMixed(seed);
      const indexed = indexContinent(continent);
      const options = checkOptions({ backend, gap: 0 });
      const first = drive(coupledRoute(indexed, options, new Control({ workLimit: 0.01 })), backend, new Control());
      const second = drive(onByLinear(indexed, first, options, new Control()), backend, new Control());
      const { objective } = referenceOf(continent, backend);
      expect(objectiveOf(indexed, second.decision!) / objective).toBeCloseTo(1, 9);
      expect(objectiveOf(indexed, first.decision!)).toBeGreaterThanOrEqual(objective * (1 - 1e-9));
      expect(second.certificate.bound).toBeGreaterThanOrEqual(first.certificate.bound);
      expect(provenBound(continent, second.certificate)).toBeGreaterThanOrEqual(second.certificate.bound);
    }
  });

  test("keeps what they found where the linear solver has no time", () => {
    const continent = randomMixed(1);
    const indexed = indexContinent(continent);
    const options = checkOptions({ backend, gap: 0 });
    const first = drive(coupledRoute(indexed, options, new Control({ workLimit: 0.01 })), backend, new Control());
    const stopped = new Control({ timeLimitMs: 0 });
    const second = drive(onByLinear(indexed, first, options, stopped), backend, stopped);
    expect(objectiveOf(indexed, second.decision!)).toBeLessThanOrEqual(objectiveOf(indexed, first.decision!));
    expect(second.certificate.bound).toBeGreaterThanOrEqual(first.certificate.bound);
    expect(second.stop).toBe("time");
  });
});
