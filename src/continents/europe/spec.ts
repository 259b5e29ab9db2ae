import { InvalidOptionError } from "../../base/errors.ts";
import type { Issue } from "../../base/issue.ts";
import { nearestName, unknownOptions } from "../../base/suggest.ts";
import { describeValue } from "../../model/describe-value.ts";
import type { AreaSpec, ContinentSpec, GoodSpec, ModeSpec, RecipeSpec } from "../../model/spec.ts";
import { areasFor, citiesOf } from "./areas.ts";
import { type FigureValue, figureValues } from "./figure.ts";
import { europeFigures } from "./figures.ts";
import { linksBetween } from "./links.ts";
import { type AreaLot, lotsOf, worksOfNature } from "./lots.ts";
import { demandOf } from "./needs.ts";
import { chainOf, FINAL_GOODS, goodsIn, goodsOf, type ModelRecipe, recipesOf } from "./recipes.ts";
import { candidateWorks, primaryPerRun } from "./works.ts";

/** What `europe` and `europeSpec` may be told; everything is optional. */
export interface EuropeOptions {
  /** How many areas, or which cities by id (see `europePlaces`); default 24. */
  readonly areas?: number | readonly string[];
  /**
   * Goods to plan. Steel, cement, glass, paper, bread, flour and ammonia are needed by people and fields; whatever
   * the goods named are made of comes with them, without a need of its own. Default: all.
   */
  readonly goods?: readonly string[];
  /** Values to use in place of those of `europeFigures`, by figure id. */
  readonly figures?: Readonly<Record<string, number>>;
  /** The most works of a good that may be open, handed on to the continent. */
  readonly mostSites?: Readonly<Record<string, number>>;
  /** MJ/t at which a need may stay unmet, handed on to the continent; absent: every need is hard. */
  readonly shortage?: Readonly<Record<string, number>>;
}

export const DEFAULT_AREAS = 24;

/** Which modes may carry which freight. */
const FREIGHT: Readonly<Record<string, readonly string[]>> = {
  bulk: ["rail", "ship", "barge"],
  general: ["rail", "road", "ship", "barge"],
  fresh: ["road"],
  gas: ["pipeline"],
  liquid: ["rail", "ship", "barge", "liquid pipeline"],
};

/** Throws InvalidOptionError with everything wrong about goods and figures; areas are checked where they are chosen. */
export function checkOptions(options: EuropeOptions): void {
  const { areas, goods, figures } = options;
  const known = ["areas", "goods", "figures", "mostSites", "shortage"];
  const issues: Issue[] = unknownOptions(options, known, "europe.option-unknown");
  const notList = (path: string, value: unknown, wanted: string, remedy: string): void => {
    if (value === undefined || Array.isArray(value)) return;
    issues.push({ code: "europe.not-a-list", path, message: `got ${describeValue(value)}, wanted ${wanted}`, remedy });
  };
  if (typeof areas !== "number")
    notList("areas", areas, "a number or a list of ids", "Type a number without quotes: areas: 60.");
  notList("goods", goods, "a list of ids of goods", 'Type a list: goods: ["bread"].');
  if (issues.length > 0) throw new InvalidOptionError(issues);
  const names = Object.keys(goodsOf(figureValues(europeFigures, {})));
  const finals: readonly string[] = FINAL_GOODS;
  const remedy = `Name at least one of ${finals.join(", ")}; what they are made of comes with them.`;
  goods?.forEach((good, i) => {
    if (names.includes(good)) return;
    const message = `there is no good ${describeValue(good)}`;
    issues.push({ code: "europe.good-unknown", path: `goods[${i}]`, message, remedy: meant(good, names, remedy) });
  });
  if (goods?.some((good) => finals.includes(good)) === false) {
    issues.push({ code: "europe.goods", path: "goods", message: "nobody needs any of these goods", remedy });
  }
  const knownFigures = new Set(europeFigures.map((figure) => figure.id));
  for (const [id, value] of Object.entries(figures ?? {})) {
    const path = `figures["${id}"]`;
    if (!knownFigures.has(id)) {
      const remedy = meant(id, knownFigures, "Use an id of europeFigures.");
      issues.push({ code: "europe.figure-unknown", path, message: `there is no figure "${id}"`, remedy });
    } else if (!Number.isFinite(value)) {
      const remedy = "Type a number in the figure's own unit.";
      issues.push({ code: "europe.figure-value", path, message: `got ${value}, wanted a number`, remedy });
    }
  }
  if (issues.length > 0) throw new InvalidOptionError(issues);
}

/** What was probably meant, else how to find what there is. */
function meant(name: string, names: Iterable<string>, otherwise: string): string {
  const nearest = nearestName(String(name), names);
  return nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;
}

