import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec, LinkSpec, SiteSpec, SizeSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { type Draw, drawFrom } from "./draw.ts";

/**
 * A small continent by chance whose needs can be met, of goods some of which have nothing to do with each other: one or
 * two chains of ore, metal and tools, which a link that fills up may tie together; and bread with one source for each
 * area, cloth from works in sizes, salt from works that stand. Three to five areas.
 *
 * Everybody can reach everybody by a road without limits, and works have room for more than is wanted of each good, also
 * where their number or hours are limited; limits on rails only make things dearer.
 */
export function randomMixed(seed: number): Continent {
  const draw = drawFrom(seed * 9973 + 17);
  const { chance, between, integer } = draw;
  const names = ["coast", "east", "hills", "north", "west"].slice(0, [3, 3, 4, 4, 5][seed % 5]);
  const parts = new Parts(draw, names);
  const chains = seed % 3 === 0 ? ["iron", "tin"] : ["iron"];
  for (const chain of chains) parts.addChain(chain);
  if (seed % 2 === 0) parts.addOneSource("bread");
  if (seed % 4 !== 0) parts.addSized("cloth");
  if (chance(0.3)) parts.addStanding("salt");
  const { goods, recipes, sites, demand, supply, hours, mostSites, shortage } = parts;
  const link = (mode: string, from: number, to: number, capacity?: number): LinkSpec => ({
    between: [names[from], names[to]],
    mode,
    km: integer(60, 900),
    factor: [between(0.8, 1.4), between(0.8, 1.4)],
    ...(capacity === undefined ? {} : { capacity }),
  });
  const fills = chance(0.4);
  return createContinent({
    name: `mixed by chance, ${seed}`,
    carriers: { power: { primary: between(1, 2.5) } },
    modes: {
      rail: { energyPerTonneKm: { power: between(0.2, 0.9) }, terminal: between(20, 200) },
      road: { energyPerTonneKm: between(1, 4), terminal: between(0, 40) },
    },
    freight: { heavy: ["rail", "road"], light: ["road"] },
    goods,
    recipes,
    areas: Object.fromEntries(
      names.map((name, a) => [
        name,
        {
          at: [4 * a, 48 + 3 * (a % 2)] as [number, number],
          population: 1000,
          demand: demand[a],
          supply: supply[a],
          ...(hours[a] > 0 && chance(0.5) ? { resources: { hours: hours[a] * between(SCARCE, 1) } } : {}),
        },
      ]),
    ),
    sites,
    links: names
      .slice(1)
      .flatMap((_, a) => [
        link("road", integer(0, a), a + 1),
        link("rail", a, a + 1, fills && a === 0 ? integer(30, 200) : undefined),
        ...(chance(0.3) ? [link("rail", 0, a + 1)] : []),
      ]),
    options: { singleSource: Object.hasOwn(goods, "bread") ? ["bread"] : [], mostSites },
    shortage,
  });
}

/** Of the hours that all works of an area could use there are at least so many. */
const SCARCE = 0.75;
/** Works have room for so much of what is wanted, at the fewest hours. */
const AMPLE = 1.2 / SCARCE;

/** Gathers goods, what makes them, and what is wanted. */
class Parts {
  readonly goods: Record<string, ContinentSpec["goods"][string]> = {};
  readonly recipes: Record<string, NonNullable<ContinentSpec["recipes"]>[string]> = {};
  readonly sites: Record<string, SiteSpec> = {};
  readonly demand: Record<string, number>[];
  readonly supply: Record<string, number>[];
  /** Areas: hours that all works could use. */
  readonly hours: number[];
  readonly mostSites: Record<string, number> = {};
  readonly shortage: Record<string, number> = {};
  readonly #draw: Draw;
  readonly #names: readonly string[];

  constructor(draw: Draw, names: readonly string[]) {
    this.#draw = draw;
    this.#names = names;
    this.demand = names.map(() => ({}));
    this.supply = names.map(() => ({}));
    this.hours = names.map(() => 0);
  }

