import type { Door, Entry, NumberRule } from "./door.ts";
import { type Draft, type DraftArea, idsIn, refuseOthers, shapeOf, timesEnergy } from "./draft.ts";
import type { Fields } from "./fields.ts";

/** Multiplies figures of a draft; see `Scale` for the shapes. */

const BY: NumberRule = { least: 0, most: 1e6, unit: "a factor, 1 for no change" };

const EVERYWHERE = ["transport", "production", "construction", "standing", "surplus"] as const;
const ONE_THING = ["mode", "recipe", "carrier", "demand", "supply", "resource", "people"] as const;
const SCALE_FIELDS = [...EVERYWHERE, ...ONE_THING, "by", "area"];

type Everywhere = (typeof EVERYWHERE)[number];
type OneThing = (typeof ONE_THING)[number];

export function scaleDraft(door: Door, draft: Draft, changes: readonly Entry[]): void {
  for (const { value, path } of changes) {
    const fields = door.fields(value, path, SCALE_FIELDS);
    const shape = shapeOf(door, fields, [...EVERYWHERE, ...ONE_THING]);
    if (shape === undefined) continue;
    const everywhere = EVERYWHERE.find((word) => word === shape);
    if (everywhere !== undefined) {
      refuseOthers(door, fields, SCALE_FIELDS, [shape]);
      const by = fields.number(shape, BY);
      if (by !== undefined) scaleEverywhere(draft, everywhere, by);
      continue;
    }
    const local = shape === "demand" || shape === "supply" || shape === "resource";
    refuseOthers(door, fields, SCALE_FIELDS, local ? [shape, "by", "area"] : [shape, "by"]);
    const by = fields.number("by", BY);
    if (by !== undefined) scaleOne(door, draft, fields, shape as OneThing, by);
  }
}

function scaleEverywhere(draft: Draft, what: Everywhere, by: number): void {
  switch (what) {
    case "transport":
      for (const id of Object.keys(draft.modes)) scaleMode(draft, id, by);
      break;
    case "production":
      for (const recipe of Object.values(draft.recipes)) recipe.energy = timesEnergy(recipe.energy, by);
      break;
    case "construction":
      for (const { sizes } of [...Object.values(draft.sites), ...draft.links, ...draft.terminals]) {
        for (const size of sizes) size.energyToBuild *= by;
      }
      break;
    case "standing":
      for (const site of Object.values(draft.sites)) {
        site.siteEnergy *= by;
        for (const size of site.sizes) {
          size.keep *= by;
          size.closing *= by;
        }
      }
      for (const { sizes } of [...draft.links, ...draft.terminals]) for (const size of sizes) size.keep *= by;
      break;
    case "surplus":
      for (const good of Object.values(draft.goods)) if (good.disposal !== "forbidden") good.disposal *= by;
  }
}

function scaleMode(draft: Draft, id: string, by: number): void {
  const mode = draft.modes[id];
  mode.energyPerTonneKm = timesEnergy(mode.energyPerTonneKm, by);
  mode.terminal = timesEnergy(mode.terminal, by);
}

function scaleOne(door: Door, draft: Draft, fields: Fields, what: OneThing, by: number): void {
  switch (what) {
    case "mode": {
      const id = fields.reference("mode", idsIn("mode", draft.modes), "change.mode-unknown");
      if (id !== undefined) scaleMode(draft, id, by);
      break;
    }
    case "recipe": {
      const id = fields.reference("recipe", idsIn("recipe", draft.recipes), "change.recipe-unknown");
      if (id !== undefined) draft.recipes[id].energy = timesEnergy(draft.recipes[id].energy, by);
      break;
    }
    case "carrier": {
      const id = fields.reference("carrier", idsIn("carrier", draft.carriers), "change.carrier-unknown");
      if (id !== undefined) draft.carriers[id].primary *= by;
      break;
    }
    case "people": {
      const id = fields.reference("people", idsIn("area", draft.areas), "change.area-unknown");
      if (id === undefined) break;
      const area = draft.areas[id];
      area.population *= by;
      for (const good of Object.keys(area.demand)) area.demand[good] *= by;
      break;
    }
    case "resource": {
      const known = { what: "resource with a limit", ids: new Set(limitedResources(draft)) };
      const id = fields.reference("resource", known, "change.resource-unknown");
      if (id !== undefined) scaleInAreas(door, draft, fields, "resources", id, by);
      break;
    }
    default: {
      const id = fields.reference(what, idsIn("good", draft.goods), "change.good-unknown");
      if (id !== undefined) scaleInAreas(door, draft, fields, what, id, by);
    }
  }
}

function limitedResources(draft: Draft): string[] {
  return Object.values(draft.areas).flatMap(({ resources }) => Object.keys(resources));
}

type AreaAmounts = "demand" | "supply" | "resources";

function scaleInAreas(door: Door, draft: Draft, fields: Fields, kind: AreaAmounts, id: string, by: number): void {
  let areas: readonly DraftArea[] = Object.values(draft.areas);
  if (fields.has("area")) {
    const one = fields.reference("area", idsIn("area", draft.areas), "change.area-unknown");
    if (one === undefined) return;
    areas = [draft.areas[one]];
  }
  const concerned = areas.map((area) => area[kind]).filter((amounts) => id in amounts);
  if (concerned.length === 0) {
    // A change that changes nothing is a slip: the wrong good, or the wrong area.
    const message = `there is no ${kind} of ${id} to scale`;
    door.refuse("change.nothing-to-scale", fields.path, message, "Name what is there, or leave the change out.");
  }
  for (const amounts of concerned) amounts[id] *= by;
}
