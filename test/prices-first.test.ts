import { describe, expect, test } from "vitest";
import { Control } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { planningParts } from "../src/formulations/planning-parts.ts";
import { highs } from "../src/highs.ts";
import { partOfContinent } from "../src/model/continent-part.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { checkOptions } from "../src/plan/options.ts";
import { objectiveOf } from "../src/plan/spent-book.ts";
import { planContinent } from "../src/plan-continent.ts";
import { chooseRoute } from "../src/routes/choose-route.ts";
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

describe("the parts of the sample Europe", () => {
  const metals = ["cement", "clinker", "iron ore", "limestone", "scrap", "slag", "steel"];
  const groups = [
    ["ammonia", "natural gas"],
    ["bread", "flour", "wheat"],
    metals,
    ["glass"],
    ["paper", "waste paper", "wood"],
  ];

  test("may leave open what others have left of the gap of the whole, and are searched no longer then", () => {
    const indexed = indexContinent(partOfContinent(europe({ areas: 12 }), metals));
    const planned = (spare: number) => {
      const control = new Control({ workLimit: 200 });
      const found = drive(
        coupledRoute(indexed, { ...checkOptions({ gap: 0.006 }), spare }, control),
        undefined,
        control,
      );
      const cost = objectiveOf(indexed, found.decision!);
      return { cost, open: cost - found.certificate.bound, work: control.work };
    };
    const alone = planned(0);
    expect(alone.open).toBeLessThanOrEqual(0.006 * alone.cost);
    const spare = 0.02 * alone.cost;
    const beside = planned(spare);
    expect(beside.open).toBeLessThanOrEqual(0.006 * beside.cost + spare);
    expect(beside.open).toBeGreaterThan(0.006 * beside.cost);
    expect(beside.work).toBeLessThan(alone.work / 2);
  });

  test("are the groups of goods that nothing ties together, where it is small; a good of several sizes goes by prices where it is large", () => {
    for (const [areas, route] of [
      [24, "apart"],
      [120, "coupled"],
    ] as const) {
      const indexed = indexContinent(europe({ areas }));
      const parts = planningParts(indexed);
      expect(parts.map(({ goods }) => goods.map((good) => indexed.goods[good]))).toEqual(groups);
      const glass = parts[3].indexed;
      expect(chooseRoute(glass, checkOptions({ gap: 0.01 }))).toBe(route);
      expect(chooseRoute(glass, checkOptions({ gap: 0 }))).toBe("apart");
    }
  });
});
