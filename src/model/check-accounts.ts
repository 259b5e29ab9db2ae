import { pathOf } from "./describe-value.ts";
import type { Door } from "./door.ts";
import { MOST_TOGETHER } from "./limits.ts";
import type { Continent, Energy, Recipe } from "./types.ts";

/** The rules about a continent as a whole: energy is booked once, and matter goes somewhere. */

type Parts = Omit<Continent, "rounding">;

/** Heat may be out by rounding of what was typed, and no more. */
const HEAT_TOLERANCE = 1e-9;

export function checkAccounts(door: Door, parts: Parts, saysDisposal: ReadonlySet<string>): void {
  checkCountedOnce(door, parts);
  for (const [id, recipe] of Object.entries(parts.recipes)) {
    checkRecipe(door, id, recipe);
    checkHeat(door, id, recipe, parts);
  }
  checkByProducts(door, parts, saysDisposal);
  checkTotals(door, parts);
}

/**
 * A carrier that is also a good is an ordinary input: its energy was booked where it was won from nature.
 * To list it as final energy as well would book it twice.
 */
function checkCountedOnce(door: Door, { goods, recipes, modes }: Parts): void {
  const check = (energy: Energy, path: string, remedy: (carrier: string) => string): void => {
    if (typeof energy === "number") return;
    for (const carrier of Object.keys(energy)) {
      if (!(carrier in goods)) continue;
      const message = `${carrier} is a good of this continent, so its energy is booked where it is made`;
      door.refuse("energy.counted-twice", pathOf(path, carrier), message, remedy(carrier));
    }
  };
  for (const [id, { energy }] of Object.entries(recipes)) {
    const path = pathOf(pathOf("recipes", id), "energy");
    check(energy, path, (carrier) => `Move ${carrier} from energy to takes, in the good's unit.`);
  }
  for (const [id, { energyPerTonneKm, terminal }] of Object.entries(modes)) {
    const path = pathOf("modes", id);
    const remedy = (carrier: string): string =>
      `Move ${carrier} to takes of the mode's links, in its unit per tonne carried, or give the carrier another id.`;
    check(energyPerTonneKm, pathOf(path, "energyPerTonneKm"), remedy);
    check(terminal, pathOf(path, "terminal"), remedy);
  }
}

function checkRecipe(door: Door, id: string, recipe: Recipe): void {
  const path = pathOf("recipes", id);
  const takes = Object.keys(recipe.takes);
  if (takes.length === 0 && Object.keys(recipe.makes).length === 0) {
    door.refuse("recipe.empty", path, "the recipe makes nothing and takes nothing", "Say what it makes.");
  }
  if (recipe.fromNature && takes.length > 0) {
    const message = `a recipe from nature takes no goods, and this one takes ${takes.join(", ")}`;
    door.refuse(
      "recipe.from-nature-takes",
      pathOf(path, "takes"),
      message,
      "Leave out takes, or leave out fromNature.",
    );
  }
}

/** A recipe that takes something cannot give out more heat than went in with its goods and its final energy. */
function checkHeat(door: Door, id: string, { makes, takes, energy }: Recipe, { goods }: Parts): void {
  if (Object.keys(takes).length === 0) return;
  let into = typeof energy === "number" ? energy : Object.values(energy).reduce((sum, each) => sum + each, 0);
  let out = 0;
  for (const [good, amount] of Object.entries(takes)) {
    const heat = goods[good]?.heat;
    if (heat === undefined) return;
    into += heat * amount;
  }
  for (const [good, amount] of Object.entries(makes)) {
    const heat = goods[good]?.heat;
    if (heat === undefined) return;
    out += heat * amount;
  }
  if (out <= into * (1 + HEAT_TOLERANCE)) return;
  const message = `one run takes in ${into} MJ of heat and energy and gives out ${out} MJ`;
  const remedy =
    "Correct makes, takes or the goods' heat; a works that wins heat from its surroundings takes that heat as a good.";
  door.refuse("energy.from-nothing", pathOf("recipes", id), message, remedy);
}

/**
 * A by-product must say what becomes of it. The main products of a recipe with several products are those
 * that somebody demands in the end and those that another recipe makes alone. Every other product must state
 * its disposal, except that a recipe without such a main product may leave one of its products unstated: that
 * one is what the recipe is run for. What a link makes, nobody carries goods for: it is a by-product always.
 */
function checkByProducts(door: Door, { recipes, areas, links }: Parts, saysDisposal: ReadonlySet<string>): void {
  const main = new Set<string>();
  for (const { demand } of Object.values(areas)) for (const good of Object.keys(demand)) main.add(good);
  const joint: [string, string[]][] = [];
  for (const [id, { makes }] of Object.entries(recipes)) {
    const products = Object.keys(makes);
    if (products.length === 1) main.add(products[0]);
    else joint.push([id, products]);
  }
  const refused = new Set<string>();
  const refuse = (good: string, of: string): void => {
    if (refused.has(good)) return;
    refused.add(good);
    const message = `${good} is a by-product of ${of} and does not say what becomes of its surplus`;
    const remedy = `Add disposal: MJ to let one go (0 where that is free), or "forbidden".`;
    door.refuse("good.disposal-missing", pathOf(pathOf("goods", good), "disposal"), message, remedy);
  };
  for (const [id, products] of joint) {
    const unstated = products.filter((good) => !saysDisposal.has(good) && !main.has(good));
    if (unstated.length === 1 && !products.some((good) => main.has(good))) continue;
    for (const good of unstated) refuse(good, id);
  }
  for (const { id, makes } of links) {
    for (const good of Object.keys(makes)) {
      if (!saysDisposal.has(good) && !main.has(good)) refuse(good, `the link ${id}`);
    }
  }
}

/** What is demanded, and what is supplied, of a good together must be countable in whole kilograms. */
function checkTotals(door: Door, { areas }: Parts): void {
  for (const kind of ["demand", "supply"] as const) {
    const totals = new Map<string, number>();
    for (const area of Object.values(areas)) {
      for (const [good, amount] of Object.entries(area[kind])) totals.set(good, (totals.get(good) ?? 0) + amount);
    }
    for (const [good, total] of totals) {
      if (total <= MOST_TOGETHER) continue;
      const message = `the ${kind} of all areas adds up to ${total}, beyond the ${MOST_TOGETHER} that can be counted exactly`;
      const remedy = "Check the units, or count the good in a larger unit (MWh for kWh).";
      door.refuse("good.total-too-large", pathOf("goods", good), message, remedy);
    }
  }
}
