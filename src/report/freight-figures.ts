import { energyPerTonne, terminalEnergy } from "../model/energy.ts";
import type { BuildSize, Continent, Link } from "../model/types.ts";
import type { Plan } from "../plan/types.ts";
import { addTo, byId, sortedEntries } from "./by-id.ts";

/** One way of one link and what travels on it. */
export interface Way {
  readonly link: Link;
  readonly from: string;
  readonly to: string;
  readonly back: boolean;
  /** Tonnes a year by good, goods by id; the weightless are left out. */
  readonly tonnes: ReadonlyMap<string, number>;
  readonly total: number;
  readonly use?: number;
  readonly guidePrice: number;
  /** Modules of the link that the plan builds. */
  readonly built: number;
}

/** A link that the plan builds, or builds more of. */
export interface BuiltLink {
  readonly link: Link;
  /** Modules by name of size, sizes in the link's order. */
  readonly sizes: readonly (readonly [name: string, modules: number])[];
  /** t/yr each way that building adds. */
  readonly room: number;
  /** Tonnes a year out and back; share of all its room that the fuller way uses. */
  readonly carried: readonly number[];
  readonly use: number;
}

/** A terminal that the continent describes: what is built of it and what it handles. */
export interface Terminal {
  readonly terminal: Continent["terminals"][number];
  readonly sizes: readonly (readonly [name: string, modules: number])[];
  /** t/yr that building adds. */
  readonly room: number;
  /** Tonnes a year loaded and unloaded together. */
  readonly tonnes: number;
  readonly use?: number;
  readonly guidePrice: number;
}

/** The described terminals that a plan uses or builds, in the plan's order. */
export function listTerminals(continent: Continent, plan: Plan): readonly Terminal[] {
  return plan.terminals.flatMap(({ area, mode, built, tonnes, use, guidePrice }): Terminal[] => {
    const terminal = continent.terminals.find((one) => one.area === area && one.mode === mode);
    if (terminal === undefined) return [];
    const { sizes, room } = builtOf(terminal.sizes, built);
    return [{ terminal, sizes, room, tonnes, ...(use === undefined ? {} : { use }), guidePrice }];
  });
}

/** The sizes of which something is built, in their order, and the room that adds. */
function builtOf(
  all: readonly BuildSize[],
  built: Readonly<Record<string, number>>,
): { readonly sizes: (readonly [string, number])[]; readonly room: number } {
  const sizes: (readonly [string, number])[] = [];
  let room = 0;
  for (const { name, capacity } of all) {
    const modules = Object.hasOwn(built, name) ? built[name] : 0;
    if (modules > 0) sizes.push([name, modules]);
    room += capacity * Math.max(0, modules);
  }
  return { sizes, room };
}

/** The links that a plan builds, by id. */
export function listBuiltLinks(continent: Continent, plan: Plan): readonly BuiltLink[] {
  const links = new Map(continent.links.map((link) => [link.id, link]));
  return plan.links.flatMap(({ link: id, built, ways }): BuiltLink[] => {
    const link = links.get(id);
    if (link === undefined) return [];
    const { sizes, room } = builtOf(link.sizes, built);
    if (sizes.length === 0) return [];
    const carried = ways.map(({ tonnes }) =>
      sortedEntries(tonnes).reduce(
        (sum, [good, amount]) => sum + amount * (continent.goods[good]?.tonnesPerUnit ?? 1),
        0,
      ),
    );
    return [{ link, sizes, room, carried, use: Math.max(0, ...ways.map(({ use = 0 }) => use)) }];
  });
}

/** What one mode, or one good, has travelled. */
export interface Freight {
  readonly id: string;
  /** Tonnes set on their way: loaded on the mode, or leaving their areas on balance. */
  readonly tonnes: number;
  readonly tonneKm: number;
  /** MJ of carrying, terminals included. */
  readonly energy: number;
}

export interface FreightFigures {
  readonly ways: readonly Way[];
  readonly byMode: readonly Freight[];
  readonly byGood: readonly Freight[];
  readonly tonneKm: number;
}

/** The used ways of a plan's links, in the plan's order; links unknown to the continent are passed over. */
export function listWays(continent: Continent, plan: Plan): readonly Way[] {
  const links = new Map(continent.links.map((link) => [link.id, link]));
  const ways: Way[] = [];
  for (const planned of plan.links) {
    const link = links.get(planned.link);
    if (link === undefined) continue;
    const built = Object.values(planned.built).reduce((sum, modules) => sum + modules, 0);
    planned.ways.forEach((way, index) => {
      const tonnes = new Map<string, number>();
      let total = 0;
      for (const [good, amount] of sortedEntries(way.tonnes)) {
        const weight = amount * (continent.goods[good]?.tonnesPerUnit ?? 1);
        if (weight <= 0) continue;
        tonnes.set(good, weight);
        total += weight;
      }
      const back = index === 1;
      ways.push({
        link,
        from: back ? link.to : link.from,
        to: back ? link.from : link.to,
        back,
        tonnes,
        total,
        ...(way.use === undefined ? {} : { use: way.use }),
        guidePrice: way.guidePrice,
        built,
      });
    });
  }
  return ways;
}

/** Tonnes, tonne-kilometres and energy of freight, by mode and by good (both by id). */
export function freightFigures(continent: Continent, plan: Plan): FreightFigures {
  const ways = listWays(continent, plan);
  const modes = new Tally();
  const goods = new Tally();
  for (const { link, back, tonnes } of ways) {
    const perTonne = energyPerTonne(continent, link, back ? 1 : 0);
    for (const [good, weight] of tonnes) {
      modes.add(link.mode, 0, weight * link.km, weight * perTonne);
      goods.add(good, 0, weight * link.km, weight * perTonne);
    }
  }
  for (const { mode, good, load, unload } of plan.transfers) {
    const weight = continent.goods[good]?.tonnesPerUnit ?? 1;
    const energy = (load + unload) * weight * terminalEnergy(continent, mode);
    modes.add(mode, load * weight, 0, energy);
    goods.add(good, 0, 0, energy);
  }
  // What leaves an area on balance, so that a change of mode half-way does not count as a second journey.
  for (const { good, out, in: arrived } of plan.balances) {
    if (out > arrived) goods.add(good, (out - arrived) * (continent.goods[good]?.tonnesPerUnit ?? 1), 0, 0);
  }
  const byMode = modes.list();
  return {
    ways: ways.filter(({ total }) => total > 0),
    byMode,
    byGood: goods.list().filter(({ tonneKm, energy }) => tonneKm > 0 || energy > 0),
    tonneKm: byMode.reduce((sum, { tonneKm }) => sum + tonneKm, 0),
  };
}

class Tally {
  readonly #tonnes = new Map<string, number>();
  readonly #tonneKm = new Map<string, number>();
  readonly #energy = new Map<string, number>();

  add(id: string, tonnes: number, tonneKm: number, energy: number): void {
    addTo(this.#tonnes, id, tonnes);
    addTo(this.#tonneKm, id, tonneKm);
    addTo(this.#energy, id, energy);
  }

  list(): readonly Freight[] {
    return [...this.#tonnes.keys()].sort(byId).map((id) => ({
      id,
      tonnes: this.#tonnes.get(id) ?? 0,
      tonneKm: this.#tonneKm.get(id) ?? 0,
      energy: this.#energy.get(id) ?? 0,
    }));
  }
}
