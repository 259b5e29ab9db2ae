/**
 * A continent as a whole-number problem, written a second time from the mathematics alone: by names instead
 * of indices, straight from the continent, sharing nothing with the library but types. Its optimum is what
 * the library's reference route is held against.
 */
import type { Continent, Energy } from "../src/model/types.ts";
import type { LinearBackend, LinearProblem } from "../src/problems/linear.ts";
import { writeOptions } from "./second-options.ts";

interface Variable {
  cost: number;
  upper: number;
  whole: boolean;
}

export interface Row {
  kind: string;
  lower: number;
  upper: number;
  terms: Map<string, number>;
}

export interface SecondOpinion {
  readonly status: string;
  readonly objective: number;
  /** Kinds of rows and limits that hold with equality at the optimum. */
  readonly binding: ReadonlySet<string>;
}

/** A model by names: variables are at least 0. */
export class NamedModel {
  readonly variables = new Map<string, Variable>();
  readonly rows: Row[] = [];
  constant = 0;

  variable(name: string, cost: number, upper = Number.POSITIVE_INFINITY, whole = false): string {
    this.variables.set(name, { cost, upper, whole });
    return name;
  }

  row(kind: string, lower: number, upper: number): Row {
    const row = { kind, lower, upper, terms: new Map<string, number>() };
    this.rows.push(row);
    return row;
  }

  arrays(): LinearProblem {
    const names = [...this.variables.keys()];
    const position = new Map(names.map((name, j) => [name, j]));
    const columns: [number, number][][] = names.map(() => []);
    this.rows.forEach(({ terms }, i) => {
      for (const [name, value] of terms) if (value !== 0) columns[position.get(name)!].push([i, value]);
    });
    const start = [0];
    for (const column of columns) start.push(start[start.length - 1] + column.length);
    const all = [...this.variables.values()];
    return {
      columnCount: names.length,
      rowCount: this.rows.length,
      cost: Float64Array.from(all, ({ cost }) => cost),
      lower: new Float64Array(names.length),
      upper: Float64Array.from(all, ({ upper }) => upper),
      rowLower: Float64Array.from(this.rows, ({ lower }) => lower),
      rowUpper: Float64Array.from(this.rows, ({ upper }) => upper),
      start: Int32Array.from(start),
      index: Int32Array.from(columns.flat(), ([i]) => i),
      value: Float64Array.from(columns.flat(), ([, value]) => value),
      whole: Int8Array.from(all, ({ whole }) => (whole ? 1 : 0)),
    };
  }
}

export function plus(row: Row | undefined, name: string, value: number): void {
  row?.terms.set(name, (row.terms.get(name) ?? 0) + value);
}

/** Solves the second formulation with a backend at gap 0. */
export function solveSecondFormulation(continent: Continent, backend: LinearBackend): SecondOpinion {
  const model = writeModel(continent);
  const problem = model.arrays();
  const solution = backend.solve(problem, { gap: 0, seed: 0 });
  const names = [...model.variables.keys()];
  const value = new Map(names.map((name, j) => [name, solution.value[j] ?? 0]));
  const binding = new Set<string>();
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
  for (const { kind, lower, upper, terms } of model.rows) {
    let activity = 0;
    for (const [name, coefficient] of terms) activity += coefficient * value.get(name)!;
    const used = [...terms.keys()].some((name) => value.get(name)! > 1e-6);
    if (used && (close(activity, upper) || close(activity, lower))) binding.add(kind);
  }
  for (const [name, { upper }] of model.variables) {
    if (upper > 0 && close(value.get(name)!, upper)) binding.add(`${name.split(" ")[0]} at its limit`);
    if (value.get(name)! > 1e-6) binding.add(`${name.split(" ")[0]} used`);
  }
  return { status: solution.status, objective: solution.objective + model.constant, binding };
}