  /** Ore, from nature or dug; metal of it in one way or two, perhaps with slag; tools of metal. */
  addChain(chain: string): void {
    const { chance, between } = this.#draw;
    const [ore, metal, tools, slag] = ["ore", "metal", "tools", "slag"].map((good) => `${chain} ${good}`);
    const hasSlag = chance(0.5);
    this.goods[ore] = { freight: "heavy" };
    this.goods[metal] = { freight: "heavy", disposal: between(0, 50) };
    this.goods[tools] = { freight: "heavy", disposal: between(0, 50) };
    if (hasSlag) this.goods[slag] = { freight: "heavy", disposal: between(0, 400) };
    const [smelt, refine, forge, dig] = ["smelt", "refine", "forge", "dig"].map((recipe) => `${recipe} ${chain}`);
    const hours = { needs: { hours: between(0.5, 2) } };
    const makes = { [metal]: 1, ...(hasSlag ? { [slag]: between(0.1, 0.4) } : {}) };
    this.recipes[smelt] = { makes, takes: { [ore]: 1.5 }, ...hours, energy: between(2000, 5000) };
    this.recipes[refine] = { makes: { [metal]: 1 }, takes: { [ore]: 1.1 }, energy: { power: between(2000, 6000) } };
    this.recipes[forge] = { makes: { [tools]: 1 }, takes: { [metal]: 0.8 }, energy: between(500, 4000) };
    const tonnes = this.#want(tools);
    this.#addWorks(tools, [forge], tonnes, { minimumLoad: chance(0.3) });
    const metals = 0.8 * tonnes + (chance(0.5) ? this.#want(metal) : 0);
    this.#addWorks(metal, chance(0.5) ? [smelt, refine] : [smelt], metals, { minimumLoad: chance(0.3), hours: smelt });
    if (chance(0.5)) {
      this.recipes[dig] = { makes: { [ore]: 1 }, energy: between(300, 900), fromNature: true };
      this.#addWorks(ore, [dig], 1.5 * metals, {});
    } else this.#supplyAll(ore, 1.5 * metals);
  }

  /** Whole areas are given to works by chance, and each has room for what it was given. */
  addOneSource(good: string): void {
    const { chance, between, integer } = this.#draw;
    this.goods[good] = { freight: "light" };
    this.recipes[`make ${good}`] = { makes: { [good]: 1 }, energy: between(500, 3000) };
    this.#want(good);
    const loads = this.#names.map(() => 0);
    this.demand.forEach((wanted) => {
      loads[integer(0, loads.length - 1)] += wanted[good];
    });
    loads.forEach((load, a) => {
      if (load === 0 && chance(0.5)) return;
      const room = Math.max(load, 50);
      const sizes = Array.from({ length: integer(1, 3) }, (_, s) =>
        this.#size(`size ${s}`, Math.ceil(room * (s === 0 ? between(1, 1.5) : between(0.4, 1.2))), 1),
      );
      const { [a]: area } = this.#names;
      const recipes = [`make ${good}`];
      this.sites[`${good} ${area}`] = {
        area,
        recipes,
        oneSize: sizes.length > 1,
        sizes,
        siteFactor: between(0.9, 1.2),
      };
    });
  }

  /** Works in one size or several, that may stand already or exclude each other. */
  addSized(good: string): void {
    const { chance, between } = this.#draw;
    this.goods[good] = { freight: "light", disposal: between(0, 20) };
    const makes = between(0.5, 2);
    this.recipes[`make ${good}`] = { makes: { [good]: makes }, energy: between(500, 3000) };
    this.#addWorks(good, [`make ${good}`], this.#want(good) / makes, { alike: true });
    if (chance(0.3)) for (const own of this.supply) if (chance(0.4)) own[good] = between(5, 60);
    if (chance(0.3)) this.shortage[good] = between(2000, 20_000);
  }

  /** Works that stand and cost nothing to keep: only what they run is to be decided. */
  addStanding(good: string): void {
    const { between } = this.#draw;
    this.goods[good] = { freight: "light" };
    this.recipes[`make ${good}`] = { makes: { [good]: 1 }, energy: between(200, 2000) };
    const wanted = this.#want(good);
    for (const area of this.#names) {
      const capacity = Math.ceil(wanted * between(0.5, 0.9));
      const size = { capacity, energyToBuild: 1e9, life: 10, stand: 1, most: 1 };
      this.sites[`${good} ${area}`] = { area, recipes: [`make ${good}`], siteFactor: between(0.9, 1.2), sizes: [size] };
    }
  }

  /** Draws what areas want; the first one wants something. Gives how much in all. */
  #want(good: string): number {
    const { chance, integer } = this.#draw;
    let sum = 0;
    this.demand.forEach((wanted, a) => {
      wanted[good] = a === 0 || chance(0.75) ? integer(20, 300) : 0;
      sum += wanted[good];
    });
    return sum;
  }