function modesOf(value: FigureValue): Readonly<Record<string, ModeSpec>> {
  return {
    rail: {
      energyPerTonneKm: { electricity: value("rail-energy") },
      terminal: { electricity: value("rail-terminal") },
      detour: value("rail-detour"),
    },
    road: {
      energyPerTonneKm: { diesel: value("road-energy") },
      terminal: { diesel: value("road-terminal") },
      detour: value("road-detour"),
    },
    ship: {
      energyPerTonneKm: { "fuel oil": value("ship-energy") },
      terminal: { electricity: value("ship-terminal") },
      detour: value("sea-detour"),
    },
    barge: {
      energyPerTonneKm: { diesel: value("barge-energy") },
      terminal: { electricity: value("barge-terminal") },
    },
    pipeline: { energyPerTonneKm: { electricity: value("pipeline-energy") }, detour: value("pipeline-detour") },
    "liquid pipeline": {
      energyPerTonneKm: { electricity: value("liquid-pipeline-energy") },
      detour: value("pipeline-detour"),
    },
  };
}

/** t/yr of every good that final demand calls for, each by whatever recipe takes most. */
function needsBehind(
  demand: ReadonlyMap<string, number>,
  recipes: Readonly<Record<string, ModelRecipe>>,
): Map<string, number> {
  const need = new Map(demand);
  const settled = new Set<string>();
  const goods = new Set(Object.values(recipes).map((recipe) => recipe.main));
  // A good is settled once every good that is made of it is; the chains have no loops.
  while (settled.size < goods.size) {
    for (const good of goods) {
      if (settled.has(good)) continue;
      const users = Object.values(recipes).filter((recipe) => (recipe.spec.takes?.[good] ?? 0) > 0);
      if (users.some((recipe) => !settled.has(recipe.main))) continue;
      const byProduct = new Map<string, number>();
      for (const { main, spec } of users) {
        const taken = spec.takes![good]! * (need.get(main) ?? 0);
        byProduct.set(main, Math.max(byProduct.get(main) ?? 0, taken));
      }
      need.set(
        good,
        [...byProduct.values()].reduce((sum, taken) => sum + taken, demand.get(good) ?? 0),
      );
      settled.add(good);
    }
  }
  return need;
}

function supplyOf(lot: AreaLot, goods: ReadonlySet<string>, value: FigureValue): Record<string, number> {
  const supply: Record<string, number> = {};
  for (const good of ["scrap", "waste paper"]) {
    if (!goods.has(good)) continue;
    supply[good] = Math.round((lot.area.people * value(`${good.replace(" ", "-")}-per-person`)) / 1000);
  }
  return supply;
}

function pick<T>(from: Readonly<Record<string, T>>, keep: (id: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([id]) => keep(id)));
}

/**
 * The description of Europe that `europe()` hands to `createContinent`: plain data, to be looked at or changed.
 *
 * Throws: InvalidOptionError with every issue.
 */
export function europeSpec(options: EuropeOptions = {}): ContinentSpec {
  checkOptions(options);
  const value = figureValues(europeFigures, options.figures ?? {});
  const areas = areasFor(citiesOf(value), options.areas ?? DEFAULT_AREAS);
  const wanted = [...new Set(options.goods ?? FINAL_GOODS)];
  const recipes = chainOf(wanted, recipesOf(value));
  const goods = goodsIn(recipes, wanted);
  const lots = lotsOf(areas, value);

  const needed = FINAL_GOODS.filter((good) => wanted.includes(good));
  const demands = demandOf(lots, needed, value);
  const ownNeed = demands.map((demand) => needsBehind(demand, recipes));
  const total = new Map<string, number>();
  for (const need of ownNeed) for (const [good, tonnes] of need) total.set(good, (total.get(good) ?? 0) + tonnes);

  const goodSpecs: Record<string, GoodSpec> = pick(goodsOf(value), (id) => goods.has(id));
  const classes = new Set(Object.values(goodSpecs).map((good) => good.freight!));
  const modes = new Set([...classes].flatMap((freight) => FREIGHT[freight]));
  const areaSpecs: Record<string, AreaSpec> = {};
  lots.forEach((lot, i) => {
    areaSpecs[lot.area.id] = {
      at: lot.area.at,
      population: lot.area.people,
      demand: Object.fromEntries(demands[i]),
      supply: supplyOf(lot, goods, value),
    };
  });
  const specs: Record<string, RecipeSpec> = Object.fromEntries(
    Object.entries(recipes).map(([id, recipe]) => [id, recipe.spec]),
  );
  return {
    name: `Europe, ${areas.length} areas`,
    carriers: {
      electricity: { primary: value("electricity-primary") },
      diesel: { primary: value("diesel-primary") },
      "fuel oil": { primary: value("fuel-oil-primary") },
      coal: { primary: value("coal-primary") },
      "gas in the ground": { primary: 1 },
    },
    modes: pick(modesOf(value), (id) => modes.has(id)),
    freight: pick(FREIGHT, (id) => classes.has(id)),
    goods: goodSpecs,
    recipes: specs,
    areas: areaSpecs,
    sites: {
      ...worksOfNature(lots, new Set(Object.keys(recipes)), (id) => primaryPerRun(recipes[id], value), value),
      ...candidateWorks(lots, recipes, total, ownNeed, value),
    },
    links: linksBetween(areas, modes, value),
    ...(options.mostSites === undefined ? {} : { options: { mostSites: options.mostSites } }),
    ...(options.shortage === undefined ? {} : { shortage: options.shortage }),
  };
}