function writeModel(continent: Continent): NamedModel {
  const { carriers, goods, recipes, areas, sites, options, shortage, freight } = continent;
  const model = new NamedModel();
  const primary = (energy: Energy): number =>
    typeof energy === "number"
      ? energy
      : Object.entries(energy).reduce((sum, [carrier, final]) => sum + final * carriers[carrier].primary, 0);
  const carries = (good: string, mode: string): boolean => {
    const { local, freight: freightClass } = goods[good];
    return !local && (freightClass === undefined || freight[freightClass].includes(mode));
  };
  const balance = new Map<string, Row>();
  const resource = new Map<string, Row>();
  const surplus = new Map<string, Row>();
  for (const [area, { demand, supply, resources }] of Object.entries(areas)) {
    for (const good of Object.keys(goods)) {
      const wanted = demand[good] ?? 0;
      const row = model.row("balance", wanted, wanted);
      balance.set(`${area} ${good}`, row);
      if (supply[good]) plus(row, model.variable(`supply ${area} ${good}`, 0, supply[good]), 1);
      if (shortage[good] !== undefined && wanted > 0) {
        plus(row, model.variable(`unmet ${area} ${good}`, shortage[good], wanted), 1);
      }
      const { disposal } = goods[good];
      if (disposal !== "forbidden") {
        const name = model.variable(`surplus ${area} ${good}`, disposal);
        plus(row, name, -1);
        const limit = model.row("surplus", Number.NEGATIVE_INFINITY, 0);
        plus(limit, name, 1);
        if (supply[good]) plus(limit, `supply ${area} ${good}`, -1);
        surplus.set(`${area} ${good}`, limit);
      }
    }
    for (const [id, amount] of Object.entries(resources)) {
      resource.set(`${area} ${id}`, model.row("resource", Number.NEGATIVE_INFINITY, amount));
    }
  }
  const limits = new Map<string, Row>();
  for (const [good, most] of Object.entries(options.mostSites)) {
    limits.set(good, model.row("mostSites", Number.NEGATIVE_INFINITY, most));
  }
  for (const [id, site] of Object.entries(sites)) {
    const { area } = site;
    const open = model.variable(`open ${id}`, site.siteEnergy, 1, true);
    const ifWanted =
      site.open === undefined
        ? undefined
        : site.open
          ? model.row("must be open", 1, Number.POSITIVE_INFINITY)
          : model.row("must be closed", 0, 0);
    const one = site.oneSize ? model.row("oneSize", Number.NEGATIVE_INFINITY, 1) : undefined;
    for (const [good, row] of limits) {
      if (site.recipes.some((recipe) => (recipes[recipe].makes[good] ?? 0) > 0)) plus(row, open, 1);
    }
    for (const size of site.sizes) {
      const at = `${id} ${size.name}`;
      const kept = model.variable(`kept ${at}`, size.keep - size.closing, size.stand, true);
      const built = model.variable(`built ${at}`, size.buildPerYear + size.keep, size.most - size.stand, true);
      for (const [good, amount] of Object.entries(size.buildGoods)) {
        plus(balance.get(`${area} ${good}`), built, -amount / size.life);
      }
      plus(ifWanted, kept, 1);
      plus(ifWanted, built, 1);
      model.constant += size.closing * size.stand;
      const chosen = model.variable(`chosen ${at}`, 0, 1, true);
      plus(one, chosen, 1);
      const full = model.row("capacity", Number.NEGATIVE_INFINITY, 0);
      const loaded = model.row("minimumLoad", 0, Number.POSITIVE_INFINITY);
      const ifOpen = model.row("open", Number.NEGATIVE_INFINITY, 0);
      const ifChosen = model.row("chosen", Number.NEGATIVE_INFINITY, 0);
      plus(ifOpen, open, -size.most);
      plus(ifChosen, chosen, -size.most);
      for (const modules of [kept, built]) {
        plus(full, modules, -1);
        plus(loaded, modules, -site.minimumLoad);
        plus(ifOpen, modules, 1);
        plus(ifChosen, modules, 1);
        for (const [need, amount] of Object.entries(size.needs)) plus(resource.get(`${area} ${need}`), modules, amount);
      }
      for (const id of site.recipes) {
        const recipe = recipes[id];
        const energy = primary(recipe.energy) * size.energyFactor * site.siteFactor;
        const runs = model.variable(`runs ${at} ${id}`, energy);
        plus(full, runs, 1 / size.capacity[id]);
        plus(loaded, runs, 1 / size.capacity[id]);
        for (const [good, amount] of Object.entries(recipe.makes)) {
          plus(balance.get(`${area} ${good}`), runs, amount);
          plus(surplus.get(`${area} ${good}`), runs, -amount);
        }
        for (const [good, amount] of Object.entries(recipe.takes)) plus(balance.get(`${area} ${good}`), runs, -amount);
        for (const [need, amount] of Object.entries(recipe.needs)) plus(resource.get(`${area} ${need}`), runs, amount);
      }
    }
  }
  writeTransport(continent, model, { balance, surplus }, carries, primary);
  writeOptions(continent, model, balance);
  return model;
}

