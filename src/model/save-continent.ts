import { InvalidContinentError } from "../base/errors.ts";
import { Door } from "./door.ts";
import { freezeDeeply } from "./freeze.ts";
import { readContinent } from "./read-continent.ts";
import { parseSaved, refuseMarks, type SavedKind } from "./saved-text.ts";
import { checkedSpecOf } from "./spec-of.ts";
import type { Continent, Rounding } from "./types.ts";

const KIND: SavedKind = { what: "continent", format: "katascope-continent", version: 1, savedBy: "saveContinent" };

/**
 * Writes a continent as versioned JSON text. Equal continents give equal texts; `loadContinent` reads them.
 *
 * ```ts
 * loadContinent(saveContinent(continent)).name; // => "The coast"
 * ```
 *
 * Throws: InvalidContinentError where a continent put together by hand could not be loaded again.
 */
export function saveContinent(continent: Continent): string {
  const spec = checkedSpecOf(continent);
  const { quantities, distances, energies } = continent.rounding;
  const rounding = { quantities, distances, energies };
  return JSON.stringify({ format: KIND.format, version: KIND.version, rounding, continent: spec });
}

/**
 * Reads a text that `saveContinent` wrote: the same continent, byte for byte, checked anew as if it came from
 * a stranger.
 *
 * Throws: InvalidContinentError, where the text is no JSON (cut off, say), is something else, is of a later
 * version, or describes a continent that cannot be accepted; paths are within the text's `continent`.
 */
export function loadContinent(text: string): Continent {
  const parsed = parseSaved(text, KIND);
  if ("issue" in parsed) throw new InvalidContinentError([parsed.issue]);
  const door = new Door();
  const fields = door.fields(parsed.value, "", ["format", "version", "rounding", "continent"]);
  const wrong = refuseMarks(fields.value("format"), fields.value("version"), KIND);
  if (wrong !== undefined) throw new InvalidContinentError([wrong]);
  const rounding = readRounding(door, fields.value("rounding"));
  const { continent, issues } = readContinent(fields.value("continent"));
  if (continent === undefined || door.count > 0) throw new InvalidContinentError([...door.issues, ...issues]);
  return freezeDeeply({ ...continent, rounding });
}

/** How many numbers were rounded when the continent was first read. */
export function readRounding(door: Door, value: unknown): Rounding {
  const counts = door.fields(value, "rounding", ["quantities", "distances", "energies"]);
  const count = { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true, unit: "numbers rounded" };
  return {
    quantities: counts.number("quantities", count) ?? 0,
    distances: counts.number("distances", count) ?? 0,
    energies: counts.number("energies", count) ?? 0,
  };
}
