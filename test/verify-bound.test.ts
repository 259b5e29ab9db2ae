import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { evaluateBound } from "../src/formulations/bound.ts";
import { certificateOf } from "../src/formulations/certificate.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { formulateRelaxation, strongRelaxationFits } from "../src/formulations/relaxation.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { AreaSpec, ContinentSpec, LinkSpec, SiteSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { zeroPrices } from "../src/network/prices.ts";
import type { Certificate } from "../src/plan/types.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { certifiedBound } from "../src/verify/plan/certified-bound.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { solveSecondFormulation } from "./second-formulation.ts";
import { twoTowns, twoTownsPlan } from "./verify-two-towns.ts";

const noPrices: Certificate = { version: 1, form: "strong", bound: 0, prices: {}, resources: {}, links: {} };

function boundOf(continent: Continent, form: Certificate["form"], rest: Partial<Certificate>): number {
  return certifiedBound(continent, { ...noPrices, ...rest, form });
}

/** A small continent with something of everything: chains, loops, by-products, limits of every kind. */
function randomContinent(random: Random): Continent {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(0, items.length - 1)];
  const chance = (share: number): boolean => random.next() < share;
  const ids = ["a", "b", "c", "d"].slice(0, random.integer(2, 4));
  const areas: Record<string, AreaSpec> = {};
  for (const id of ids) {
    areas[id] = {
      at: [random.integer(0, 10), random.integer(40, 50)],
      demand: { part: random.integer(0, 40), metal: random.integer(0, 20), ...(chance(0.4) ? { ash: 3 } : {}) },
      supply: chance(0.4) ? { ore: random.integer(0, 100), scrap: random.integer(0, 30) } : {},
      resources: chance(0.4) ? { hours: random.integer(50, 200) } : {},
    };
  }
  const recipesOfSite = [["mine"], ["smelt"], ["smelt", "melt"], ["melt"], ["assemble"], ["assemble", "smelt"]];
  const sites: Record<string, SiteSpec> = {};
  for (let i = random.integer(3, 6); i > 0; i--) {
    const sizes = Array.from({ length: random.integer(1, 2) }, (_, s) => ({
      name: `size ${s}`,
      capacity: random.integer(10, 80),
      energyToBuild: random.integer(0, 60_000),
      life: 10,
      keep: random.integer(0, 500),
      energyFactor: pick([1, 0.9]),
      stand: pick([0, 0, 1]),
      most: random.integer(1, 3),
      closing: pick([0, 100]),
      needs: chance(0.3) ? { hours: random.integer(1, 30) } : {},
    }));
    sites[`site ${i}`] = {
      area: pick(ids),
      recipes: pick(recipesOfSite),
      sizes,
      minimumLoad: pick([0, 0, 0.3, 0.8]),
      oneSize: chance(0.5),
      siteEnergy: pick([0, 2000]),
    };
  }
  const links: LinkSpec[] = [];
  for (const from of ids) {
    for (const to of ids) {
      if (from >= to || chance(0.3)) continue;
      const limit = chance(0.4) ? { capacity: random.integer(5, 60) } : {};
      const where = chance(0.7) ? { between: [from, to] as const } : { from: to, to: from };
      links.push({ ...where, mode: pick(["rail", "road"]), km: random.integer(1, 60), ...limit });
    }
  }
  const spec: ContinentSpec = {
    name: "random",
    modes: { rail: { energyPerTonneKm: 0.3, terminal: 20 }, road: { energyPerTonneKm: 1.5, terminal: 2 } },
    freight: { bulk: ["rail"] },
    goods: {
      ore: { freight: "bulk" },
      scrap: { disposal: 0 },
      metal: { unit: "coil", tonnesPerUnit: pick([1, 1.3]) },
      part: { unit: "piece", tonnesPerUnit: pick([0.7, 1]), local: chance(0.2) },
      ash: { disposal: pick([0, 25, "forbidden"] as const), freight: "bulk" },
    },
    recipes: {
      mine: { makes: { ore: 1 }, energy: 50, fromNature: true },
      smelt: { makes: { metal: 1, ash: 0.4 }, takes: { ore: 1.7 }, needs: { hours: 1 }, energy: 400 },
      melt: { makes: { metal: 0.9 }, takes: { scrap: 1 }, energy: 150 },
      assemble: { makes: { part: 1, scrap: 0.25 }, takes: { metal: 1.2 }, needs: { hours: 0.5 }, energy: 90 },
    },
    areas,
    sites,
    links,
    options: { mostSites: chance(0.5) ? { metal: 1 } : {} },
    shortage: { part: 9000, metal: 5000, ...(chance(0.7) ? { ash: 700 } : {}) },
  };
  return createContinent(spec);
}

