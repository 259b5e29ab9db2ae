import { InvalidContinentError } from "../base/errors.ts";
import { closeTerminals, forbidTerminals, removeTerminals } from "./change-terminals.ts";
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

const ADDED: readonly AddedPart[] = [
  "carriers",
  "modes",
  "freight",
  "goods",
  "recipes",
  "areas",
  "sites",
  "links",
  "terminals",
];

/**
 * Another continent: the same but for some changes, through the same door. The first is left as it was.
 *
 * The changes are applied in this order: remove, scale, limit, relax, close, forbid, force, add; `ContinentChanges` says what
 * each does. Rounding counts what was rounded before and what the changes made uneven.
 *
 * ```ts
 * const dearer = changeContinent(continent, { scale: [{ transport: 2 }], close: { sites: ["southworks"] } });
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong with the changes (paths begin with "changes"),
 * or, where these can be applied, with the continent they give.
 */
export function changeContinent(continent: Continent, changes: ContinentChanges): Continent {
  const draft = draftOf(checkedSpecOf(continent));
  const door = new Door();
  const fields = door.fields(changes, "changes", CHANGE_FIELDS);
  if (fields.has("name")) draft.name = door.text(fields.value("name"), fields.at("name")) ?? "";
  removePlaces(door, draft, partOf(door, fields, "remove", ["areas", "sites", "links", "terminals"]));
  scaleDraft(door, draft, fields.list("scale"));
  limitDraft(door, draft, fields.list("limit"));
  relaxDraft(door, draft, partOf(door, fields, "relax", RELAX_FIELDS));
  const closed = closeParts(door, draft, partOf(door, fields, "close", ["sites", "links", "terminals"]));
  forbidParts(door, draft, partOf(door, fields, "forbid", ["sites", "links", "terminals", "recipes", "modes"]));
  forceParts(door, draft, closed, partOf(door, fields, "force", ["sites"]));
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
  removeTerminals(door, draft, remove);
  draft.terminals = draft.terminals.filter(({ area }) => !areas.has(area));
  for (const id of areas) delete draft.areas[id];
  for (const [id, { area }] of Object.entries(draft.sites)) {
    if (sites.has(id) || areas.has(area)) delete draft.sites[id];
  }
  draft.links = draft.links.filter(({ id, between, from, to }) => {
    const ends = between ?? [from ?? "", to ?? ""];
    return !links.has(id) && !ends.some((area) => areas.has(area));
  });
}

/** Gives the sites that were closed. */
function closeParts(door: Door, draft: Draft, close: Fields): ReadonlySet<string> {
  const links = named(door, close, "links", linkIds(draft));
  for (const link of draft.links) {
    if (!links.has(link.id)) continue;
    link.capacity = 0;
    link.sizes = [];
  }
  closeTerminals(door, draft, close);
  // What stands stays in the description, so that the plan books what taking it down costs or saves.
  const sites = named(door, close, "sites", idsIn("site", draft.sites));
  for (const id of sites) draft.sites[id].open = false;
  return sites;
}

function forbidParts(door: Door, draft: Draft, forbid: Fields): void {
  for (const id of named(door, forbid, "sites", idsIn("site", draft.sites))) {
    for (const size of draft.sites[id].sizes) size.most = size.stand;
  }
  const links = named(door, forbid, "links", linkIds(draft));
  for (const link of draft.links) if (links.has(link.id)) link.sizes = [];
  forbidTerminals(door, draft, forbid);
  const modes = named(door, forbid, "modes", idsIn("mode", draft.modes));
  draft.terminals = draft.terminals.filter(({ mode }) => !modes.has(mode));
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

function forceParts(door: Door, draft: Draft, closed: ReadonlySet<string>, force: Fields): void {
  for (const id of named(door, force, "sites", idsIn("site", draft.sites))) {
    if (closed.has(id)) {
      const message = `${quote(id)} is closed by the same changes, and cannot be open as well`;
      door.refuse("change.forced-and-closed", force.at("sites"), message, "Leave it out of close or of force.");
    }
    draft.sites[id].open = true;
  }
}

/** The description with the added parts in it; these are as they were handed in, for the door to check. */
function addParts(door: Door, draft: Draft, add: Fields): unknown {
  const spec: Record<string, unknown> = { ...draft };
  for (const part of ADDED) {
    if (!add.has(part)) continue;
    if (part === "links" || part === "terminals") {
      spec[part] = [...draft[part], ...add.list(part).map(({ value }) => value)];
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
