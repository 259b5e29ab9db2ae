import { describe, expect, test } from "vitest";
import {
  type ContinentSpec,
  createContinent,
  type Outcome,
  planContinent,
  requirePlan,
  verifyInfeasible,
} from "../src/index.ts";
import { textSummary } from "../src/report.ts";

/** Two areas, ore in the north, steel wanted in both: goods that touch each other, planned by prices and responses. */
const spec: ContinentSpec = {
  modes: { rail: { energyPerTonneKm: 0.2, terminal: 10 } },
  goods: { ore: {}, steel: {} },
  recipes: { smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, energy: 19_000 } },
  areas: {
    north: { at: [10, 60], supply: { ore: 2e6 }, demand: { steel: 3e5 } },
    south: { at: [12, 55], demand: { steel: 6e5 } },
  },
  sites: {
    northworks: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1e6, keep: 1e9 }] },
    southworks: { area: "south", recipes: ["smelt"], sizes: [{ capacity: 6e5, keep: 7e8 }] },
  },
  links: [{ between: ["north", "south"], mode: "rail" }],
};

/** Plans it without any linear solver; where needs cannot be met, only with a proof that the checker accepts. */
function planAlone(changed: Partial<ContinentSpec>): Outcome {
  const continent = createContinent({ ...spec, ...changed });
  const outcome = planContinent(continent);
  if (outcome.status === "infeasible") {
    expect(outcome.certificate).toBeDefined();
    expect(verifyInfeasible(continent, outcome.certificate!).valid).toBe(true);
    expect(outcome.certificate!.bound).toBeGreaterThan(0);
    expect(Number.isFinite(outcome.certificate!.bound)).toBe(true);
  }
  return outcome;
}

describe("needs that cannot be met, without any linear solver", () => {
  test("are told from needs that can", () => {
    expect(planAlone({}).status).toBe("optimal");
  });

  test("are proved and named where no link leads to what is wanted", () => {
    const outcome = planAlone({ links: [] });
    expect(outcome).toMatchObject({ status: "infeasible", reasons: [{ code: "unreachable", area: "south" }] });
    expect(() => requirePlan(outcome)).toThrow("no link that may carry it leads to south");
  });

  test("are proved where works want more than there is, and about how much is said", () => {
    const areas = { ...spec.areas, north: { ...spec.areas.north, supply: { ore: 1e6 } } };
    const outcome = planAlone({ areas });
    expect(outcome).toMatchObject({ status: "infeasible", reasons: [{ code: "about-too-little", good: "ore" }] });
    expect(() => requirePlan(outcome)).toThrow("Of ore about 1.44 Mt a year are wanted, with what works take");
  });

  test("are proved and counted where all works together make too little", () => {
    const areas = { ...spec.areas, south: { at: [12, 55] as const, demand: { steel: 2e6 } } };
    const outcome = planAlone({ areas });
    expect(outcome).toMatchObject({ status: "infeasible", reasons: [{ code: "too-little", amount: 7e5 }] });
    expect(textSummary(createContinent({ ...spec, areas }), outcome)).toContain("700 kt a year too little");
  });
});

describe("needs that cannot be met by a hair, without any linear solver", () => {
  const missing = (changed: Partial<ContinentSpec>) => {
    const outcome = planAlone(changed);
    return outcome.status === "infeasible" ? outcome.reasons[0] : outcome.status;
  };
  const areasWith = (ore: number, steel: number) => ({
    north: { ...spec.areas.north, supply: { ore } },
    south: { at: [12, 55] as const, demand: { steel } },
  });

  test("are proved and counted to the kilogram where all works together make too little", () => {
    expect(missing({ areas: areasWith(1e9, 1.3e6) })).toBe("optimal");
    const reason = missing({ areas: areasWith(1e9, 1.3e6 + 0.001) });
    expect(reason).toMatchObject({ code: "too-little", good: "steel" });
    expect(reason).toHaveProperty("amount", expect.closeTo(0.001, 6));
  });

  test("are proved and counted where what works take of each other, down a chain, is a hair more than there is", () => {
    const chain = {
      goods: { ...spec.goods, iron: {} },
      recipes: {
        melt: { makes: { iron: 1 }, takes: { ore: 1.6 } },
        smelt: { makes: { steel: 1 }, takes: { iron: 1.1 }, energy: 19_000 },
      },
      sites: { ...spec.sites, furnace: { area: "north", recipes: ["melt"], sizes: [{ capacity: 3e6 }] } },
    };
    expect(missing({ ...chain, areas: areasWith(1_584_000, 6e5) })).toBe("optimal");
    const reason = missing({ ...chain, areas: areasWith(1_584_000 - 0.01, 6e5) });
    expect(reason).toMatchObject({ code: "too-little", good: "ore" });
    expect(reason).toHaveProperty("amount", expect.closeTo(0.01, 6));
  });
});

test("where a work limit ends the search, prices that have risen beyond all use prove it, and others do not", () => {
  // All works together make enough; those of the south do not, and nothing leads there.
  const areas = { ...spec.areas, south: { at: [12, 55] as const, supply: { ore: 1e7 }, demand: { steel: 1.2e6 } } };
  const continent = createContinent({ ...spec, areas, links: [] });
  const early = planContinent(continent, { workLimit: 0.001 });
  expect(early).toMatchObject({ status: "unknown", stop: "work" });
  expect(textSummary(continent, early)).toContain("the work limit was reached");
  expect(planContinent(continent, { workLimit: 0.03 }).status).toBe("infeasible");
});

describe("where neither a plan nor a proof was found", () => {
  const unknown = { status: "unknown", bound: 0, work: 0, timing: { totalMs: 1, phases: {} } } as const;

  test("the error says what goes further", () => {
    expect(() => requirePlan({ ...unknown, stop: "finished" })).toThrow("backend: await highs()");
    expect(() => requirePlan({ ...unknown, stop: "time" })).toThrow("Allow more time");
    expect(() => requirePlan({ ...unknown, stop: "work" })).toThrow("Allow more work");
    expect(() => requirePlan({ ...unknown, stop: "cancelled" })).toThrow("cancelled");
  });
});