/** Prices as large as a plan's energies could make them, now and then absurd. */
function randomPrices(continent: Continent, random: Random): Certificate {
  const spread = [1, 1000, 5000, 1e7][random.integer(0, 3)];
  const price = (): number => (random.next() - 0.2) * spread;
  const areas = Object.keys(continent.areas);
  const byArea = (): Record<string, number> => Object.fromEntries(areas.map((area) => [area, price()]));
  const form = (["weak", "strong", "fine"] as const)[random.integer(0, 2)];
  return {
    ...noPrices,
    form,
    ...(form === "fine" ? { fine: finePrices(continent, random, price) } : {}),
    prices: Object.fromEntries(Object.keys(continent.goods).map((good) => [good, byArea()])),
    resources: Object.fromEntries(areas.map((area) => [area, { hours: Math.max(0, price() - spread / 2) }])),
    links: Object.fromEntries(continent.links.map(({ id, bothWays }) => [id, bothWays ? [0, random.next()] : [0]])),
  };
}

/** A price for most of the final demands and of the sizes' inputs. */
function finePrices(continent: Continent, random: Random, price: () => number): NonNullable<Certificate["fine"]> {
  const some = (ids: readonly string[]): Record<string, number> =>
    Object.fromEntries(ids.flatMap((id) => (random.next() < 0.8 ? [[id, price()]] : [])));
  const goods = Object.keys(continent.goods);
  return {
    demand: Object.fromEntries(goods.map((good) => [good, some(Object.keys(continent.areas))])),
    inputs: Object.fromEntries(
      Object.entries(continent.sites).map(([id, { sizes }]) => [
        id,
        Object.fromEntries(sizes.map(({ name }) => [name, some(goods)])),
      ]),
    ),
  };
}

/** The duals of the linear relaxation as a certificate, and the relaxation's value. */
function relaxed(continent: Continent, form: "weak" | "strong", backend: LinearBackend) {
  const indexed = indexContinent(continent);
  // Where links are full the strong relaxation is not one; the weak one's prices are good prices all the same.
  const strong = form === "strong" && strongRelaxationFits(indexed);
  const { problem, lift } = formulateRelaxation(indexed, strong ? "strong" : "weak");
  const { scale, offset } = formulateLinear(indexed, { strong });
  const solution = backend.solve(problem, { gap: 0, seed: 0 });
  const certificate = certificateOf(indexed, lift(solution), form, 0);
  return { certificate, value: solution.objective * scale.energy + offset };
}

/** Prices by area as fine ones. */
function spread({ sites, recipes }: Continent, { prices }: Certificate): NonNullable<Certificate["fine"]> {
  return {
    demand: prices,
    inputs: Object.fromEntries(
      Object.entries(sites).map(([id, site]) => {
        const goods = [...new Set(site.recipes.flatMap((recipe) => Object.keys(recipes[recipe].takes)))];
        const byGood = Object.fromEntries(goods.map((good) => [good, prices[good]?.[site.area] ?? 0]));
        return [id, Object.fromEntries(site.sizes.map(({ name }) => [name, { ...byGood }]))];
      }),
    ),
  };
}

