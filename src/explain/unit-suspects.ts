import { energyPerRun, energyPerTonne } from "../model/energy.ts";
import type { Amounts, Continent } from "../model/types.ts";
import type { Indexed } from "../network/indexed.ts";
import { formatAmount } from "../units/format.ts";
import { greatCircleMetres } from "../units/great-circle.ts";
import type { Suspect } from "./inspection.ts";

/** Figures this many times off what they are held against are suspects: kilograms for tonnes are a thousand times off. */
const FAR_OFF = 300;

/** Fewer figures than this have no middle worth the name. */
const FEWEST = 3;

/** Suspects of one kind that are listed. */
const MOST_LISTED = 50;

/** Megajoules that any freight takes for a tonne-kilometre: from a pipeline's hundredths to an aeroplane's tens. */
const FREIGHT = { least: 0.003, most: 100 };

/** A link may be this many times as long as the great circle; a shorter one than the great circle cannot be. */
const DETOUR = 10;

/** Figures that look as if a unit were mistaken, held against their like: demand a head, energy, capacity, distance. */
export function unitSuspects(indexed: Indexed, needed: Float64Array): Suspect[] {
  const { continent } = indexed;
  const kinds = [
    demandSuspects(continent),
    energySuspects(indexed),
    capacitySuspects(indexed, needed),
    freightSuspects(continent),
    distanceSuspects(continent),
  ];
  return kinds.flatMap((found) => found.slice(0, MOST_LISTED));
}

/** Demand a head against what people elsewhere want of the good. */
function demandSuspects({ areas, goods }: Continent): Suspect[] {
  const peopled = Object.entries(areas).filter(([, { population }]) => population > 0);
  return Object.keys(goods).flatMap((good) => {
    const heads: { area: string; value: number }[] = [];
    for (const [area, { demand, population }] of peopled) {
      if ((demand[good] ?? 0) > 0) heads.push({ area, value: demand[good] / population });
    }
    const { unit } = goods[good];
    return outliers(heads).map(({ area, value, typical }): Suspect => {
      const message = `People in ${area} want ${figure(value)} ${unit} of ${good} each a year; elsewhere it is about ${figure(typical)}.`;
      return { code: "unit.demand-per-head", path: pathOf("areas", area, "demand", good), message, value, typical };
    });
  });
}

/** Energy to make a unit of a good, against the other recipes for it. */
function energySuspects(indexed: Indexed): Suspect[] {
  const { continent } = indexed;
  /** A recipe's works differ little in what a run takes: the first that runs it stands for all. */
  const perRun = new Map<string, number>();
  for (const site of Object.values(continent.sites)) {
    for (const id of site.recipes) {
      if (!perRun.has(id)) perRun.set(id, energyPerRun(continent, site, site.sizes[0], continent.recipes[id]));
    }
  }
  return Object.keys(continent.goods).flatMap((good) => {
    const found = [...perRun].flatMap(([id, energy]): [string, number][] => {
      const made = continent.recipes[id].makes[good] ?? 0;
      return made === 0 ? [] : [[id, energy / made]];
    });
    const each = found.map(([recipe, value]) => ({ recipe, value })).filter(({ value }) => value > 0);
    return outliers(each).map(({ recipe, value, typical }): Suspect => {
      const message = `${recipe} takes ${figure(value)} MJ for one ${continent.goods[good].unit} of ${good}; other recipes take about ${figure(typical)} MJ.`;
      return { code: "unit.energy-per-unit", path: pathOf("recipes", recipe, "energy"), message, value, typical };
    });
  });
}

/** One module that could make many times all that is wanted on the continent. */
function capacitySuspects({ continent, goods }: Indexed, needed: Float64Array): Suspect[] {
  const wanted = new Map(goods.map((good, g) => [good, needed[g]]));
  const found: Suspect[] = [];
  for (const [id, { sizes, recipes }] of Object.entries(continent.sites)) {
    for (const [position, { capacity }] of sizes.entries()) {
      for (const recipe of recipes) {
        const least = scarcestProduct(continent.recipes[recipe].makes, capacity[recipe], wanted);
        if (least === undefined || least.value < FAR_OFF * least.typical) continue;
        const { unit } = continent.goods[least.good];
        const made = formatAmount(least.value, unit);
        const message = `One module of ${id} could make ${made} of ${least.good} a year; all that is wanted is about ${formatAmount(least.typical, unit)}.`;
        const path = `${pathOf("sites", id)}.sizes[${position}].capacity`;
        found.push({ code: "unit.capacity", path, message, value: least.value, typical: least.typical });
      }
    }
  }
  return found;
}

/** Of what a recipe makes the good of which so many runs make least against what is wanted: by-products may be plenty. */
function scarcestProduct(makes: Amounts, runs: number, wanted: ReadonlyMap<string, number>) {
  let least: { good: string; value: number; typical: number } | undefined;
  for (const good of Object.keys(makes).sort()) {
    const [value, typical] = [runs * makes[good], wanted.get(good) ?? 0];
    if (!(value > 0 && typical > 0)) continue;
    if (least === undefined || value / typical < least.value / least.typical) least = { good, value, typical };
  }
  return least;
}

function freightSuspects(continent: Continent): Suspect[] {
  const seen = new Set<string>();
  return continent.links.flatMap((link): Suspect[] => {
    if (seen.has(link.mode) || link.km === 0) return [];
    seen.add(link.mode);
    const value = energyPerTonne(continent, { ...link, factor: [1, 1] }, 0) / link.km;
    if (value === 0 || (value >= FREIGHT.least && value <= FREIGHT.most)) return [];
    const typical = value < FREIGHT.least ? FREIGHT.least : FREIGHT.most;
    const message = `${link.mode} takes ${figure(value)} MJ for a tonne-kilometre; freight takes ${FREIGHT.least} to ${FREIGHT.most} MJ.`;
    return [{ code: "unit.freight", path: pathOf("modes", link.mode, "energyPerTonneKm"), message, value, typical }];
  });
}

function distanceSuspects({ links, areas }: Continent): Suspect[] {
  return links.flatMap(({ id, from, to, km }, position): Suspect[] => {
    const direct = greatCircleMetres(areas[from].at, areas[to].at) / 1000;
    if (direct < 1 || (km >= direct * 0.9 && km <= direct * DETOUR)) return [];
    const message = `Link ${id} is ${figure(km)} km long; its ends are ${figure(direct)} km apart.`;
    return [{ code: "unit.distance", path: `links[${position}].km`, message, value: km, typical: direct }];
  });
}

/** Those far off the median of at least three. */
function outliers<Item extends { readonly value: number }>(items: readonly Item[]): (Item & { typical: number })[] {
  if (items.length < FEWEST) return [];
  const sorted = items.map(({ value }) => value).sort((one, other) => one - other);
  const typical = sorted[Math.floor(sorted.length / 2)];
  return items
    .filter(({ value }) => value > FAR_OFF * typical || value * FAR_OFF < typical)
    .map((item) => ({ ...item, typical }));
}

function pathOf(...steps: readonly string[]): string {
  return steps
    .map((step, at) => (/^[A-Za-z_$][\w$]*$/.test(step) ? (at === 0 ? step : `.${step}`) : `[${JSON.stringify(step)}]`))
    .join("");
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
