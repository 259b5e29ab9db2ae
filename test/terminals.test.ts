import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { evaluateBound } from "../src/formulations/bound.ts";
import { certificateOf } from "../src/formulations/certificate.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { loadContinent, saveContinent } from "../src/model/save-continent.ts";
import type { TerminalSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { flowObstacle } from "../src/network/flow-obstacles.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { locationObstacle } from "../src/network/location-obstacles.ts";
import { zeroPrices } from "../src/network/prices.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { certifiedBound } from "../src/verify/plan/certified-bound.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** Terminals: what they handle, how they fill, what building them takes; by examples worked out by hand. */

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

function plan(continent: Continent): Plan {
  const outcome = planContinent(continent, { backend, method: "linear", gap: 0 });
  const found = requirePlan(outcome);
  expect(verifyPlan(continent, found).violations).toEqual([]);
  expect(outcome.status).toBe("optimal");
  return found;
}

/**
 * A mill, a port 100 km off by ship (10 MJ/t at each end, 0.1 MJ/tkm), and 100 km of road behind it (2 MJ/t, 1 MJ/tkm)
 * a town that wants 90 t of bread; there is a road from the mill to the port as well.
 */
function coast(terminals: readonly TerminalSpec[] = []): Continent {
  return createContinent({
    name: "coast",
    modes: { ship: { energyPerTonneKm: 0.1, terminal: 10 }, road: { energyPerTonneKm: 1, terminal: 2 } },
    goods: { bread: {} },
    recipes: { bake: { makes: { bread: 1 }, energy: 300 } },
    areas: { mill: { at: [0, 0] }, port: { at: [1, 0] }, town: { at: [2, 0], demand: { bread: 90 } } },
    sites: { oven: { area: "mill", recipes: ["bake"], sizes: [{ capacity: 1000 }] } },
    links: [
      { id: "sea", between: ["mill", "port"], mode: "ship", km: 100 },
      { id: "coast road", between: ["mill", "port"], mode: "road", km: 100 },
      { id: "road", between: ["port", "town"], mode: "road", km: 100 },
    ],
    terminals,
  });
}

/** By sea to the port and on by road; by road all the way: MJ/t. */
const BY_SEA = 10 + 10 + 10 + 2 + 100 + 2;
const BY_ROAD = 2 + 200 + 2;

describe("a terminal", () => {
  test("is paid for once at each end of a mode's leg, and where goods change modes at both modes'", () => {
    const { energy, transfers, terminals } = plan(coast());
    expect(energy.transport).toBeCloseTo(90 * BY_SEA, 6);
    expect(transfers).toEqual([
      { area: "mill", mode: "ship", good: "bread", load: 90, unload: 0 },
      { area: "port", mode: "road", good: "bread", load: 90, unload: 0 },
      { area: "port", mode: "ship", good: "bread", load: 0, unload: 90 },
      { area: "town", mode: "road", good: "bread", load: 0, unload: 90 },
    ]);
    expect(terminals).toEqual([]);
  });

  test("that is full sends the rest another way, at a price of what that takes more", () => {
    const { energy, terminals } = plan(coast([{ area: "port", mode: "ship", capacity: 60 }]));
    expect(energy.transport).toBeCloseTo(60 * BY_SEA + 30 * BY_ROAD, 6);
    expect(terminals).toHaveLength(1);
    expect(terminals[0]).toMatchObject({ area: "port", mode: "ship", built: {}, tonnes: 60, use: 1 });
    expect(terminals[0].guidePrice).toBeCloseTo(BY_ROAD - BY_SEA, 6);
  });

  test("is not used by what passes through without changing modes", () => {
    const { energy, terminals } = plan(
      coast([
        { area: "mill", mode: "ship", capacity: 0 },
        { area: "port", mode: "road", capacity: 0 },
      ]),
    );
    expect(energy.transport).toBeCloseTo(90 * BY_ROAD, 6);
    expect(terminals).toEqual([]);
  });

  test("shares its room between what is loaded and what is unloaded", () => {
    const both = changeContinent(coast([{ area: "port", mode: "road", capacity: 60 }]), {
      add: { areas: { isle: { at: [1, 1], demand: { bread: 1 } } } },
      limit: [{ supply: "bread", area: "town", most: 30 }],
      remove: { links: ["coast road"] },
    });
    const continent = changeContinent(both, {
      add: { links: [{ id: "strait", between: ["port", "isle"], mode: "ship", km: 10 }] },
      limit: [{ demand: "bread", area: "isle", most: 1 }],
    });
    const { terminals, balances } = plan(continent);
    // 60 t are loaded for the town, which has 30 t of its own, so that nothing is left to unload what it could spare.
    expect(balances.find(({ area }) => area === "town")).toMatchObject({ in: 60, supplied: 30 });
    expect(terminals[0]).toMatchObject({ tonnes: 60, use: 1 });
  });

  test("is built where that pays, in the area's books and in what the goods embody", () => {
    const quay = { name: "quay", capacity: 80, energyToBuild: 30_000, life: 20, keep: 100, most: 2 };
    const found = plan(coast([{ area: "port", mode: "ship", sizes: [quay] }]));
    // One quay for 1,600 MJ a year saves 80 t the 70 MJ of the road; the second would save 10 t as much.
    expect(found.terminals[0]).toMatchObject({ built: { quay: 1 }, tonnes: 80, use: 1 });
    expect(found.energy.construction).toBe(1500);
    expect(found.energy.standing).toBe(100);
    expect(found.energy.transport).toBeCloseTo(80 * BY_SEA + 10 * BY_ROAD, 6);
    expect(found.spent.filter(({ terminal }) => terminal === "ship").map(({ area, energy }) => [area, energy])).toEqual(
      [
        ["port", 1500],
        ["port", 100],
      ],
    );
    const embodied = found.embodied.find(({ area }) => area === "town")?.value ?? 0;
    expect(90 * embodied + found.commonEnergy).toBeCloseTo(found.energy.total, 6);
    const dear = plan(coast([{ area: "port", mode: "ship", sizes: [{ ...quay, keep: 5000 }] }]));
    expect(dear.terminals).toEqual([]);
  });

  test("that is far larger than what could pass pays for itself in full in the bound", () => {
    const size = { capacity: 1e6, energyToBuild: 54_000, life: 20 };
    const continent = coast([{ area: "port", mode: "ship", sizes: [size] }]);
    const outcome = planContinent(continent, { backend, method: "linear", gap: 0 });
    expect(outcome.status).toBe("optimal");
    expect(requirePlan(outcome).certificate.cases).toBeUndefined();
    expect(requirePlan(outcome).energy.construction).toBe(2700);
  });
});

describe("a plan that does what a terminal does not allow", () => {
  const continent = coast([{ area: "port", mode: "ship", capacity: 60, sizes: [{ capacity: 5, most: 1, keep: 400 }] }]);
  type Change = (found: { -readonly [Field in keyof Plan]: Plan[Field] }) => void;
  const rules = (change: Change): string[] => {
    const found = structuredClone(plan(continent));
    change(found);
    return verifyPlan(continent, found).violations.map(({ rule }) => rule);
  };

  test.for<readonly [string, string, Change]>([
    [
      "more than there is room for",
      "terminal.capacity",
      (found) => {
        found.transfers = found.transfers.map((one) => ({ ...one, load: one.load * 2, unload: one.unload * 2 }));
      },
    ],
    [
      "tonnes that are not handled",
      "terminal.stated",
      (found) => {
        found.terminals = found.terminals.map((one) => ({ ...one, tonnes: 50 }));
      },
    ],
    [
      "a use that is not so",
      "use",
      (found) => {
        found.terminals = found.terminals.map((one) => ({ ...one, use: 0.5 }));
      },
    ],
    [
      "a part of a module",
      "whole",
      (found) => {
        found.terminals = found.terminals.map((one) => ({ ...one, built: { "1": 0.5 } }));
      },
    ],
    [
      "more modules than there may be",
      "terminal.built",
      (found) => {
        found.terminals = found.terminals.map((one) => ({ ...one, built: { "1": 2 } }));
      },
    ],
    [
      "modules that nothing was spent on",
      "spent",
      (found) => {
        found.terminals = found.terminals.map((one) => ({ ...one, built: { "1": 1 } }));
      },
    ],
    [
      "no word of it",
      "terminal.missing",
      (found) => {
        found.terminals = [];
      },
    ],
    [
      "a terminal twice",
      "id.duplicate",
      (found) => {
        found.terminals = [...found.terminals, ...found.terminals];
      },
    ],
    [
      "a terminal that is not described",
      "id.unknown",
      (found) => {
        found.terminals = [...found.terminals, { area: "town", mode: "road", built: {}, tonnes: 90, guidePrice: 0 }];
      },
    ],
    [
      "a price that is not the certificate's",
      "guidePrice",
      (found) => {
        found.terminals = found.terminals.map((one) => ({ ...one, guidePrice: 1 }));
      },
    ],
    [
      "a price below zero",
      "certificate.negative",
      (found) => {
        found.certificate = { ...found.certificate, terminals: { port: { ship: -1 } } };
      },
    ],
  ])("%s", ([, rule, change]) => {
    expect(rules(change)).toContain(rule);
  });
});

test("a price on a terminal without a limit counts for nothing, in doubles and exactly", () => {
  for (const terminals of [[], [{ area: "port", mode: "ship", capacity: 60 }]]) {
    const continent = coast(terminals);
    const indexed = indexContinent(continent);
    const none = zeroPrices(indexed);
    const prices = { ...none, good: none.good.fill(400), terminal: none.terminal.fill(30) };
    for (const form of ["weak", "strong"] as const) {
      const exact = certifiedBound(continent, certificateOf(indexed, prices, form, 0));
      expect(evaluateBound(indexed, prices, form).bound).toBeCloseTo(exact, 4);
      expect(exact).toBeLessThanOrEqual(90 * (300 + BY_ROAD));
    }
  }
});

describe("changes to terminals", () => {
  const sizes = [{ name: "quay", capacity: 80, energyToBuild: 30_000, life: 20, most: 1 }];
  const continent = coast([{ area: "port", mode: "ship", capacity: 40, sizes }]);
  const place = { area: "port", mode: "ship" };
  const described = (of: Continent) =>
    of.terminals.map(({ area, mode, capacity, sizes }) => [area, mode, capacity, sizes.length]);

  test("limit, close, forbid, remove and add them", () => {
    const change = (changes: Parameters<typeof changeContinent>[1]) => described(changeContinent(continent, changes));
    expect(change({ limit: [{ terminal: "ship", area: "port", most: 7 }] })).toEqual([["port", "ship", 7, 1]]);
    expect(change({ limit: [{ terminal: "road", area: "mill", most: 7 }] })).toEqual([
      ["mill", "road", 7, 0],
      ["port", "ship", 40, 1],
    ]);
    expect(change({ close: { terminals: [place] } })).toEqual([["port", "ship", 0, 0]]);
    expect(change({ forbid: { terminals: [place] } })).toEqual([["port", "ship", 40, 0]]);
    expect(change({ forbid: { modes: ["ship"] } })).toEqual([]);
    expect(change({ remove: { terminals: [place] } })).toEqual([]);
    expect(change({ remove: { areas: ["port"] } })).toEqual([]);
    expect(change({ add: { terminals: [{ area: "town", mode: "road", capacity: 9 }] } })).toEqual([
      ["port", "ship", 40, 1],
      ["town", "road", 9, 0],
    ]);
  });

  test("scale what building them takes", () => {
    const [{ sizes: scaled }] = changeContinent(continent, { scale: [{ construction: 2 }] }).terminals;
    expect(scaled[0].buildPerYear).toBe(3000);
  });

  test("name only what is described", () => {
    const other = { area: "town", mode: "road" };
    expect(() => changeContinent(continent, { remove: { terminals: [other] } })).toThrow(/has room for everything/);
    expect(() => changeContinent(continent, { forbid: { terminals: [other] } })).toThrow(/has room for everything/);
    expect(() => changeContinent(continent, { limit: [{ terminal: "rail", area: "town", most: 1 }] })).toThrow(/rail/);
  });

  test("saved and loaded they are the same", () => {
    expect(loadContinent(saveContinent(continent))).toEqual(continent);
  });
});

test("a good over terminals that are limited or may be built is no location and no flow problem of its own", () => {
  const obstacles = (terminals: readonly TerminalSpec[]) => {
    const indexed = indexContinent(coast(terminals));
    return [locationObstacle(indexed, 0), flowObstacle(indexed, 0)];
  };
  expect(obstacles([])).toEqual([undefined, undefined]);
  expect(obstacles([{ area: "port", mode: "ship", capacity: 60 }])).toEqual(["room", "room"]);
  expect(obstacles([{ area: "port", mode: "ship", sizes: [{ capacity: 60 }] }])).toEqual(["building", "building"]);
});

test("needs that a terminal holds back are told, and mended by room there", () => {
  const narrow = changeContinent(coast([{ area: "port", mode: "ship", capacity: 60 }]), {
    remove: { links: ["coast road"] },
  });
  const outcome = planContinent(narrow, { backend });
  if (outcome.status !== "infeasible") throw new Error(outcome.status);
  const told = outcome.reasons.find(({ code }) => code === "terminal-full");
  expect(told?.message).toBe("The ship terminal of port is full: 60 t a year, loaded and unloaded together.");
  const repair = outcome.repairs.find(({ kind }) => kind === "terminals");
  expect(repair?.message).toBe(
    "Let the ship terminal of port handle 90 t a year, loaded and unloaded together, 50 % more.",
  );
  expect(repair?.changes).toEqual({ limit: [{ terminal: "ship", area: "port", most: 90 }] });
  expect(plan(changeContinent(narrow, repair!.changes)).energy.transport).toBeCloseTo(90 * BY_SEA, 6);
});