/** The same prices with one of them changed. */
function nudged(certificate: Certificate, random: Random): Certificate {
  const next = structuredClone(certificate) as { -readonly [Field in keyof Certificate]: Certificate[Field] };
  const { demand, inputs } = next.fine ?? { demand: {}, inputs: {} };
  const fine = [...Object.values(demand), ...Object.values(inputs).flatMap((bySize) => Object.values(bySize))];
  const ofGoods = [...Object.values(next.prices), ...fine].filter((group) => Object.keys(group).length > 0);
  const groups: Record<string, number>[] = [
    ...ofGoods,
    ...Object.values(next.prices),
    ...Object.values(next.resources),
    ...(Object.values(next.links) as unknown as Record<string, number>[]),
  ];
  const group = groups[random.integer(0, groups.length - 1)];
  const keys = Object.keys(group);
  const key = keys[random.integer(0, keys.length - 1)];
  const changed = group[key] + (random.next() - 0.5) * 10 ** random.integer(0, 4);
  group[key] = groups.indexOf(group) < ofGoods.length ? changed : Math.max(0, changed);
  return next;
}

describe("certifiedBound", () => {
  let backend: LinearBackend;
  beforeAll(async () => {
    backend = await highs();
  });

  test("is never above the optimum, though prices are bent to raise it as far as they can", () => {
    let feasible = 0;
    let close = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const random = seededRandom(seed);
      const continent = randomContinent(random);
      const optimum = solveSecondFormulation(continent, backend);
      if (optimum.status !== "optimal") continue;
      feasible += 1;
      const limit = optimum.objective + 1e-6 * Math.max(1, Math.abs(optimum.objective));
      for (let vector = 0; vector < 6; vector++) {
        expect(certifiedBound(continent, randomPrices(continent, random))).toBeLessThanOrEqual(limit);
      }
      for (const form of ["weak", "strong", "fine"] as const) {
        const { certificate, value } = relaxed(continent, form === "fine" ? "strong" : form, backend);
        // The fine form sets out from the same prices, each written down for everyone who takes the good.
        let best = form === "fine" ? { ...certificate, form, fine: spread(continent, certificate) } : certificate;
        let raised = certifiedBound(continent, best);
        // The dual of a relaxation proves all of the relaxation's value: else the bound would be needlessly low.
        expect(raised, `seed ${seed}, ${form}`).toBeGreaterThanOrEqual(value - 1e-6 * Math.max(1, Math.abs(value)));
        for (let step = 0; step < (form === "fine" ? 10 : 25); step++) {
          const next = nudged(best, random);
          const bound = certifiedBound(continent, next);
          if (bound >= raised) [best, raised] = [next, bound];
        }
        expect(raised, `seed ${seed}, ${form}`).toBeLessThanOrEqual(limit);
        if (raised > 0.98 * optimum.objective) close += 1;
      }
    }
    // Otherwise the test would prove nothing: bounds far below every optimum cannot be too high.
    expect(feasible).toBeGreaterThan(2);
    expect(close).toBeGreaterThan(4);
  });

  test("proves whatever the library states of prices, from its own evaluation in doubles", () => {
    for (let seed = 1; seed <= 24; seed++) {
      const random = seededRandom(500 + seed);
      const continent = randomContinent(random);
      const indexed = indexContinent(continent);
      const prices = zeroPrices(indexed);
      prices.good.forEach((_, cell) => {
        prices.good[cell] = (random.next() - 0.1) * 2000;
      });
      for (const form of ["weak", "strong"] as const) {
        const { bound, closed } = evaluateBound(indexed, prices, form);
        expect(certifiedBound(continent, certificateOf(indexed, closed, form, bound))).toBeGreaterThanOrEqual(bound);
      }
    }
  });

  test("is never lower in the strong form than in the weak one, nor in the fine form at the same prices", () => {
    let higher = 0;
    for (let seed = 1; seed <= 36; seed++) {
      const random = seededRandom(1000 + seed);
      const continent = randomContinent(random);
      const { fine: _, ...certificate } = randomPrices(continent, random);
      const forms = ["weak", "strong", "fine"] as const;
      const [weak, strong, fine] = forms.map((form) => boundOf(continent, form, certificate));
      expect(strong).toBeGreaterThanOrEqual(weak - 1e-9 * Math.abs(weak));
      expect(fine, `seed ${seed}`).toBeGreaterThanOrEqual(strong - 1e-9 * Math.abs(strong));
      if (fine > strong + 1e-6 * Math.abs(strong)) higher++;
    }
    expect(higher).toBeGreaterThan(5);
  });

  test("does not rest on prices that gain on the way", () => {
    // Bread priced at more than its freight from next door would pay for itself if prices were not closed.
    const [gainful, closed] = [1e6, 362].map((north) =>
      boundOf(twoTowns, "weak", { prices: { bread: { south: 302, north } } }),
    );
    expect(gainful).toBeCloseTo(closed, 3);
  });

  /** One works of 100 runs a year at 300 MJ and 1000 MJ to stand, for 50 t at home and 50 t across a 10 MJ/t link. */
  const bakery = (capacity: number, more: Partial<SiteSpec> = {}): Continent =>
    createContinent({
      name: "bakery",
      modes: { road: { energyPerTonneKm: 1 } },
      goods: { bread: {} },
      recipes: { bake: { makes: { bread: 1 }, energy: 300, fromNature: true } },
      areas: { home: { at: [0, 0], demand: { bread: 50 } }, away: { at: [1, 0], demand: { bread: 50 } } },
      sites: { oven: { area: "home", recipes: ["bake"], sizes: [{ capacity, keep: 1000 }], ...more } },
      links: [{ id: "road", between: ["home", "away"], mode: "road", km: 10, capacity: 50 }],
    });
  const fair = { prices: { bread: { home: 310, away: 320 } } };

  test("proves all of the optimum where prices pay for a full works", () => {
    for (const form of ["weak", "strong"] as const) expect(boundOf(bakery(100), form, fair)).toBeCloseTo(31_500, 6);
  });

  test("proves in the strong form all of the optimum where a works is too large for its customers", () => {
    expect(boundOf(bakery(1000), "strong", fair)).toBeCloseTo(31_500, 6);
    expect(boundOf(bakery(1000), "weak", fair)).toBeCloseTo(31_500 - 9000, 6);
  });

  test("lets prices differ between areas by more than freight in the strong form", () => {
    // The customer away pays all of the works: closing that price over freight would lose it.
    const uneven = { prices: { bread: { home: 300, away: 330 } } };
    expect(boundOf(bakery(1000), "strong", uneven)).toBeCloseTo(31_500, 6);
  });

  /** A mill that feeds either of two ovens, a small one and one for all; half of what they could bake is wanted. */
  const mill = createContinent({
    name: "mill",
    goods: { flour: {}, bread: {} },
    recipes: {
      grind: { makes: { flour: 1 }, energy: 10, fromNature: true },
      bake: { makes: { bread: 1 }, takes: { flour: 1 }, energy: 100 },
    },
    areas: { home: { at: [0, 0], demand: { bread: 50 } } },
    sites: {
      mill: { area: "home", recipes: ["grind"], sizes: [{ capacity: 1000, keep: 500 }] },
      oven: {
        area: "home",
        recipes: ["bake"],
        sizes: [
          { name: "small", capacity: 50, keep: 1000 },
          { name: "large", capacity: 950, keep: 1e6 },
        ],
      },
    },
  });

  test("proves in the fine form that a works pays whole for the one it feeds, however much others could take", () => {
    // 50 t at 110 MJ, and 1500 MJ to stand ready. The flour of the oven that runs bears all of the mill.
    const bread = { bread: { home: 140 } };
    const fine = { demand: {}, inputs: { oven: { small: { flour: 20 }, large: { flour: 10 } } } };
    expect(boundOf(mill, "fine", { prices: bread, fine })).toBeCloseTo(7000, 6);
    for (const flour of [10, 10.4, 10.5, 11, 15, 20])
      expect(boundOf(mill, "strong", { prices: { bread: { home: 140 }, flour: { home: flour } } })).toBeLessThan(6600);
  });

  test("lets the sizes that make one good in one area share what can be taken there", () => {
    // At 125 MJ/t either size would gain from 50 t, but there are 50 t for both of them only once.
    const ovens = createContinent({
      name: "ovens",
      goods: { bread: {} },
      recipes: { bake: { makes: { bread: 1 }, energy: 100, fromNature: true } },
      areas: { home: { at: [0, 0], demand: { bread: 50 } } },
      sites: Object.fromEntries(
        [1000, 1100].map((keep) => [
          `oven ${keep}`,
          { area: "home", recipes: ["bake"], sizes: [{ capacity: 50, keep }] },
        ]),
      ),
    });
    const prices = { bread: { home: 125 } };
    expect(boundOf(ovens, "strong", { prices })).toBeCloseTo(50 * 125 - 250 - 150, 6);
    expect(boundOf(ovens, "fine", { prices })).toBeCloseTo(6000, 6);
  });

  test("counts modules whole where a site may have many of several sizes", () => {
    // 75 t are wanted. At 130 MJ/t one large module gains 500 MJ and a second would lose 250; a small one gains 1.
    const ovens = createContinent({
      name: "ovens",
      goods: { bread: {} },
      recipes: { bake: { makes: { bread: 1 }, energy: 100, fromNature: true } },
      areas: { home: { at: [0, 0], demand: { bread: 75 } } },
      sites: {
        oven: {
          area: "home",
          recipes: ["bake"],
          sizes: [
            { name: "large", capacity: 50, keep: 1000, most: 2 },
            { name: "small", capacity: 5, keep: 149, most: 15 },
          ],
        },
      },
    });
    const gain = 500 + 15;
    expect(boundOf(ovens, "fine", { prices: { bread: { home: 130 } } })).toBeCloseTo(75 * 130 - gain, 6);
  });

  test("charges a minimum load that nobody pays for", () => {
    // 60 t at least, of which the 10 t beyond the needs at home cost 300 MJ each and are let go.
    const forced = createContinent({
      name: "forced",
      goods: { bread: {} },
      recipes: { bake: { makes: { bread: 1 }, energy: 300, fromNature: true } },
      areas: { home: { at: [0, 0], demand: { bread: 50 } } },
      sites: { oven: { area: "home", recipes: ["bake"], minimumLoad: 0.6, sizes: [{ capacity: 100, keep: 1000 }] } },
    });
    expect(boundOf(forced, "strong", { prices: { bread: { home: 380 } } })).toBeCloseTo(19_000, 6);
  });

  test("takes the price of full links and resources into account", () => {
    const near = bakery(100);
    const rent = { prices: { bread: { home: 310, away: 325 } }, links: { road: [5] } };
    expect(boundOf(near, "strong", rent)).toBeCloseTo(31_500, 6);
    expect(boundOf(near, "weak", rent)).toBeCloseTo(31_500, 6);
  });

  test("counts, where only some sites may be open, only those that gain most", () => {
    const towns = (most: number): Continent =>
      createContinent({
        name: "towns",
        goods: { bread: {} },
        recipes: { bake: { makes: { bread: 1 }, energy: 300, fromNature: true } },
        areas: { home: { at: [0, 0], demand: { bread: 100 } } },
        sites: Object.fromEntries(
          [100, 200, 300].map((keep) => [
            `oven ${keep}`,
            { area: "home", recipes: ["bake"], sizes: [{ capacity: 50, keep }] },
          ]),
        ),
        options: { mostSites: { bread: most } },
      });
    const dear = { prices: { bread: { home: 310 } } };
    // Each oven gains 500 MJ less what it takes to stand ready.
    expect(boundOf(towns(3), "weak", dear)).toBeCloseTo(31_000 - 400 - 300 - 200, 6);
    expect(boundOf(towns(2), "weak", dear)).toBeCloseTo(31_000 - 400 - 300, 6);
    expect(boundOf(towns(1), "weak", dear)).toBeCloseTo(31_000 - 400, 6);
  });

  test("counts what closing takes where nothing pays for keeping", () => {
    const old = bakery(100, { sizes: [{ capacity: 100, keep: 1000, stand: 1, closing: 70 }] });
    expect(boundOf(old, "weak", {})).toBe(70);
    expect(boundOf(old, "strong", {})).toBe(70);
  });

  test("keeps idle works open where that saves energy, though a price takes a run's cost beyond doubles", () => {
    // Nobody has an hour to run the oven; to keep it takes 10 MJ, to close it 50.
    const idle = createContinent({
      name: "idle",
      goods: { bread: {} },
      recipes: { bake: { makes: { bread: 1 }, needs: { hours: 1 }, energy: 1, fromNature: true } },
      areas: { home: { at: [0, 0], resources: { hours: 0 } } },
      sites: { oven: { area: "home", recipes: ["bake"], sizes: [{ capacity: 9, keep: 10, stand: 1, closing: 50 }] } },
    });
    for (const form of ["weak", "strong", "fine"] as const) {
      for (const hours of [0, 1e290, 1e300, Number.MAX_VALUE])
        expect(boundOf(idle, form, { resources: { home: { hours } } }), `${form}, ${hours}`).toBe(10);
    }
  });

  test("refuses negative prices of room and of resources", () => {
    const prices = { bread: { home: 310, away: 320 } };
    expect(boundOf(bakery(100), "strong", { prices, links: { road: [-1] } })).toBe(Number.NEGATIVE_INFINITY);
    expect(boundOf(twoTowns, "weak", { resources: { north: { hours: -1 } } })).toBe(Number.NEGATIVE_INFINITY);
  });

  test("reads prices of what is without limit as nothing", () => {
    const rents = { links: { street: [1e9] }, resources: { south: { hours: 1e9 } } };
    for (const form of ["weak", "strong"] as const) {
      const { prices } = twoTownsPlan.certificate;
      expect(boundOf(twoTowns, form, { prices, ...rents })).toBe(boundOf(twoTowns, form, { prices }));
    }
  });

  test("supports its own bound to the last bit, and nothing above it", () => {
    const { certificate } = twoTownsPlan;
    const proved = certifiedBound(twoTowns, certificate);
    const stating = (bound: number) =>
      verifyPlan(twoTowns, { ...twoTownsPlan, certificate: { ...certificate, bound } }).violations.map((v) => v.rule);
    expect(proved).toBeGreaterThan(0.99 * twoTownsPlan.objective);
    expect(stating(proved)).toEqual([]);
    expect(stating(proved * (1 + 1e-6))).toEqual(["bound"]);
    expect(stating(proved * (1 + 2 ** -52))).toEqual(["bound"]);
  });

  test("checks sixty areas, fifteen goods and two thousand sizes within seconds", () => {
    const random = seededRandom(7);
    const names = Array.from({ length: 60 }, (_, a) => `area ${a}`);
    const goods = Array.from({ length: 15 }, (_, g) => `good ${g}`);
    const amounts = (): Record<string, number> =>
      Object.fromEntries(goods.map((good) => [good, random.integer(1, 1e6)]));
    const sizes = [1e5, 3e5, 1e6].map((capacity, s) => ({ name: `${s}`, capacity, keep: capacity, most: 3 }));
    const continent = createContinent({
      name: "large",
      modes: { rail: { energyPerTonneKm: 0.3, terminal: 20 }, road: { energyPerTonneKm: 1.5, terminal: 2 } },
      freight: { bulk: ["rail"] },
      goods: Object.fromEntries(goods.map((good, g) => [good, g % 2 === 0 ? { freight: "bulk" } : {}])),
      recipes: Object.fromEntries(
        goods.map((good, g) => [
          good,
          g === 0
            ? { makes: { [good]: 1 }, energy: 100, fromNature: true }
            : { makes: { [good]: 1 }, takes: { [goods[g - 1]]: 1.1 }, energy: 1000 },
        ]),
      ),
      areas: Object.fromEntries(names.map((name, a) => [name, { at: [a % 10, a / 10 + 40], demand: amounts() }])),
      sites: Object.fromEntries(
        Array.from({ length: 667 }, (_, i) => [
          `site ${i}`,
          { area: names[i % 60], recipes: [goods[i % 15]], oneSize: true, sizes },
        ]),
      ),
      links: names.flatMap((from, a) =>
        [1, 7].flatMap((step) =>
          ["rail", "road"].map((mode) => ({ between: [from, names[(a + step) % 60]] as const, mode, km: 50 * step })),
        ),
      ),
    });
    const prices = Object.fromEntries(
      goods.map((good, g) => [
        good,
        Object.fromEntries(names.map((name) => [name, 1200 * (g + 1) + 500 * random.next()])),
      ]),
    );
    const started = performance.now();
    expect(boundOf(continent, "strong", { prices })).toBeGreaterThan(0);
    // Measured at a thirtieth of this; the limit only has to catch what grows with the square of the sizes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
