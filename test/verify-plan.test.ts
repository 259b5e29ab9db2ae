import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { twoTowns, twoTownsPlan, twoTownsSpec } from "./verify-two-towns.ts";

/** A plan that may be spoiled: the same fields, writable all through. */
type Draft<T> = T extends object ? { -readonly [Field in keyof T]: Draft<T[Field]> } : T;

function spoiled(change: (plan: Draft<Plan>) => void): Plan {
  const draft = structuredClone(twoTownsPlan) as Draft<Plan>;
  change(draft);
  return draft;
}

function rulesBroken(plan: Plan, continent: Continent = twoTowns): string[] {
  return verifyPlan(continent, plan).violations.map(({ rule }) => rule);
}

const BOILER = 0;
const IRONWORKS = 1;
const OVEN = 2;

/** A second works that could make bread, where there may be one. */
const openBakery: Draft<Plan["sites"][number]> = {
  site: "bakery",
  area: "north",
  sizes: [{ name: "1", kept: 0, built: 1, closed: 0, runs: {}, load: 0 }],
};

const mutations: readonly [what: string, rule: string, change: (plan: Draft<Plan>) => void][] = [
  ["is for another continent", "continent", (p) => (p.continent = "three towns")],
  ["lists fewer areas than there are", "names", (p) => p.areas.pop()],
  ["lists a good that there is not", "names", (p) => (p.goods[0] = "gold")],
  ["puts a works elsewhere", "site.area", (p) => (p.sites[OVEN].area = "north")],
  ["names an unknown site", "id.unknown", (p) => (p.sites[OVEN].site = "constructor")],
  ["names an unknown size", "id.unknown", (p) => (p.sites[OVEN].sizes[0].name = "2")],
  ["runs a recipe that the site has not", "id.unknown", (p) => (p.sites[OVEN].sizes[0].runs.warm = 0)],
  ["names an unknown link", "id.unknown", (p) => (p.links[0].link = "canal")],
  ["builds an unknown size of a link", "id.unknown", (p) => (p.links[0].built.wide = 1)],
  ["carries an unknown good", "id.unknown", (p) => Object.assign(p.links[0].ways[0].tonnes, { toString: 0 })],
  ["transfers in an unknown area", "id.unknown", (p) => (p.transfers[0].area = "west")],
  ["transfers an unknown good", "id.unknown", (p) => (p.transfers[0].good = "gold")],
  ["transfers on an unknown mode", "id.unknown", (p) => (p.transfers[0].mode = "air")],
  ["balances an unknown area", "id.unknown", (p) => (p.balances[0].area = "west")],
  ["uses resources of an unknown area", "id.unknown", (p) => (p.resources[0].area = "west")],
  ["prices an unknown good", "id.unknown", (p) => (p.guidePrices[0].good = "gold")],
  ["has embodied energy in an unknown area", "id.unknown", (p) => (p.embodied[0].area = "west")],
  ["ships an unknown good", "id.unknown", (p) => (p.shipments[0].good = "gold")],
  ["ships from an unknown site", "id.unknown", (p) => (p.shipments[0].site = "mill")],
  ["proves with an unknown good", "id.unknown", (p) => (p.certificate.prices.gold = { north: 0 })],
  ["proves with an unknown area", "id.unknown", (p) => (p.certificate.prices.steel.west = 0)],
  ["proves with an unknown place of resources", "id.unknown", (p) => (p.certificate.resources.west = {})],
  ["proves with an unknown resource", "id.unknown", (p) => (p.certificate.resources.north.days = 0)],
  ["lists an unknown resource", "id.unknown", (p) => (p.resources[0].resource = "days")],
  [
    "proves with a fine price of an unknown good",
    "id.unknown",
    (p) => (p.certificate.fine = { demand: { gold: { north: 1 } }, inputs: {} }),
  ],
  [
    "proves with a fine price in an unknown area",
    "id.unknown",
    (p) => (p.certificate.fine = { demand: { steel: { west: 1 } }, inputs: {} }),
  ],
  [
    "proves with an input price of an unknown site",
    "id.unknown",
    (p) => (p.certificate.fine = { demand: {}, inputs: { mint: {} } }),
  ],
  [
    "proves with an input price of a size that a site has not",
    "id.unknown",
    (p) => (p.certificate.fine = { demand: {}, inputs: { [p.sites[0].site]: { vast: {} } } }),
  ],
  [
    "proves with a fine price that is no number",
    "shape",
    (p) => (p.certificate.fine = { demand: { steel: { north: "dear" as never } }, inputs: {} }),
  ],
  ["proves with a way that a link has not", "id.unknown", (p) => (p.certificate.links.street = [0, 0])],
  ["lists a site twice", "id.duplicate", (p) => p.sites.push(p.sites[OVEN])],
  ["lists a size twice", "id.duplicate", (p) => p.sites[OVEN].sizes.push(p.sites[OVEN].sizes[0])],
  ["lists a link twice", "id.duplicate", (p) => p.links.push({ ...p.links[0], ways: [{ tonnes: {}, guidePrice: 0 }] })],
  ["lists a transfer twice", "id.duplicate", (p) => p.transfers.push({ ...p.transfers[0], unload: 0 })],
  ["lists a balance twice", "id.duplicate", (p) => p.balances.push(balanceOfNothing("north", "heat"))],
  ["lists a resource twice", "id.duplicate", (p) => p.resources.push({ ...p.resources[0], used: 0 })],
  ["lists a guide price twice", "id.duplicate", (p) => p.guidePrices.push(p.guidePrices[0])],
  ["lists an embodied energy twice", "id.duplicate", (p) => p.embodied.push(p.embodied[0])],
  ["builds half a works", "whole", (p) => (p.sites[IRONWORKS].sizes[0].built = 0.9)],
  ["keeps more than stand", "kept", (p) => (p.sites[OVEN].sizes[0].kept = 2)],
  ["forgets a works that stands", "stand", (p) => p.sites.splice(OVEN, 1)],
  ["neither keeps nor closes what stands", "stand", (p) => (p.sites[IRONWORKS].sizes[1].closed = 0)],
  ["builds more than there may be", "built", (p) => (p.sites[BOILER].sizes[0].built = 2)],
  ["builds less than nothing", "negative", (p) => (p.sites[BOILER].sizes[0].built = -1)],
  ["runs backwards", "negative", (p) => (p.sites[BOILER].sizes[0].runs.warm = -50)],
  ["runs beyond capacity", "capacity", (p) => (p.sites[OVEN].sizes[0].runs.bake = 100.001)],
  ["runs a works that is not open", "capacity", (p) => (p.sites[IRONWORKS].sizes[1].runs.smelt = 1e-6)],
  ["runs a works below its minimum load", "minimumLoad", (p) => (p.sites[IRONWORKS].sizes[0].runs.smelt = 159.9)],
  [
    "opens two sizes where one may be",
    "oneSize",
    (p) => Object.assign(p.sites[IRONWORKS].sizes[1], { kept: 1, closed: 0 }),
  ],
  ["opens more sites than there may be", "mostSites", (p) => p.sites.unshift(structuredClone(openBakery))],
  ["uses more of a resource than there is", "resource", (p) => (p.sites[IRONWORKS].sizes[0].runs.smelt = 400.1)],
  ["lists a way that the link has not", "link.ways", (p) => p.links[0].ways.push({ tonnes: {}, guidePrice: 0 })],
  ["leaves out a way", "link.ways", (p) => p.links[0].ways.pop()],
  ["carries more than a link can", "link.capacity", (p) => (p.links[0].ways[0].tonnes.ore = 800.01)],
  ["carries less than nothing", "negative", (p) => (p.links[0].ways[0].tonnes.ore = -1)],
  ["loads less than nothing", "negative", (p) => (p.transfers[0].load = -1)],
  ["unloads less than nothing", "negative", (p) => (p.transfers[0].unload = -1)],
  ["carries a good that cannot travel", "local", (p) => (p.links[0].ways[0].tonnes.heat = 1)],
  [
    "carries bulk by road",
    "freight",
    (p) => p.links.push({ link: "street", built: {}, ways: [{ tonnes: { ore: 1 }, guidePrice: 0 }] }),
  ],
  [
    "loads bulk on the road",
    "freight",
    (p) => p.transfers.push({ area: "north", mode: "road", good: "ore", load: 1, unload: 1 }),
  ],
  ["is supplied more than there is", "supply", (p) => (p.balances[2].supplied = 1000.01)],
  ["is supplied less than nothing", "negative", (p) => (p.balances[2].supplied = -1)],
  ["lets go less than nothing", "negative", (p) => (p.balances[3].surplus = -1)],
  ["leaves less than nothing unmet", "negative", (p) => (p.balances[4].unmet = -1)],
  ["lets go what is not made here", "surplus", (p) => (p.balances[7].surplus = 1)],
  ["lets go what must not be", "surplus.forbidden", (p) => (p.balances[5].surplus = 1e-6)],
  ["leaves more unmet than is asked", "unmet", (p) => (p.balances[4].unmet = 101)],
  ["leaves unmet what must be met", "unmet.notAllowed", (p) => (p.balances[1].unmet = 1e-6)],
  ["uses what nobody makes", "balance", (p) => (p.balances[2].supplied = 599.99)],
  ["makes what nobody uses", "balance", (p) => (p.sites[BOILER].sizes[0].runs.warm = 50.01)],
  ["loses freight on the way", "balance", (p) => (p.transfers[3].unload = 199.99)],
  ["carries what was not loaded", "balance", (p) => (p.links[0].ways[0].tonnes.steel = 200.01)],
  ["understates production", "energy.production", (p) => (p.energy.production -= 0.001)],
  ["understates construction", "energy.construction", (p) => (p.energy.construction -= 0.001)],
  ["understates standing", "energy.standing", (p) => (p.energy.standing -= 0.001)],
  ["understates transport", "energy.transport", (p) => (p.energy.transport -= 0.001)],
  ["understates surplus", "energy.surplus", (p) => (p.energy.surplus -= 0.001)],
  ["understates the total", "energy.total", (p) => (p.energy.total -= 0.001)],
  ["understates the objective", "objective", (p) => (p.objective -= 0.001)],
  ["makes up a penalty", "shortagePenalty", (p) => (p.shortagePenalty = 0.001)],
  ["books energy in the wrong place", "spent", (p) => (p.spent[0].area = "south")],
  ["leaves energy out of the book", "spent", (p) => p.spent.pop()],
  ["books energy that is not spent", "spent", (p) => p.spent.push({ purpose: "surplus", area: "south", energy: 1 })],
  ["misstates what is made", "balance.stated", (p) => (p.balances[4].made = 299)],
  ["misstates what is taken", "balance.stated", (p) => (p.balances[2].taken = 599)],
  ["misstates what comes in", "balance.stated", (p) => (p.balances[7].in = 201)],
  ["misstates what goes out", "balance.stated", (p) => (p.balances[4].out = 201)],
  ["misstates what is used", "balance.stated", (p) => (p.balances[1].used = 49)],
  ["leaves out a balance", "balance.stated", (p) => p.balances.splice(7, 1)],
  [
    "adds a balance of things that do not happen",
    "balance.stated",
    (p) => p.balances.push({ ...balanceOfNothing("south", "heat"), made: 1 }),
  ],
  ["misstates the use of a resource", "resource.stated", (p) => (p.resources[0].used = 399)],
  ["misstates what there is of a resource", "resource.stated", (p) => (p.resources[0].available = 501)],
  ["leaves out a resource", "resource.stated", (p) => p.resources.pop()],
  ["misstates a load", "load", (p) => (p.sites[IRONWORKS].sizes[0].load = 0.76)],
  ["misstates the use of a way", "use", (p) => (p.links[0].ways[0].use = 0.21)],
  ["leaves out the use of a way", "use", (p) => delete (p.links[0].ways[0] as { use?: number }).use],
  ["prices a good unlike its certificate", "guidePrice", (p) => (p.guidePrices[0].value = 2011)],
  ["leaves out a price of its certificate", "guidePrice", (p) => p.guidePrices.shift()],
  ["prices room unlike its certificate", "guidePrice", (p) => (p.links[0].ways[0].guidePrice = 1)],
  ["prices a resource unlike its certificate", "guidePrice", (p) => (p.resources[0].guidePrice = 1)],
  ["ships by a link that leads elsewhere", "shipment.path", (p) => (p.shipments[2].links = ["street"])],
  ["ships by no link", "shipment.path", (p) => (p.shipments[2].links = [])],
  ["ships from where the works is not", "shipment.path", (p) => (p.shipments[3].from = "south")],
  ["misstates the energy of a shipment", "shipment.energy", (p) => (p.shipments[2].energy = 2399)],
  ["ships less than nothing", "negative", (p) => (p.shipments[3].tonnes = -50)],
  ["ships more than is made", "shipment.source", (p) => (p.shipments[3].tonnes = 51)],
  ["ships more than is used", "shipment.use", (p) => (p.shipments[3].tonnes = 51)],
  ["ships another way than its goods flow", "shipment.flow", (p) => (p.shipments[7].links = ["street"])],
  ["leaves out a shipment", "shipment.flow", (p) => p.shipments.pop()],
  [
    "proves with a negative price of a resource",
    "certificate.negative",
    (p) => (p.certificate.resources.north.hours = -1),
  ],
  ["proves with a negative price of room", "certificate.negative", (p) => (p.certificate.links.rails = [0, -1])],
  ["states more than its prices prove", "bound", (p) => (p.certificate.bound = 652_910)],
];

