import { energyPerRun, energyPerTonne } from "../model/energy.ts";
import type { Continent } from "../model/types.ts";
import type { Indexed } from "../network/indexed.ts";
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
  return Object.keys(goods).flatMap((good) => {
    const heads = Object.entries(areas).flatMap(([area, { demand, population }]) =>
      population > 0 && (demand[good] ?? 0) > 0 ? [{ area, value: demand[good] / population }] : [],
    );
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
  return Object.keys(continent.goods).flatMap((good) => {
    const found = new Map<string, number>();
    for (const site of Object.values(continent.sites)) {
      for (const id of site.recipes) {
        const recipe = continent.recipes[id];
        const made = recipe.makes[good] ?? 0;
        if (made === 0 || found.has(id)) continue;
        found.set(id, energyPerRun(continent, site, site.sizes[0], recipe) / made);
      }
    }
    const each = [...found].map(([recipe, value]) => ({ recipe, value })).filter(({ value }) => value > 0);
    return outliers(each).map(({ recipe, value, typical }): Suspect => {
      const message = `${recipe} takes ${figure(value)} MJ for one ${continent.goods[good].unit} of ${good}; other recipes take about ${figure(typical)} MJ.`;
      return { code: "unit.energy-per-unit", path: pathOf("recipes", recipe, "energy"), message, value, typical };
    });
  });
}

/** One module that could make many times all that is wanted on the continent. */
function capacitySuspects({ continent, goods }: Indexed, needed: Float64Array): Suspect[] {
  return Object.entries(continent.sites).flatMap(([id, { sizes, recipes }]) =>
    sizes.flatMap((size, position) =>
      recipes.flatMap((recipe): Suspect[] => {
        const shares = goods.flatMap((good, g) => {
          const made = size.capacity[recipe] * (continent.recipes[recipe].makes[good] ?? 0);
          return made > 0 && needed[g] > 0 ? [{ good, value: made, typical: needed[g] }] : [];
        });
        // By-products may be plenty; the scarcest product tells.
        const least = shares.sort((one, other) => one.value / one.typical - other.value / other.typical)[0];
        if (least === undefined || least.value < FAR_OFF * least.typical) return [];
        const message = `One module of ${id} could make ${figure(least.value)} of ${least.good} a year; all that is wanted is about ${figure(least.typical)}.`;
        const path = `${pathOf("sites", id)}.sizes[${position}].capacity`;
        return [{ code: "unit.capacity", path, message, value: least.value, typical: least.typical }];
      }),
    ),
  );
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
