import { expect } from "vitest";
import { ExactSum } from "../src/base/exact.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { LinkSpec } from "../src/model/spec.ts";
import type { Continent, Energy } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/** What must hold of plans in which goods are lost on the way, links are built, make and take, and works are built of goods. */

/** Books and balances agree to this share of what passes through them. */
const ROUNDING = 1e-9;

/**
 * Three or four areas in which everything needs everything: steel takes ore, scrap and current; turbines and works are
 * built of steel, and turbines wear it out; tools wear down to scrap; rails take current where they begin and lose some
 * of what they carry, wires some of the current. Ore leaves gangue and steel slag, more than anybody wants.
 */
export function cyclicContinent(seed: number): Continent {
  const random = seededRandom(seed * 104_729 + 7);
  const between = (low: number, high: number): number => Math.round((low + random.next() * (high - low)) * 1000) / 1000;
  const names = ["east", "north", "south", "west"].slice(0, random.integer(3, 4));
  const size = (capacity: number) => ({
    capacity,
    energyToBuild: capacity * between(100, 2000),
    life: 20,
    keep: capacity * between(1, 50),
    most: 3,
    ...(random.next() < 0.6 ? { buildGoods: { steel: capacity * between(0.05, 0.4) } } : {}),
  });
  const site = (area: string, recipe: string, capacity: number) => ({
    area,
    recipes: [recipe],
    sizes: [size(capacity)],
  });
  const links: LinkSpec[] = names.flatMap((to, a): LinkSpec[] => {
    if (a === 0) return [];
    const between_ = [names[random.integer(0, a - 1)], to] as const;
    const rail = {
      between: between_,
      mode: "rail",
      km: random.integer(50, 600),
      loss: between(0.001, 0.08),
      takes: { current: between(0.001, 0.02) },
    };
    const built = { capacity: 100, sizes: [{ capacity: 3000, energyToBuild: 1e6, life: 30, keep: 1000, most: 2 }] };
    const wire = { between: between_, mode: "wire", km: 1, loss: between(0.01, 0.1) };
    return [random.next() < 0.5 ? { ...rail, ...built } : rail, wire];
  });
  return createContinent({
    name: `in circles, ${seed}`,
    modes: {
      rail: { energyPerTonneKm: between(0.1, 1), terminal: between(0, 30) },
      wire: { energyPerTonneKm: 0 },
    },
    freight: { goods: ["rail"], wired: ["wire"] },
    goods: {
      ore: { freight: "goods" },
      gangue: { freight: "goods", disposal: between(0, 20) },
      steel: { freight: "goods", disposal: "forbidden" },
      slag: { freight: "goods", disposal: between(1, 50) },
      scrap: { freight: "goods", disposal: between(0, 30) },
      tools: { freight: "goods" },
      current: { freight: "wired", unit: "MWh", tonnesPerUnit: 0, disposal: 0 },
    },
    recipes: {
      dig: { makes: { ore: 1, gangue: between(0.1, 0.6) }, takes: { current: 0.01, tools: 0.001 }, energy: 90 },
      smelt: {
        makes: { steel: 1, slag: between(0.1, 0.5) },
        takes: { ore: 1.5, scrap: between(0.05, 0.2), current: 0.2 },
        energy: between(3000, 9000),
      },
      turn: { makes: { current: 1 }, takes: { steel: between(0.001, 0.01) }, energy: 4000 },
      forge: { makes: { tools: 1, scrap: between(0.25, 0.6) }, takes: { steel: 1.3 }, energy: 500 },
    },
    areas: Object.fromEntries(
      names.map((name, a) => {
        const demand = {
          tools: random.integer(50, 400),
          current: random.integer(10, 80),
          ...(a === 1 ? { slag: 5 } : {}),
        };
        return [name, { at: [5 * a, 50] as const, demand }];
      }),
    ),
    sites: {
      pit: site(names[0], "dig", 4000),
      works: site(names[random.integer(0, 1)], "smelt", 2000),
      turbine: site(names[names.length - 1], "turn", 2000),
      ...(random.next() < 0.5 ? { mill: site(names[0], "turn", 500) } : {}),
      smithy: site(names[1], "forge", 3000),
    },
    links,
  });
}

/** Whether energy goes in circles in a plan of `cyclicContinent`, beside joint products, losses and something let go. */
export function goesInCircles(plan: Plan): boolean {
  const ran = new Set(plan.sites.flatMap(({ sizes }) => sizes.flatMap(({ runs }) => Object.keys(runs))));
  const lossy = plan.links.some(({ ways }) => ways.some(({ tonnes }) => Object.keys(tonnes).length > 0));
  const dumped = plan.balances.some(({ surplus }) => surplus > 1);
  return ["dig", "smelt", "turn", "forge"].every((recipe) => ran.has(recipe)) && lossy && dumped;
}