function balanceOfNothing(area: string, good: string): Draft<Plan["balances"][number]> {
  return { area, good, supplied: 0, made: 0, taken: 0, in: 0, out: 0, used: 0, surplus: 0, unmet: 0 };
}

describe("verifyPlan", () => {
  test("accepts a sound plan and recomputes its objective", () => {
    const verdict = verifyPlan(twoTowns, twoTownsPlan);
    expect(verdict.violations).toEqual([]);
    expect(verdict.valid).toBe(true);
    expect(verdict.objective).toBe(652_910);
    expect(verdict.certifiedBound).toBeLessThanOrEqual(652_910);
  });

  test.each(mutations)("notices a plan that %s (%s)", (_, rule, change) => {
    const verdict = verifyPlan(twoTowns, spoiled(change));
    expect(verdict.valid).toBe(false);
    expect(verdict.violations.map((violation) => violation.rule)).toContain(rule);
  });

  test("weighs unmet demand as the continent says, apart from energy", () => {
    const short = spoiled((plan) => {
      Object.assign(plan.balances[7], { used: 199, unmet: 1, in: 199 });
      Object.assign(plan.balances[4], { made: 299, out: 199 });
      Object.assign(plan.balances[3], { made: 149.5, surplus: 149.5 });
      Object.assign(plan.balances[2], { supplied: 598, taken: 598 });
      plan.sites[IRONWORKS].sizes[0].runs.smelt = 299;
      plan.shortagePenalty = 50_000;
    });
    const verdict = verifyPlan(twoTowns, short);
    expect(verdict.violations.map(({ rule }) => rule)).not.toContain("shortagePenalty");
    expect(verdict.violations.map(({ rule }) => rule)).not.toContain("unmet.notAllowed");
    expect(rulesBroken({ ...short, shortagePenalty: 49_999 })).toContain("shortagePenalty");
  });

  test("tolerates a balance that is open by less than a kilogram, and says what it could be worth", () => {
    const verdict = verifyPlan(
      twoTowns,
      spoiled((plan) => (plan.transfers[3].unload = 199.9995)),
    );
    expect(verdict.violations.map(({ rule }) => rule)).not.toContain("balance");
    expect(verdict.residual.amount).toBeCloseTo(0.0005, 9);
    expect(verdict.residual.energy).toBeCloseTo(2 * 0.0005 * 2070, 6);
  });

  test("sees what is lacking behind what goes round in circles for nothing, however much that is", () => {
    const fields = createContinent({
      name: "fields",
      modes: { rail: { energyPerTonneKm: 1 } },
      goods: { grain: {} },
      recipes: { grow: { makes: { grain: 1 }, energy: 50, fromNature: true } },
      areas: { town: { at: [0, 50], demand: { grain: 100 } }, land: { at: [1, 50] } },
      sites: { farm: { area: "land", recipes: ["grow"], sizes: [{ capacity: 200, keep: 1000 }] } },
      links: [{ between: ["town", "land"], mode: "rail", km: 10 }],
    });
    const outcome = planContinent(fields);
    if (outcome.status !== "optimal") throw new Error(outcome.status);
    const nothing = { total: 0, production: 0, construction: 0, standing: 0, transport: 0, surplus: 0 };
    const empty = {
      ...{ ...outcome.plan, objective: 0, energy: nothing, spent: [], sites: [], links: [], shipments: [] },
      embodied: outcome.plan.embodied.map((figure) => ({ ...figure, value: 0 })),
    };
    for (const load of [0, 1e18]) {
      const transfers = [{ area: "town", mode: "rail", good: "grain", load, unload: load }];
      const balances = [{ ...balanceOfNothing("town", "grain"), in: load, out: load, used: 100 }];
      const verdict = verifyPlan(fields, { ...empty, transfers, balances });
      expect(verdict.violations.map(({ rule, amount }) => [rule, amount])).toContainEqual(["balance", 100]);
    }
  });

  test("says whether too much comes or too little", () => {
    const message = (made: number): string[] => {
      const plan = spoiled((draft) => (draft.sites[BOILER].sizes[0].runs.warm = made));
      return verifyPlan(twoTowns, plan).violations.flatMap((one) => (one.rule === "balance" ? [one.message] : []));
    };
    expect(message(40)).toEqual(["What comes is 10 less than what goes."]);
    expect(message(70)).toEqual(["What comes is 20 more than what goes."]);
  });

  test("lets a shipment pass an area on one mode with or without reloading there", () => {
    const chain = createContinent({
      ...twoTownsSpec,
      name: "chain",
      areas: {
        a: { at: [0, 0], supply: { ore: 5 } },
        b: { at: [1, 0] },
        c: { at: [2, 0], demand: { ore: 5 } },
      },
      sites: {},
      links: [
        { id: "ab", from: "a", to: "b", mode: "rail", km: 10 },
        { id: "bc", from: "b", to: "c", mode: "rail", km: 10 },
      ],
      options: {},
      shortage: {},
    });
    const through = (reloaded: number, energy: number): Plan => ({
      ...twoTownsPlan,
      continent: "chain",
      areas: ["a", "b", "c"],
      objective: energy,
      energy: { total: energy, production: 0, construction: 0, standing: 0, transport: energy, surplus: 0 },
      spent: [
        { purpose: "transport", area: "a", good: "ore", link: "ab", energy: 10 },
        { purpose: "transport", area: "b", good: "ore", link: "bc", energy: 10 },
        { purpose: "transport", area: "a", good: "ore", energy: 100 },
        { purpose: "transport", area: "b", good: "ore", energy: 40 * reloaded },
        { purpose: "transport", area: "c", good: "ore", energy: 100 },
      ],
      sites: [],
      links: ["ab", "bc"].map((link) => ({ link, built: {}, ways: [{ tonnes: { ore: 5 }, guidePrice: 0 }] })),
      transfers: [
        { area: "a", mode: "rail", good: "ore", load: 5, unload: 0 },
        { area: "b", mode: "rail", good: "ore", load: reloaded, unload: reloaded },
        { area: "c", mode: "rail", good: "ore", load: 0, unload: 5 },
      ],
      shipments: [{ good: "ore", from: "a", to: "c", tonnes: 5, energy, links: ["ab", "bc"] }],
      balances: [
        { ...balanceOfNothing("a", "ore"), supplied: 5, out: 5 },
        { ...balanceOfNothing("b", "ore"), in: reloaded, out: reloaded },
        { ...balanceOfNothing("c", "ore"), in: 5, used: 5 },
      ],
      resources: [],
      guidePrices: [],
      embodied: [
        // What is unloaded and loaded again passes the rails at b twice, and has the average of both there: 62, and 20 for unloading.
        ...(reloaded > 0 ? [{ area: "b", good: "ore", value: 82 }] : []),
        { area: "c", good: "ore", value: energy / 5 },
      ],
      commonEnergy: 0,
      certificate: { version: 1, form: "weak", bound: 0, prices: {}, resources: {}, links: {} },
    });
    expect(rulesBroken(through(0, 220), chain)).toEqual([]);
    expect(rulesBroken(through(5, 420), chain)).toEqual([]);
    const hidden = through(0, 220);
    expect(rulesBroken({ ...hidden, shipments: [{ ...hidden.shipments[0], energy: 421 }] }, chain)).toContain(
      "shipment.energy",
    );
  });
});

