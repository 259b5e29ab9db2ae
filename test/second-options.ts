/**
 * The options of a continent in the second formulation. Who serves whom is written the long way: each source's share
 * of a good is a good of its own that travels over every link, where the library sends it the cheapest way at once.
 */
import type { Continent, Group } from "../src/model/types.ts";
import { type NamedModel, plus, type Row } from "./second-formulation.ts";

interface Source {
  readonly name: string;
  readonly site?: string;
  readonly area: string;
}

export function writeOptions(continent: Continent, model: NamedModel, balance: ReadonlyMap<string, Row>): void {
  const { singleSource, shareCaps, reserve } = continent.options;
  const followed = new Set([...singleSource, ...shareCaps.filter(({ of }) => of === "area").map(({ good }) => good)]);
  for (const good of followed) writeFollowed(continent, model, balance, good);
  for (const { good, by, of, share } of shareCaps) {
    if (of === "area") continue;
    for (const members of groups(continent, good, by).values()) {
      const row = model.row("shareCaps continent", Number.NEGATIVE_INFINITY, 0);
      for (const [site, runs, amount] of makers(continent, good)) {
        plus(row, runs, (members.includes(site) ? 1 : 0) * amount - share * amount);
      }
    }
  }
  for (const { good, by, share } of reserve) {
    const wanted = Object.values(continent.areas).reduce((sum, { demand }) => sum + (demand[good] ?? 0), 0);
    for (const members of groups(continent, good, by).values()) {
      const row = model.row("reserve", share * wanted, Number.POSITIVE_INFINITY);
      for (const [id, { sizes, recipes }] of Object.entries(continent.sites)) {
        if (members.includes(id)) continue;
        for (const { name, capacity } of sizes) {
          const most = Math.max(...recipes.map((r) => capacity[r] * (continent.recipes[r].makes[good] ?? 0)));
          plus(row, `kept ${id} ${name}`, most);
          plus(row, `built ${id} ${name}`, most);
        }
      }
    }
  }
}

/** Sites by the name of who they count with. */
function groups(continent: Continent, good: string, by: Group): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [id, { area, recipes }] of Object.entries(continent.sites)) {
    const making = recipes.filter((recipe) => (continent.recipes[recipe].makes[good] ?? 0) > 0);
    if (making.length === 0) continue;
    const name = { site: id, area, federation: JSON.stringify([...making].sort()) }[by];
    found.set(name, [...(found.get(name) ?? []), id]);
  }
  return found;
}

/** Every site's runs that make a good: site, variable, amount of a run. */
function makers({ sites, recipes }: Continent, good: string): [string, string, number][] {
  return Object.entries(sites).flatMap(([id, site]) =>
    site.sizes.flatMap(({ name }) =>
      site.recipes.map((r): [string, string, number] => [id, `runs ${id} ${name} ${r}`, recipes[r].makes[good] ?? 0]),
    ),
  );
}

