import { InvalidContinentError } from "../base/errors.ts";
import { describeValue, quote } from "./describe-value.ts";
import { Door } from "./door.ts";
import { freezeDeeply } from "./freeze.ts";
import { readContinent } from "./read-continent.ts";
import { checkedSpecOf } from "./spec-of.ts";
import type { Continent } from "./types.ts";

/** What a saved text says it is. */
const FORMAT = "katascope-continent";

/** Raised when a text that was saved before would be read as something else. */
const VERSION = 1;

/** Letters of text that are read at most: beyond it, engines fail to parse rather than say so. */
const LONGEST_TEXT = 500_000_000;

/** Deeper nesting than a continent has by far: some engines run out of stack on it. */
const DEEPEST = 64;

/**
 * Writes a continent as versioned JSON text. Equal continents give equal texts; `loadContinent` reads them.
 * Throws: InvalidContinentError where a continent put together by hand could not be loaded again.
 */
export function saveContinent(continent: Continent): string {
  const spec = checkedSpecOf(continent);
  const { quantities, distances, energies } = continent.rounding;
  const rounding = { quantities, distances, energies };
  return JSON.stringify({ format: FORMAT, version: VERSION, rounding, continent: spec });
}

/**
 * Reads a text that `saveContinent` wrote: the same continent, byte for byte, checked anew as if it came from
 * a stranger.
 *
 * Throws: InvalidContinentError, where the text is no JSON (cut off, say), is something else, is of a later
 * version, or describes a continent that cannot be accepted; paths are within the text's `continent`.
 */
export function loadContinent(text: string): Continent {
  const door = new Door();
  const fields = door.fields(parse(text), "", ["format", "version", "rounding", "continent"]);
  const format = fields.value("format");
  const version = fields.value("version");
  if (format !== FORMAT) {
    const message = `the text is not a saved continent: its format is ${describeValue(format)}, wanted ${quote(FORMAT)}`;
    refuse("load.format", "format", message, "Load a text that saveContinent wrote.");
  }
  if (typeof version === "number" && version > VERSION) {
    const message = `the text was saved by a later release (version ${version}; this one reads up to ${VERSION})`;
    refuse("load.version", "version", message, "Update katascope, or save it again with this release.");
  }
  if (version !== VERSION) {
    const message = `got version ${describeValue(version)}, wanted ${VERSION}`;
    refuse("load.version", "version", message, "Load a text that saveContinent wrote.");
  }
  const counts = door.fields(fields.value("rounding"), "rounding", ["quantities", "distances", "energies"]);
  const count = { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true, unit: "numbers rounded" };
  const rounding = {
    quantities: counts.number("quantities", count) ?? 0,
    distances: counts.number("distances", count) ?? 0,
    energies: counts.number("energies", count) ?? 0,
  };
  const { continent, issues } = readContinent(fields.value("continent"));
  if (continent === undefined || door.count > 0) throw new InvalidContinentError([...door.issues, ...issues]);
  return freezeDeeply({ ...continent, rounding });
}

function refuse(code: string, path: string, message: string, remedy: string): never {
  throw new InvalidContinentError([{ code, path, message, remedy }]);
}

function parse(text: unknown): unknown {
  if (typeof text !== "string") {
    return refuse("load.text", "", `got ${describeValue(text)}, wanted a text`, "Hand in the text that was saved.");
  }
  if (text.length > LONGEST_TEXT) {
    const message = `the text has ${text.length} letters, more than the ${LONGEST_TEXT} that are read`;
    return refuse("load.too-large", "", message, "Save a smaller continent.");
  }
  if (deeperThan(text, DEEPEST)) {
    const message = `the text nests more than ${DEEPEST} levels deep`;
    return refuse("load.text", "", message, "Load a text that saveContinent wrote.");
  }
  try {
    return JSON.parse(text);
  } catch {
    const end = text.trimEnd();
    const cut = end !== "" && !end.endsWith("}");
    const message = cut ? "the text is not whole JSON: it breaks off" : "the text is not JSON";
    return refuse("load.text", "", message, "Load the whole text that saveContinent wrote.");
  }
}

/** Whether brackets outside of strings nest deeper than a limit; one pass, without a stack. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (quoted) {
      if (letter === 0x5c) i++;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) {
      if (++depth > limit) return true;
    } else if (letter === 0x7d || letter === 0x5d) depth--;
  }
  return false;
}