describe("verifyPlan and plans from strangers", () => {
  test("answers whatever is not a plan at all", () => {
    for (const hostile of [null, undefined, 1, "plan", [], {}, () => 0, Number.NaN, { certificate: null }]) {
      const verdict = verifyPlan(twoTowns, hostile as unknown as Plan);
      expect(verdict.valid).toBe(false);
      expect(verdict.objective).toBe(Number.POSITIVE_INFINITY);
      expect(verdict.violations.every(({ rule }) => rule === "shape")).toBe(true);
    }
  });

  /** What must never stand where a value of the given kind belongs. */
  const wrongFor = (held: unknown): readonly unknown[] => {
    if (typeof held === "number") return [null, "", "1", [], {}, true, Number.NaN, Number.POSITIVE_INFINITY];
    if (typeof held === "string") return [null, 1, [], {}, [held]];
    return Array.isArray(held) ? [null, 1, "", {}, { length: 1 }, [null]] : [null, 1, "", [], [1], { a: "b" }];
  };

  test("notices every field that is missing or of the wrong type, wherever it is", () => {
    const draft = structuredClone(twoTownsPlan);
    const visit = (holder: Record<string, unknown>): void => {
      for (const [field, held] of Object.entries(holder)) {
        const mayBeAbsent = "purpose" in holder && field === "good";
        for (const wrong of mayBeAbsent ? wrongFor(held) : [undefined, ...wrongFor(held)]) {
          holder[field] = wrong;
          const { valid, objective } = verifyPlan(twoTowns, draft);
          expect(valid, `${field} = ${JSON.stringify(wrong)}`).toBe(false);
          if (wrong !== undefined) expect(objective).toBe(Number.POSITIVE_INFINITY);
        }
        holder[field] = held;
        if (typeof held === "object" && held !== null) visit(held as Record<string, unknown>);
      }
    };
    visit(draft as unknown as Record<string, unknown>);
    expect(verifyPlan(twoTowns, draft).valid).toBe(true);
  });

  /** Numbers that break arithmetic which was not built for them. */
  const nasty = fc.oneof(
    fc.double(),
    fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e-9, 0.1),
  );

  property.prop([fc.array(fc.tuple(fc.nat(), nasty), { minLength: 1, maxLength: 8 })], { seed: 11, numRuns: 120 })(
    "never throws and gives no NaN when numbers anywhere are replaced",
    (changes) => {
      const plan = structuredClone(twoTownsPlan);
      const places: [Record<string, unknown>, string][] = [];
      const visit = (value: object): void => {
        for (const [field, held] of Object.entries(value)) {
          if (typeof held === "number") places.push([value as Record<string, unknown>, field]);
          else if (typeof held === "object" && held !== null) visit(held);
        }
      };
      visit(plan);
      for (const [at, value] of changes) {
        const [holder, field] = places[at % places.length];
        holder[field] = value;
      }
      const verdict = verifyPlan(twoTowns, plan);
      expect(JSON.stringify(figuresOf(verdict))).not.toContain("NaN");
      expect(verdict.valid).toBe(verdict.violations.length === 0);
    },
  );

  property.prop([fc.anything({ withNullPrototype: true, withObjectString: true })], { seed: 12, numRuns: 150 })(
    "never throws when the plan, or any part of it, is anything",
    (thing) => {
      expect(verifyPlan(twoTowns, thing as Plan).valid).toBe(false);
      for (const part of Object.keys(twoTownsPlan)) {
        const verdict = verifyPlan(twoTowns, { ...twoTownsPlan, [part]: thing } as Plan);
        expect(JSON.stringify(figuresOf(verdict))).not.toContain("NaN");
      }
    },
  );

  property.prop([fc.json()], { seed: 13, numRuns: 300 })("never throws when the plan is JSON", (json) => {
    expect(verifyPlan(twoTowns, JSON.parse(json) as Plan).valid).toBe(false);
  });

  test("does not take what objects inherit for ids", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    for (const name of names) {
      const text = JSON.stringify(twoTownsPlan).replaceAll('"steel"', JSON.stringify(name));
      expect(rulesBroken(JSON.parse(text) as Plan)).toContain("id.unknown");
    }
  });
});

/** The verdict's figures as text, so that NaN shows. */
function figuresOf({ objective, certifiedBound, residual, violations }: ReturnType<typeof verifyPlan>): string[] {
  return [objective, certifiedBound, residual.amount, residual.energy, ...violations.map(({ amount }) => amount)].map(
    String,
  );
}