  #supplyAll(good: string, wanted: number): void {
    const { chance, between } = this.#draw;
    this.supply.forEach((own, a) => {
      if (a === 0 || chance(0.5)) own[good] = Math.ceil(wanted * (a === 0 ? between(0.6, 1.2) : between(0.2, 0.8)));
    });
    const sum = this.supply.reduce((all, own) => all + (own[good] ?? 0), 0);
    if (sum < 1.1 * wanted) this.supply[0][good] += Math.ceil(1.1 * wanted - sum);
  }

  /** Works in most areas, with room for more than so many runs; perhaps only some of them may be open, which have it too. */
  #addWorks(
    good: string,
    recipes: string[],
    runs: number,
    { minimumLoad, hours, alike }: { minimumLoad?: boolean; hours?: string; alike?: boolean },
  ): void {
    const { chance, between, integer } = this.#draw;
    const added: { readonly site: SiteSpec; readonly at: number }[] = [];
    this.#names.forEach((area, at) => {
      if (at > 0 && chance(0.45)) return;
      const count = [1, 1, 2, 3][integer(0, 3)];
      const oneSize = count > 1 && chance(0.6);
      const sizes = Array.from({ length: count }, (_, s) =>
        this.#size(`size ${s}`, Math.ceil(runs * between(0.15, 0.8)), integer(1, 2)),
      );
      // Sizes that may stand side by side are apart where nothing else joins them.
      const isJoined = !alike || count === 1 || oneSize;
      const site: SiteSpec = {
        area,
        recipes,
        oneSize,
        sizes,
        siteEnergy: isJoined && chance(0.4) ? integer(1, 60) * 1000 : 0,
        siteFactor: between(0.9, 1.3),
        ...(minimumLoad ? { minimumLoad: between(0.1, 0.5) } : {}),
      };
      added.push({ site, at });
      this.sites[`${good} ${area}`] = site;
    });
    const wanted = AMPLE * runs;
    const all = added.reduce((sum, { site }) => sum + roomOf(site), 0);
    const grown = Math.max(1, wanted / all);
    for (const { site } of added)
      for (const size of site.sizes) Object.assign(size, { capacity: Math.ceil((size.capacity as number) * grown) });
    const rooms = added.map(({ site }) => roomOf(site)).sort((a, b) => b - a);
    let fewest = 0;
    for (let room = 0; room < wanted; fewest++) room += rooms[fewest];
    const mixes = added.some(({ site: { sizes, oneSize } }) => sizes.length > 1 && !oneSize);
    if (chance(0.4) && !(alike && mixes)) this.mostSites[good] = integer(fewest, added.length);
    if (hours === undefined) return;
    const each = this.recipes[hours].needs?.hours ?? 0;
    for (const { site, at } of added)
      this.hours[at] += each * site.sizes.reduce((sum, { capacity, most }) => sum + (capacity as number) * most!, 0);
  }

  #size(name: string, capacity: number, most: number): SizeSpec {
    const { chance, between, integer } = this.#draw;
    const stand = chance(0.25) ? integer(1, most) : 0;
    const energyToBuild = integer(1, 80) * 1e5;
    const life = integer(10, 40);
    // To build in order to close must not win energy.
    const saves = Math.floor(energyToBuild / life / 1000);
    return {
      name,
      capacity,
      energyToBuild,
      life,
      keep: integer(0, 40) * 1000,
      energyFactor: between(0.8, 1.2),
      stand,
      most,
      closing: stand > 0 ? integer(-Math.min(20, saves), 20) * 1000 : 0,
    };
  }
}

/** Runs a year that a site has room for. */
function roomOf({ sizes, oneSize }: SiteSpec): number {
  const rooms = sizes.map(({ capacity, most }) => (capacity as number) * (most ?? 1));
  return oneSize ? Math.max(...rooms) : rooms.reduce((sum, room) => sum + room, 0);
}
