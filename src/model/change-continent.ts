import { InvalidContinentError } from "../base/errors.ts";
import type { AddedPart, ContinentChanges } from "./changes.ts";
import { pathOf, quote } from "./describe-value.ts";
import { Door, type Ids } from "./door.ts";
import { type Draft, draftOf, idsIn } from "./draft.ts";
import type { Fields } from "./fields.ts";
import { freezeDeeply } from "./freeze.ts";
import { limitDraft } from "./limit-draft.ts";
import { readContinent } from "./read-continent.ts";
import { RELAX_FIELDS, relaxDraft } from "./relax-draft.ts";
import { scaleDraft } from "./scale-draft.ts";
import { checkedSpecOf, roundedWhenBuilt } from "./spec-of.ts";
import type { Continent } from "./types.ts";

const CHANGE_FIELDS = ["name", "remove", "scale", "limit", "relax", "close", "forbid", "force", "add"];

const ADDED: readonly AddedPart[] = ["carriers", "modes", "freight", "goods", "recipes", "areas", "sites", "links"];

/**
 * Another continent: the same but for some changes, through the same door. The first is left as it was.
 *
 * The changes are applied in this order: remove, scale, limit, relax, close, forbid, add; `ContinentChanges` says what
 * each does. Rounding counts what was rounded before and what the changes made uneven.
 *
 * Throws: InvalidContinentError with everything that is wrong with the changes (paths begin with "changes"),
 * or, where these can be applied, with the continent they give.
 */
export function changeContinent(continent: Continent, changes: ContinentChanges): Continent {
  const draft = draftOf(checkedSpecOf(continent));
  const door = new Door();
  const fields = door.fields(changes, "changes", CHANGE_FIELDS);
  if (fields.has("name")) draft.name = door.text(fields.value("name"), fields.at("name")) ?? "";
  removePlaces(door, draft, partOf(door, fields, "remove", ["areas", "sites", "links"]));
  scaleDraft(door, draft, fields.list("scale"));
  limitDraft(door, draft, fields.list("limit"));
  relaxDraft(door, draft, partOf(door, fields, "relax", RELAX_FIELDS));
  closeParts(door, draft, partOf(door, fields, "close", ["sites", "links"]));
  forbidParts(door, draft, partOf(door, fields, "forbid", ["sites", "recipes", "modes"]));
  refuseForce(door, partOf(door, fields, "force", ["sites"]));
  const spec = addParts(door, draft, partOf(door, fields, "add", ADDED));
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  const reading = readContinent(spec);
  if (reading.continent === undefined) throw new InvalidContinentError(reading.issues);
  return freezeDeeply({ ...reading.continent, rounding: addRounding(continent, reading.continent.rounding) });
}

function partOf(door: Door, fields: Fields, name: string, names: readonly string[]): Fields {
  return door.fields(fields.has(name) ? fields.value(name) : {}, fields.at(name), names);
}

function named(door: Door, fields: Fields, name: string, known: Ids): Set<string> {
  if (!fields.has(name)) return new Set();
  return new Set(door.references(fields.value(name), fields.at(name), known, `change.${known.what}-unknown`));
}

function linkIds(draft: Draft): Ids {
  return { what: "link", ids: new Set(draft.links.map(({ id }) => id)) };
}

function removePlaces(door: Door, draft: Draft, remove: Fields): void {
  const areas = named(door, remove, "areas", idsIn("area", draft.areas));
  const sites = named(door, remove, "sites", idsIn("site", draft.sites));
  const links = named(door, remove, "links", linkIds(draft));
  for (const id of areas) delete draft.areas[id];
  for (const [id, { area }] of Object.entries(draft.sites)) {
    if (sites.has(id) || areas.has(area)) delete draft.sites[id];
  }
  draft.links = draft.links.filter(({ id, between, from, to }) => {
    const ends = between ?? [from ?? "", to ?? ""];
    return !links.has(id) && !ends.some((area) => areas.has(area));
  });
}

function closeParts(door: Door, draft: Draft, close: Fields): void {
  const links = named(door, close, "links", linkIds(draft));
  for (const link of draft.links) if (links.has(link.id)) link.capacity = 0;
  for (const id of named(door, close, "sites", idsIn("site", draft.sites))) {
    for (const size of draft.sites[id].sizes) {
      if (size.stand > 0 && size.closing !== 0) {
        // With nothing left standing the plan would have nothing to close, and so not book its energy.
        const message = `closing the modules that stand at ${quote(id)} takes or saves energy, which is not booked yet`;
        const remedy = "Let the plan decide, or describe the site again with closing: 0.";
        door.refuse("not-yet.close-with-closing", close.at("sites"), message, remedy);
      }
      size.stand = 0;
      size.most = 0;
    }
  }
}

function forbidParts(door: Door, draft: Draft, forbid: Fields): void {
  for (const id of named(door, forbid, "sites", idsIn("site", draft.sites))) {
    for (const size of draft.sites[id].sizes) size.most = size.stand;
  }
  const modes = named(door, forbid, "modes", idsIn("mode", draft.modes));
  draft.links = draft.links.filter(({ mode }) => !modes.has(mode));
  const recipes = named(door, forbid, "recipes", idsIn("recipe", draft.recipes));
  if (recipes.size === 0) return;
  for (const [id, site] of Object.entries(draft.sites)) {
    site.recipes = site.recipes.filter((recipe) => !recipes.has(recipe));
    if (site.recipes.length === 0) delete draft.sites[id];
    for (const size of site.sizes) {
      size.capacity = Object.fromEntries(Object.entries(size.capacity).filter(([recipe]) => !recipes.has(recipe)));
    }
  }
}

function refuseForce(door: Door, force: Fields): void {
  if (force.list("sites").length === 0) return;
  const message = "sites that must be open are not planned yet";
  const remedy = "Leave out force; forbid the sites it competes with, plan twice, and compare.";
  door.refuse("not-yet.force", force.at("sites"), message, remedy);
}

/** The description with the added parts in it; these are as they were handed in, for the door to check. */
function addParts(door: Door, draft: Draft, add: Fields): unknown {
  const spec: Record<string, unknown> = { ...draft };
  for (const part of ADDED) {
    if (!add.has(part)) continue;
    if (part === "links") {
      spec.links = [...draft.links, ...add.list("links").map(({ value }) => value)];
      continue;
    }
    const merged: Record<string, unknown> = { ...draft[part] };
    for (const { id, value, path } of add.entries(part)) {
      if (id in draft[part]) {
        const message = `there is a part ${quote(id)} already at ${pathOf(part, id)}`;
        door.refuse("change.exists", path, message, "Give it another id, or remove the one there is as well.");
      }
      merged[id] = value;
    }
    spec[part] = merged;
  }
  return spec;
}

/** What was rounded at the first door, and what the second one found uneven; yearly building counts anew. */
function addRounding(before: Continent, fresh: Continent["rounding"]): Continent["rounding"] {
  const { quantities, distances, energies } = before.rounding;
  const entered = Math.max(0, energies - roundedWhenBuilt(before));
  return {
    quantities: quantities + fresh.quantities,
    distances: distances + fresh.distances,
    energies: entered + fresh.energies,
  };
}
