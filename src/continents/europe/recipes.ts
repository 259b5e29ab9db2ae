import type { GoodSpec, RecipeSpec } from "../../model/spec.ts";
import type { FigureValue } from "./figure.ts";

/** Sizes of an ammonia plant; since gas is a good there, what a size saves is gas, and each size is its own recipe. */
export const AMMONIA_SIZES = ["small", "medium", "large"] as const;

/** Goods that people and fields need, which `goods` of `europe()` chooses among. */
export const FINAL_GOODS = ["steel", "cement", "glass", "paper", "bread", "flour", "ammonia"] as const;
export type FinalGood = (typeof FINAL_GOODS)[number];

export interface ModelRecipe {
  /** What it is for; whoever wants that good may use this recipe. */
  readonly main: string;
  /** Only used where this good is made anyway. */
  readonly only?: string;
  readonly spec: RecipeSpec;
}

/** Every good, with how it travels. */
export function goodsOf(value: FigureValue): Readonly<Record<string, GoodSpec>> {
  return {
    "iron ore": { freight: "bulk" },
    scrap: { freight: "bulk" },
    limestone: { freight: "bulk" },
    steel: { freight: "general", use: "common" },
    slag: { freight: "bulk", disposal: value("slag-disposal") },
    clinker: { freight: "bulk" },
    cement: { freight: "general", use: "common" },
    "natural gas": { freight: "gas", heat: value("gas-heat") },
    ammonia: { freight: "liquid", use: "common" },
    glass: { freight: "general" },
    wood: { freight: "bulk" },
    "waste paper": { freight: "bulk" },
    paper: { freight: "general" },
    wheat: { freight: "bulk" },
    flour: { freight: "general" },
    bread: { freight: "fresh" },
  };
}

function ammoniaRecipes(value: FigureValue): Record<string, ModelRecipe> {
  const electricity = value("ammonia-electricity");
  const atReference = (value("ammonia-gas") - electricity) / value("gas-heat");
  const recipes: Record<string, ModelRecipe> = {};
  AMMONIA_SIZES.forEach((size, i) => {
    const ratio = value(`size-ammonia plant-${i + 1}`) / value("size-ammonia plant-1");
    const gas = atReference * ratio ** value("run-exponent-ammonia plant");
    recipes[`ammonia, ${size} plant`] = {
      main: "ammonia",
      spec: { makes: { ammonia: 1 }, takes: { "natural gas": toDigits(gas, 4) }, energy: { electricity } },
    };
  });
  return recipes;
}

/** Rounds to so many decimals, so that powers that differ in the last place between engines give the same data. */
export function toDigits(x: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(x * scale) / scale;
}

/** Every recipe; each run makes one tonne of its main good. */
export function recipesOf(value: FigureValue): Readonly<Record<string, ModelRecipe>> {
  return {
    "mine iron ore": {
      main: "iron ore",
      spec: {
        makes: { "iron ore": 1 },
        energy: { electricity: value("iron-ore-electricity"), diesel: value("iron-ore-diesel") },
        fromNature: true,
      },
    },
    "quarry limestone": {
      main: "limestone",
      spec: {
        makes: { limestone: 1 },
        energy: { electricity: value("limestone-electricity"), diesel: value("limestone-diesel") },
        fromNature: true,
      },
    },
    "win natural gas": {
      main: "natural gas",
      spec: {
        makes: { "natural gas": 1 },
        energy: { "gas in the ground": value("gas-heat") + value("gas-own-use") },
        fromNature: true,
      },
    },
    "grow wheat": {
      main: "wheat",
      spec: { makes: { wheat: 1 }, energy: { diesel: value("wheat-diesel") }, fromNature: true },
    },
    "fell wood": {
      main: "wood",
      spec: { makes: { wood: 1 }, energy: { diesel: value("wood-diesel") }, fromNature: true },
    },
    "steel from ore": {
      main: "steel",
      spec: {
        makes: { steel: 1, slag: value("blast-slag") },
        takes: {
          "iron ore": value("blast-iron-ore"),
          scrap: value("blast-scrap"),
          limestone: value("blast-limestone"),
        },
        energy: { coal: value("blast-coal") },
      },
    },
    "steel from scrap": {
      main: "steel",
      spec: {
        makes: { steel: 1 },
        takes: { scrap: value("arc-scrap") },
        energy: { electricity: value("arc-electricity") },
      },
    },
    "burn clinker": {
      main: "clinker",
      spec: {
        makes: { clinker: 1 },
        takes: { limestone: value("clinker-limestone") },
        energy: { coal: value("clinker-coal"), electricity: value("clinker-electricity") },
      },
    },
    "grind slag cement": {
      main: "cement",
      only: "slag",
      spec: {
        makes: { cement: 1 },
        takes: { clinker: value("cement-clinker"), slag: value("cement-slag"), limestone: value("cement-limestone") },
        energy: { electricity: value("cement-electricity") },
      },
    },
    "grind plain cement": {
      main: "cement",
      spec: {
        makes: { cement: 1 },
        takes: { clinker: value("plain-cement-clinker"), limestone: value("plain-cement-limestone") },
        energy: { electricity: value("cement-electricity") },
      },
    },
    ...ammoniaRecipes(value),
    "melt glass": {
      main: "glass",
      spec: {
        makes: { glass: 1 },
        energy: { "fuel oil": value("glass-fuel"), electricity: value("glass-electricity") },
        fromNature: true,
      },
    },
    "paper from wood": {
      main: "paper",
      spec: {
        makes: { paper: 1 },
        takes: { wood: value("paper-wood") },
        energy: { "fuel oil": value("paper-fuel"), electricity: value("paper-electricity") },
      },
    },
    "paper from waste paper": {
      main: "paper",
      spec: {
        makes: { paper: 1 },
        takes: { "waste paper": value("recycled-paper-waste") },
        energy: { "fuel oil": value("recycled-paper-fuel"), electricity: value("recycled-paper-electricity") },
      },
    },
    "mill flour": {
      main: "flour",
      spec: {
        makes: { flour: 1 },
        takes: { wheat: value("flour-wheat") },
        energy: { electricity: value("flour-electricity") },
      },
    },
    "bake bread": {
      main: "bread",
      spec: {
        makes: { bread: 1 },
        takes: { flour: value("bread-flour") },
        energy: { "fuel oil": value("bread-fuel"), electricity: value("bread-electricity") },
      },
    },
  };
}

/** The recipes that the wanted goods and everything before them call for, by id. */
export function chainOf(
  wanted: readonly string[],
  recipes: Readonly<Record<string, ModelRecipe>>,
): Readonly<Record<string, ModelRecipe>> {
  const goods = new Set(wanted);
  const chosen: Record<string, ModelRecipe> = {};
  for (let before = -1; before < Object.keys(chosen).length; ) {
    before = Object.keys(chosen).length;
    for (const [id, recipe] of Object.entries(recipes)) {
      if (!goods.has(recipe.main) || (recipe.only !== undefined && !goods.has(recipe.only))) continue;
      chosen[id] = recipe;
      for (const good of [...Object.keys(recipe.spec.makes), ...Object.keys(recipe.spec.takes ?? {})]) goods.add(good);
    }
  }
  return chosen;
}

/** Goods that some recipe of a chain makes or takes. */
export function goodsIn(
  recipes: Readonly<Record<string, ModelRecipe>>,
  wanted: readonly string[],
): ReadonlySet<string> {
  const goods = new Set(wanted);
  for (const { spec } of Object.values(recipes)) {
    for (const good of [...Object.keys(spec.makes), ...Object.keys(spec.takes ?? {})]) goods.add(good);
  }
  return goods;
}
