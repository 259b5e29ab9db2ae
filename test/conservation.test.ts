import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { ExactSum } from "../src/base/exact.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import { randomContinent } from "./random-continent.ts";

/** What doubles can be out by in adding up some hundred shipments, as a share of what passes. */
const ROUNDING = 2 ** -40;

/** What comes to every (area, mode, good), less what goes, and all that passes there. */
function modeBalances(continent: Continent, plan: Plan): { key: string; open: number; passes: number }[] {
  const cells = new Map<string, { readonly open: ExactSum; passes: number }>();
  const add = (area: string, mode: string, good: string, amount: number, arrives = 1): void => {
    const key = `${good} by ${mode} at ${area}`;
    const cell = cells.get(key) ?? { open: new ExactSum(), passes: 0 };
    cells.set(key, cell);
    cell.open.add(amount).add(-amount * (1 - arrives));
    cell.passes += Math.abs(amount);
  };
  for (const { link: id, ways } of plan.links) {
    const { from, to, mode, loss } = continent.links.find((link) => link.id === id)!;
    ways.forEach(({ tonnes }, way) => {
      for (const [good, amount] of Object.entries(tonnes)) {
        add(way === 0 ? from : to, mode, good, -amount);
        add(way === 0 ? to : from, mode, good, amount, 1 - loss);
      }
    });
  }
  for (const { area, mode, good, load, unload } of plan.transfers) {
    add(area, mode, good, load);
    add(area, mode, good, -unload);
  }
  return [...cells].map(([key, { open, passes }]) => ({ key, open: open.value, passes }));
}

describe("at every area, mode and good", () => {
  test("what comes goes again, to the rounding of doubles, on continents by chance with losses, terminals and transfers", async () => {
    const backend = await highs();
    let places = 0;
    let lossy = 0;
    let planned = 0;
    for (let seed = 1; planned < 8; seed++) {
      const continent = randomContinent(seed, undefined, seed % 2 === 0);
      const outcome = planContinent(continent, { backend, method: "linear", gap: 0.2, workLimit: 1, repairs: false });
      if (!("plan" in outcome)) continue;
      planned += 1;
      // What a link makes may be carried in circles for, in amounts that are a solver's own.
      const circling = continent.links.some(
        ({ makes, takes }) => Object.keys(makes).length + Object.keys(takes).length > 0,
      );
      for (const { key, open, passes } of modeBalances(continent, outcome.plan)) {
        places += 1;
        const allowed = circling ? 1e-4 + ROUNDING * passes : ROUNDING * passes;
        expect(Math.abs(open), `seed ${seed}: ${key}`).toBeLessThanOrEqual(allowed);
      }
      if (continent.links.some(({ loss }) => loss > 0)) lossy += 1;
    }
    expect(places).toBeGreaterThan(20);
    expect(lossy).toBeGreaterThan(1);
  });

  test("to the last bit where one good is planned as a flow over several modes", () => {
    const continent = createContinent({
      modes: { rail: { energyPerTonneKm: 0.3, terminal: 8 }, road: { energyPerTonneKm: 1.5, terminal: 1 } },
      goods: { grain: {} },
      areas: {
        plain: { at: [0, 0], supply: { grain: 1000 } },
        hub: { at: [3, 0], demand: { grain: 111.25 } },
        hills: { at: [6, 1], demand: { grain: 222.5 } },
        coast: { at: [6, -1], demand: { grain: 333.125 } },
      },
      links: [
        { between: ["plain", "hub"], mode: "rail", km: 300, capacity: 500 },
        { between: ["plain", "hub"], mode: "road", km: 300 },
        { between: ["hub", "hills"], mode: "road", km: 320 },
        { between: ["hub", "coast"], mode: "rail", km: 310 },
      ],
    });
    const outcome = planContinent(continent, { gap: 0 });
    if (!("plan" in outcome)) throw new Error(outcome.status);
    const balances = modeBalances(continent, outcome.plan);
    expect(balances.length).toBeGreaterThan(5);
    for (const { key, open } of balances) expect(open, key).toBe(0);
    expect(outcome.plan.links.find(({ link }) => link === "rail:plain-hub")?.ways[0].use).toBe(1);
  });
});

describe("freight classes", () => {
  test.for([
    ["bulk", ["rail", "barge"], "barge"],
    ["general", ["rail", "road"], "rail"],
    ["liquid", ["rail", "pipeline"], "pipeline"],
    ["gas", ["pipeline"], "pipeline"],
    ["chilled", ["road"], "road"],
    ["oversize", ["road", "barge"], "barge"],
  ] as const)("%s goods go by the cheapest mode of their class, and by no other", ([name, modes, cheapest]) => {
    const all = ["rail", "road", "barge", "pipeline"];
    const energy = { rail: 0.3, road: 1.5, barge: 0.2, pipeline: 0.1 };
    const continent = (carriers: readonly string[]): Continent =>
      createContinent({
        modes: Object.fromEntries(all.map((mode) => [mode, { energyPerTonneKm: energy[mode as keyof typeof energy] }])),
        freight: { [name]: carriers },
        goods: { thing: { freight: name } },
        areas: { here: { at: [0, 0], supply: { thing: 10 } }, there: { at: [1, 0], demand: { thing: 10 } } },
        links: all.map((mode) => ({ id: mode, between: ["here", "there"] as const, mode, km: 100 })),
      });
    const outcome = planContinent(continent(modes), { gap: 0 });
    if (!("plan" in outcome)) throw new Error(outcome.status);
    expect(outcome.plan.links.map(({ link }) => link)).toEqual([cheapest]);
    const without = planContinent(continent([]), { gap: 0 });
    expect(without.status).toBe("infeasible");
  });
});
