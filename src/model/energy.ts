import type { Amounts, Carrier, Continent, Energy, Link, Mode, Recipe, Site, Size } from "./types.ts";

/**
 * Primary MJ behind an energy: a plain number is primary already; otherwise final MJ times the carriers'
 * primary factors, added in the carriers' sorted order so that the sum is the same double everywhere.
 */
export function primaryEnergy(energy: Energy, carriers: Readonly<Record<string, Carrier>>): number {
  if (typeof energy === "number") return energy;
  let total = 0;
  for (const id of Object.keys(energy).sort()) total += energy[id] * carriers[id].primary;
  return total;
}

/** MJ of one run of a recipe in a works: the recipe's primary energy times the size's and the site's factors. */
export function energyPerRun(continent: Continent, site: Site, size: Size, recipe: Recipe): number {
  return primaryEnergy(recipe.energy, continent.carriers) * size.energyFactor * site.siteFactor;
}

/** MJ to carry one tonne over a link, out (way 0) or back (way 1): km x MJ/tkm x factor. */
export function energyPerTonne(continent: Continent, link: Link, way: 0 | 1): number {
  const mode: Mode = continent.modes[link.mode];
  return link.km * primaryEnergy(mode.energyPerTonneKm, continent.carriers) * link.factor[way];
}

/** Units a year of each good that goes into one new module: what is built in, spread over the size's life. */
export function goodsBuiltIn({ buildGoods, life }: Size): Amounts {
  return Object.fromEntries(Object.entries(buildGoods).map(([good, amount]) => [good, amount / life]));
}

/** MJ to load one tonne on a mode, and again to unload it. */
export function terminalEnergy(continent: Continent, mode: string): number {
  return primaryEnergy(continent.modes[mode].terminal, continent.carriers);
}

/** Whether a good may travel by a mode. */
export function mayTravel(continent: Pick<Continent, "goods" | "freight">, good: string, mode: string): boolean {
  const { local, freight } = continent.goods[good];
  return !local && (freight === undefined || continent.freight[freight].includes(mode));
}
