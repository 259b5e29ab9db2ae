import type { Door, Entry, Ids } from "./door.ts";
import type { Fields } from "./fields.ts";
import { DETOUR, PER_RUN, PRIMARY, TONNES_PER_UNIT, UNIT_ENERGY } from "./limits.ts";
import type { Carrier, Energy, Good, Mode, Recipe, Use } from "./types.ts";

/** Reads carriers, modes, freight classes, goods and recipes: what things are, wherever they are. */

const USES: readonly Use[] = ["personal", "common", "expansion"];

/** Ids of the kinds that others name. */
export interface KnownIds {
  readonly carriers: Ids;
  readonly modes: Ids;
  readonly freight: Ids;
  readonly goods: Ids;
  readonly recipes: Ids;
  readonly areas: Ids;
}

export function readCarrier(door: Door, entry: Entry): Carrier {
  const fields = door.fields(entry.value, entry.path, ["primary"]);
  return { primary: fields.numberOr("primary", PRIMARY, 1) };
}

/**
 * An energy: a plain number of primary MJ, or final MJ by carrier. Zeros are left out, and nothing at all is
 * the number 0, so that the same energy is always the same bytes.
 */
function readEnergy(door: Door, fields: Fields, name: string, carriers: Ids, code: string): Energy {
  if (!fields.has(name)) return 0;
  const value = fields.value(name);
  if (typeof value !== "object") return door.number(value, fields.at(name), UNIT_ENERGY) ?? 0;
  const byCarrier = fields.amounts(name, { number: UNIT_ENERGY, known: carriers, code });
  return Object.keys(byCarrier).length === 0 ? 0 : byCarrier;
}

export function readMode(door: Door, entry: Entry, known: KnownIds): Mode {
  const fields = door.fields(entry.value, entry.path, ["energyPerTonneKm", "terminal", "detour"]);
  fields.require("energyPerTonneKm", "Add energyPerTonneKm: MJ per tonne-kilometre, such as { electricity: 0.1 }.");
  return {
    energyPerTonneKm: readEnergy(door, fields, "energyPerTonneKm", known.carriers, "mode.carrier-unknown"),
    terminal: readEnergy(door, fields, "terminal", known.carriers, "mode.carrier-unknown"),
    detour: fields.numberOr("detour", DETOUR, 1),
  };
}

export function readFreight(door: Door, entry: Entry, known: KnownIds): readonly string[] {
  return door.references(entry.value, entry.path, known.modes, "freight.mode-unknown");
}

const GOOD_FIELDS = ["freight", "local", "unit", "tonnesPerUnit", "heat", "disposal", "use"];

/** Notes in `saysDisposal` whether the good says what becomes of its surplus, which its default hides. */
export function readGood(door: Door, entry: Entry, known: KnownIds, saysDisposal: Set<string>): Good {
  const fields = door.fields(entry.value, entry.path, GOOD_FIELDS);
  if (fields.has("disposal")) saysDisposal.add(entry.id);
  const local = fields.flagOr("local", false);
  const unit = fields.has("unit") ? (door.text(fields.value("unit"), fields.at("unit")) ?? "t") : "t";
  const freight = fields.has("freight")
    ? fields.reference("freight", known.freight, "good.freight-unknown")
    : undefined;
  if (local && fields.has("freight")) {
    const message = `${entry.id} is local and cannot travel, yet it has a freight class`;
    door.refuse("good.local-freight", fields.at("freight"), message, "Leave out freight, or leave out local.");
  }
  return {
    ...(freight === undefined ? {} : { freight }),
    local,
    unit,
    tonnesPerUnit: readWeight(door, fields, unit, local),
    ...(fields.has("heat") ? { heat: fields.numberOr("heat", UNIT_ENERGY, 0) } : {}),
    disposal: readDisposal(door, fields),
    use: fields.has("use") ? (door.choice(fields.value("use"), fields.at("use"), USES) ?? "personal") : "personal",
  };
}

/** A tonne weighs a tonne; a unit of one's own says what it weighs, unless it never travels. */
function readWeight(door: Door, fields: Fields, unit: string, local: boolean): number {
  const tonnesPerUnit = fields.numberOr("tonnesPerUnit", TONNES_PER_UNIT, unit === "t" ? 1 : 0);
  const path = fields.at("tonnesPerUnit");
  if (unit === "t" && tonnesPerUnit !== 1) {
    const message = `the good is counted in tonnes, and a tonne weighs 1 t, not ${tonnesPerUnit}`;
    door.refuse("good.tonne-weight", path, message, "Say the unit as well, or leave out tonnesPerUnit.");
  }
  if (unit !== "t" && !local && !fields.has("tonnesPerUnit")) {
    const message = `one ${unit} of a good that travels must say what it weighs`;
    door.refuse("good.weight-missing", path, message, "Add tonnesPerUnit (0 for what weighs nothing), or local: true.");
  }
  return tonnesPerUnit;
}

function readDisposal(door: Door, fields: Fields): number | "forbidden" {
  const value = fields.value("disposal");
  if (value === undefined) return 0;
  if (typeof value === "string") return door.choice(value, fields.at("disposal"), ["forbidden"] as const) ?? 0;
  return door.number(value, fields.at("disposal"), UNIT_ENERGY) ?? 0;
}

const RECIPE_FIELDS = ["makes", "takes", "needs", "energy", "fromNature"];

export function readRecipe(door: Door, entry: Entry, known: KnownIds): Recipe {
  const fields = door.fields(entry.value, entry.path, RECIPE_FIELDS);
  fields.require("makes", "Add makes: what one run makes, such as { steel: 1 }; {} where it makes nothing.");
  const ofGoods = { number: PER_RUN, known: known.goods, code: "recipe.good-unknown" };
  return {
    makes: fields.amounts("makes", ofGoods),
    takes: fields.amounts("takes", ofGoods),
    needs: fields.amounts("needs", { number: PER_RUN }),
    energy: readEnergy(door, fields, "energy", known.carriers, "recipe.carrier-unknown"),
    fromNature: fields.flagOr("fromNature", false),
  };
}