/** Entries of the spent book add up to the total to the last bit; embodied energies of final use to rounding. */
export function expectBooksToAgree(what: string, { spent, energy, embodied, balances, commonEnergy }: Plan): void {
  const book = spent.reduce((sum, entry) => sum.add(entry.energy), new ExactSum()).value;
  expect(book, `spent book of ${what}`).toBe(energy.total);
  const of = new Map(embodied.map(({ area, good, value }) => [JSON.stringify([area, good]), value]));
  const used = new ExactSum().add(commonEnergy);
  for (const { area, good, used: amount } of balances)
    used.addProduct(of.get(JSON.stringify([area, good])) ?? 0, amount);
  expect(Math.abs(used.value - energy.total) / energy.total, `embodied book of ${what}`).toBeLessThanOrEqual(ROUNDING);
}

/** What comes to every area, and to every (area, mode), goes again or is lost on a link; worked out from flows alone. */
export function expectMassToBalance(what: string, continent: Continent, plan: Plan): void {
  const come = new Map<string, { sum: ExactSum; size: number }>();
  const add = (key: readonly string[], amount: number): void => {
    const cell = come.get(JSON.stringify(key)) ?? { sum: new ExactSum(), size: 0 };
    cell.sum.add(amount);
    cell.size += Math.abs(amount);
    come.set(JSON.stringify(key), cell);
  };
  for (const { site: id, sizes } of plan.sites) {
    const site = continent.sites[id];
    for (const { name, built, runs } of sizes) {
      const { buildGoods, life } = site.sizes.find((size) => size.name === name)!;
      for (const [good, amount] of Object.entries(buildGoods)) add([site.area, good], (-amount * built) / life);
      for (const [recipe, count] of Object.entries(runs)) {
        const { makes, takes } = continent.recipes[recipe];
        for (const [good, amount] of Object.entries(makes)) add([site.area, good], amount * count);
        for (const [good, amount] of Object.entries(takes)) add([site.area, good], -amount * count);
      }
    }
  }
  for (const { link: id, ways } of plan.links) {
    const { from, to, mode, loss, makes, takes } = continent.links.find((link) => link.id === id)!;
    ways.forEach(({ tonnes }, w) => {
      const [tail, head] = w === 0 ? [from, to] : [to, from];
      for (const [good, amount] of Object.entries(tonnes)) {
        add([tail, good, mode], -amount);
        add([head, good, mode], amount * (1 - loss));
        const carried = amount * continent.goods[good].tonnesPerUnit;
        for (const [made, each] of Object.entries(makes)) add([tail, made], each * carried);
        for (const [taken, each] of Object.entries(takes)) add([tail, taken], -each * carried);
      }
    });
  }
  for (const { area, mode, good, load, unload } of plan.transfers) {
    for (const [key, sign] of [
      [[area, good], -1],
      [[area, good, mode], 1],
    ] as const) {
      add(key, sign * load);
      add(key, -sign * unload);
    }
  }
  for (const { area, good, supplied, used, surplus } of plan.balances) add([area, good], supplied - used - surplus);
  for (const [key, { sum, size }] of come)
    expect(Math.abs(sum.value), `${what}: ${key}`).toBeLessThanOrEqual(1e-3 + 1e-12 * size);
}

const mapped = <Value, Other>(record: Readonly<Record<string, Value>>, change: (value: Value) => Other) =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));