function writeTransport(
  { goods, links, modes, terminals }: Continent,
  model: NamedModel,
  { balance, surplus }: { readonly balance: ReadonlyMap<string, Row>; readonly surplus: ReadonlyMap<string, Row> },
  carries: (good: string, mode: string) => boolean,
  primary: (energy: Energy) => number,
): void {
  const rooms = new Map<string, Row>();
  for (const { area, mode, capacity, sizes } of terminals) {
    const room = model.row("terminal", Number.NEGATIVE_INFINITY, capacity ?? Number.POSITIVE_INFINITY);
    rooms.set(`${area} ${mode}`, room);
    for (const { name, buildPerYear, keep, most, capacity: more } of sizes)
      plus(room, model.variable(`equip ${area} ${mode} ${name}`, buildPerYear + keep, most, true), -more);
  }
  const nodes = new Map<string, Row>();
  const node = (area: string, mode: string, good: string): Row => {
    const key = `${area} ${mode} ${good}`;
    const known = nodes.get(key);
    if (known) return known;
    const row = model.row("mode balance", 0, 0);
    nodes.set(key, row);
    const energy = primary(modes[mode].terminal) * goods[good].tonnesPerUnit;
    const load = model.variable(`load ${key}`, energy);
    const unload = model.variable(`unload ${key}`, energy);
    for (const handled of [load, unload]) plus(rooms.get(`${area} ${mode}`), handled, goods[good].tonnesPerUnit);
    plus(row, load, 1);
    plus(row, unload, -1);
    plus(balance.get(`${area} ${good}`), load, -1);
    plus(balance.get(`${area} ${good}`), unload, 1);
    return row;
  };
  for (const link of links) {
    const ways = link.bothWays ? [0, 1] : [0];
    const modules = link.sizes.map(({ name, buildPerYear, keep, most, capacity }) => ({
      name: model.variable(`lay ${link.id} ${name}`, buildPerYear + keep, most, true),
      capacity,
    }));
    for (const way of ways) {
      const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
      const room = model.row("link", Number.NEGATIVE_INFINITY, link.capacity ?? Number.POSITIVE_INFINITY);
      for (const { name, capacity } of modules) plus(room, name, -capacity);
      for (const good of Object.keys(goods)) {
        if (!carries(good, link.mode)) continue;
        const { tonnesPerUnit } = goods[good];
        const energy = link.km * primary(modes[link.mode].energyPerTonneKm) * link.factor[way] * tonnesPerUnit;
        const flow = model.variable(`flow ${link.id} ${way} ${good}`, energy);
        plus(node(tail, link.mode, good), flow, -1);
        plus(node(head, link.mode, good), flow, 1 - link.loss);
        plus(room, flow, tonnesPerUnit);
        for (const [made, each] of Object.entries(link.makes)) {
          plus(balance.get(`${tail} ${made}`), flow, each * tonnesPerUnit);
          plus(surplus.get(`${tail} ${made}`), flow, -each * tonnesPerUnit);
        }
        for (const [taken, each] of Object.entries(link.takes)) {
          plus(balance.get(`${tail} ${taken}`), flow, -each * tonnesPerUnit);
        }
      }
    }
  }
}