function writeFollowed(continent: Continent, model: NamedModel, balance: ReadonlyMap<string, Row>, good: string): void {
  const { areas, links, modes, goods, freight, carriers, options } = continent;
  const { tonnesPerUnit, local, freight: freightClass } = goods[good];
  const primary = (energy: Continent["modes"][string]["terminal"]): number =>
    typeof energy === "number"
      ? energy
      : Object.entries(energy).reduce((sum, [id, final]) => sum + final * carriers[id].primary, 0);
  const travels = (mode: string): boolean =>
    !local && (freightClass === undefined || freight[freightClass].includes(mode));
  const sources: Source[] = [];
  for (const members of groups(continent, good, "site").values()) {
    sources.push({ name: `site ${members[0]}`, site: members[0], area: continent.sites[members[0]].area });
  }
  for (const [area, { supply }] of Object.entries(areas)) {
    if (supply[good]) sources.push({ name: `nature ${area}`, area });
  }
  const wanting = Object.keys(areas).filter((area) => (areas[area].demand[good] ?? 0) > 0);
  const served = new Map<string, Row>();
  const one = new Map<string, Row>();
  for (const area of wanting) {
    const wanted = areas[area].demand[good];
    const row = balance.get(`${area} ${good}`)!;
    const own = model.row("served", wanted, wanted);
    row.lower = 0;
    row.upper = 0;
    if (row.terms.delete(`unmet ${area} ${good}`)) plus(own, `unmet ${area} ${good}`, 1);
    served.set(area, own);
    if (options.singleSource.includes(good)) one.set(area, model.row("one source", Number.NEGATIVE_INFINITY, 1));
  }
  for (const { name, site, area: home } of sources) {
    const taken = model.variable(`taken ${name} ${good}`, 0);
    const most = model.row("source", Number.NEGATIVE_INFINITY, 0);
    plus(most, taken, 1);
    plus(balance.get(`${home} ${good}`), taken, -1);
    if (site === undefined) plus(most, `supply ${home} ${good}`, -1);
    for (const [maker, runs, amount] of makers(continent, good)) if (maker === site) plus(most, runs, -amount);
    const at = new Map<string, Row>();
    for (const area of Object.keys(areas)) {
      const row = model.row("followed", 0, 0);
      at.set(area, row);
      if (area === home) plus(row, taken, 1);
      const own = served.get(area);
      if (own === undefined) continue;
      const given = model.variable(`given ${name} ${area} ${good}`, 0);
      plus(row, given, -1);
      plus(own, given, 1);
      const single = one.get(area);
      if (single === undefined) continue;
      const chosen = model.variable(`chooses ${name} ${area} ${good}`, 0, 1, true);
      plus(single, chosen, 1);
      const ifChosen = model.row("if chosen", Number.NEGATIVE_INFINITY, 0);
      plus(ifChosen, given, 1);
      plus(ifChosen, chosen, -areas[area].demand[good]);
    }
    const afloat = new Map<string, Row>();
    const node = (area: string, mode: string): Row => {
      const known = afloat.get(`${area} ${mode}`);
      if (known) return known;
      const row = model.row("followed", 0, 0);
      afloat.set(`${area} ${mode}`, row);
      const terminal = primary(modes[mode].terminal) * tonnesPerUnit;
      const load = model.variable(`load ${name} ${area} ${mode} ${good}`, terminal);
      const unload = model.variable(`unload ${name} ${area} ${mode} ${good}`, terminal);
      plus(row, load, 1);
      plus(row, unload, -1);
      plus(at.get(area), load, -1);
      plus(at.get(area), unload, 1);
      return row;
    };
    for (const link of links) {
      if (!travels(link.mode) || link.capacity === 0) continue;
      for (const way of link.bothWays ? [0, 1] : [0]) {
        const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
        const energy = link.km * primary(modes[link.mode].energyPerTonneKm) * link.factor[way] * tonnesPerUnit;
        const flow = model.variable(`flow ${name} ${link.id} ${way} ${good}`, energy);
        plus(node(tail, link.mode), flow, -1);
        plus(node(head, link.mode), flow, 1);
      }
    }
  }
  for (const { good: capped, by, of, share } of options.shareCaps) {
    if (capped !== good || of !== "area") continue;
    const members = new Map<string, string[]>();
    const join = (group: string, source: string): void => {
      members.set(group, [...(members.get(group) ?? []), source]);
    };
    for (const [group, ids] of groups(continent, good, by)) for (const id of ids) join(group, `site ${id}`);
    if (by === "area") {
      for (const { name, site, area } of sources) if (site === undefined) join(area, name);
    }
    for (const names of members.values()) {
      for (const area of wanting) {
        const row = model.row("shareCaps area", Number.NEGATIVE_INFINITY, share * areas[area].demand[good]);
        for (const name of names) plus(row, `given ${name} ${area} ${good}`, 1);
      }
    }
  }
}