/** The same continent under other ids, in another order. */
export function relabelled(continent: Continent): Continent {
  const mirrored = (id: string): string => [...id].reverse().join("");
  const named = <Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value) =>
    Object.fromEntries(
      Object.entries(record)
        .map(([id, value]): [string, Value] => [mirrored(id), change(value)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const { areas, sites, links, terminals } = continent;
  return {
    ...continent,
    areas: named(areas, (area) => area),
    sites: named(sites, (site) => ({ ...site, area: mirrored(site.area) })),
    links: links
      .map((link) => ({ ...link, id: mirrored(link.id), from: mirrored(link.from), to: mirrored(link.to) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    terminals: terminals.map((terminal) => ({ ...terminal, area: mirrored(terminal.area) })),
  };
}

/** The same continent with every energy so many times what it was. */
export function energiesTimes(continent: Continent, by: number): Continent {
  const energy = (value: Energy): Energy =>
    typeof value === "number" ? value * by : mapped(value, (each) => each * by);
  const building = <Size extends { energyToBuild: number; buildPerYear: number; keep: number }>(size: Size): Size => ({
    ...size,
    energyToBuild: size.energyToBuild * by,
    buildPerYear: size.buildPerYear * by,
    keep: size.keep * by,
  });
  return {
    ...continent,
    modes: mapped(continent.modes, (mode) => ({
      ...mode,
      energyPerTonneKm: energy(mode.energyPerTonneKm),
      terminal: energy(mode.terminal),
    })),
    goods: mapped(continent.goods, (good) => ({
      ...good,
      disposal: good.disposal === "forbidden" ? good.disposal : good.disposal * by,
    })),
    recipes: mapped(continent.recipes, (recipe) => ({ ...recipe, energy: energy(recipe.energy) })),
    sites: mapped(continent.sites, (site) => ({
      ...site,
      siteEnergy: site.siteEnergy * by,
      sizes: site.sizes.map((size) => ({ ...building(size), closing: size.closing * by })),
    })),
    links: continent.links.map((link) => ({ ...link, sizes: link.sizes.map(building) })),
    terminals: continent.terminals.map((terminal) => ({ ...terminal, sizes: terminal.sizes.map(building) })),
    shortage: mapped(continent.shortage, (penalty) => penalty * by),
  };
}

/** One figure of a plan, changed: where it is, and the plan with it. */
export interface Mutation {
  readonly what: string;
  readonly plan: Plan;
}

/** A plan with one thing about links, what they carry or what is built in changed; the same seed changes the same. */
export function mutate(continent: Continent, plan: Plan, random: Random): Mutation | undefined {
  const changed = structuredClone(plan) as { -readonly [Field in keyof Plan]: Plan[Field] };
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items.length === 0 ? undefined : items[random.integer(0, items.length - 1)];
  const by = 1 + (random.next() < 0.5 ? -1 : 1) * (0.01 + random.next());
  const link = pick(changed.links.filter(({ ways }) => ways.some(({ tonnes }) => Object.keys(tonnes).length > 0)));
  switch (random.integer(0, 6)) {
    case 0: {
      const way = pick(link?.ways.filter(({ tonnes }) => Object.keys(tonnes).length > 0) ?? []);
      const good = pick(Object.keys(way?.tonnes ?? {}));
      if (way === undefined || good === undefined || way.tonnes[good] < 1) return undefined;
      (way.tonnes as Record<string, number>)[good] *= by;
      return { what: `flow of ${good}`, plan: changed };
    }
    case 1: {
      const built = pick(changed.links.filter((one) => Object.keys(one.built).length > 0));
      const size = pick(Object.keys(built?.built ?? {}));
      if (built === undefined || size === undefined) return undefined;
      (built.built as Record<string, number>)[size] += pick([-1, 1, 0.5])!;
      return { what: "modules of a link", plan: changed };
    }
    case 2: {
      const shipment = pick(changed.shipments.filter(({ links, tonnes }) => links.length > 0 && tonnes > 1));
      if (shipment === undefined) return undefined;
      (shipment as { tonnes: number }).tonnes *= by;
      return { what: "tonnes of a shipment", plan: changed };
    }
    case 3: {
      // On one link there is no saying whether it was loaded anew on the way.
      const shipment = pick(changed.shipments.filter(({ energy, links }) => energy > 1 && links.length === 1));
      if (shipment === undefined) return undefined;
      (shipment as { energy: number }).energy *= by;
      return { what: "energy of a shipment", plan: changed };
    }
    case 4: {
      const site = pick(
        changed.sites.filter(({ site: id, sizes }) =>
          sizes.some(
            ({ name, built }) =>
              built > 0 &&
              Object.keys(continent.sites[id].sizes.find((size) => size.name === name)?.buildGoods ?? {}).length > 0,
          ),
        ),
      );
      const size = site?.sizes.find(({ built }) => built > 0);
      if (size === undefined) return undefined;
      (size as { built: number }).built += 1;
      return { what: "modules with goods built in", plan: changed };
    }
    case 5: {
      const balance = pick(changed.balances.filter(({ taken, made }) => taken + made > 1));
      if (balance === undefined) return undefined;
      const field = balance.taken > balance.made ? "taken" : "made";
      (balance as { made: number; taken: number })[field] *= by;
      return { what: `what is ${field}`, plan: changed };
    }
    default: {
      const entry = pick(changed.spent.filter(({ link: of, energy }) => of !== undefined && energy > 1));
      if (entry === undefined) return undefined;
      (entry as { energy: number }).energy *= by;
      return { what: "energy spent on a link", plan: changed };
    }
  }
}

/** No mutation that hurts a row or a statement passes the checker. */
export function expectMutationsToBeSeen(continent: Continent, plan: Plan, seed: number, count: number): Set<string> {
  const random = seededRandom(seed);
  const seen = new Set<string>();
  for (let k = 0; k < count; k++) {
    const mutation = mutate(continent, plan, random);
    if (mutation === undefined) continue;
    const verdict = verifyPlan(continent, mutation.plan);
    expect(verdict.valid, `${mutation.what}, seed ${seed}, mutation ${k}`).toBe(false);
    seen.add(mutation.what.replace(/ of .*/, ""));
  }
  return seen;
}
