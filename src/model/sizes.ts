import { InvalidContinentError } from "../base/errors.ts";
import { formatCount } from "../units/format.ts";
import { Door, type NumberRule } from "./door.ts";
import { CAPACITY, FACTOR, LIFE, MODULES, PER_MODULE, WORKS_ENERGY } from "./limits.ts";
import type { SizeSpec } from "./spec.ts";

/** The one size that is known, from which the others are made. */
export interface ReferenceSize extends SizeSpec {
  /** Runs a year, one number for all recipes. */
  readonly capacity: number;
}

/** What `sizes` takes. */
export interface SizesRequest {
  readonly reference: ReferenceSize;
  /** Capacities of the sizes wanted, runs/yr; the reference's own only where it is among them. */
  readonly capacities: readonly number[];
  /** energyToBuild grows as capacity to this power. Default 0.6. */
  readonly buildExponent?: number;
  /** The energy of a run falls as capacity to this power: 0.05 saves 3.4 % at twice the size. Default 0. */
  readonly runExponent?: number;
  /** keep, and the needs of a module (its crew), grow as capacity to this power. Default: as buildExponent. */
  readonly keepExponent?: number;
}

const REQUEST_FIELDS = ["reference", "capacities", "buildExponent", "runExponent", "keepExponent"];

const REFERENCE_FIELDS = ["name", "capacity", "energyToBuild", "life", "keep", "energyFactor", "needs"];
const PASSED_ON = ["stand", "most", "closing", "buildGoods"];

const EXPONENT: NumberRule = { least: -2, most: 2, unit: "an exponent" };

/** Powers differ in the last place between engines; rounding to these decimals takes that away. */
const FACTOR_DECIMALS = 1e6;
const NEED_DECIMALS = 1e3;

/**
 * Sizes of a works from one that is known. The six-tenths rule (twice the capacity for 2^0.6 times the effort)
 * is a rule about money; for energy it is an assumption, and wants to be varied.
 *
 * ```ts
 * const reference = { capacity: 1e6, energyToBuild: 4e9, life: 40, keep: 1e7 };
 * const three = sizes({ reference, capacities: [2.5e5, 1e6, 4e6] });
 * // [{ name: "250 thousand", capacity: 250000, energyToBuild: 1741101127, life: 40, keep: 4352753, ... }, ...]
 * ```
 *
 * Each size is named by its capacity. `most` is passed on; what stands is a matter of places, so `stand` and
 * `closing` of the reference are refused.
 *
 * Throws: InvalidContinentError with everything that is wrong.
 */
export function sizes(request: SizesRequest): SizeSpec[] {
  const door = new Door();
  const fields = door.fields(request, "", REQUEST_FIELDS);
  fields.require("reference", "Add reference: the size that is known, such as { capacity: 1e6, energyToBuild: 4e9 }.");
  fields.require("capacities", "Add capacities: the sizes wanted, such as [5e5, 1e6, 2e6].");
  const build = fields.numberOr("buildExponent", EXPONENT, 0.6);
  const run = fields.numberOr("runExponent", EXPONENT, 0);
  const keep = fields.numberOr("keepExponent", EXPONENT, build);
  const given = fields.has("reference") ? fields.value("reference") : {};
  const reference = door.fields(given, "reference", [...REFERENCE_FIELDS, ...PASSED_ON]);
  for (const name of ["stand", "closing", "buildGoods"]) {
    if (!reference.has(name)) continue;
    const message = `${name} does not follow from a size`;
    door.refuse("sizes.not-by-size", reference.at(name), message, `Leave out ${name}; add it to the sizes of a site.`);
  }
  const capacity = reference.number("capacity", CAPACITY) ?? 1;
  const energyToBuild = reference.numberOr("energyToBuild", WORKS_ENERGY, 0);
  const kept = reference.numberOr("keep", WORKS_ENERGY, 0);
  const factor = reference.numberOr("energyFactor", FACTOR, 1);
  const needs = Object.entries(reference.amounts("needs", { number: PER_MODULE }));
  const life = reference.has("life") ? { life: reference.numberOr("life", LIFE, 1) } : {};
  const most = reference.has("most") ? { most: reference.numberOr("most", MODULES, 1) } : {};
  const wanted: number[] = [];
  for (const { value, path } of fields.list("capacities")) {
    const each = door.number(value, path, CAPACITY);
    if (each === undefined) continue;
    if (wanted.includes(each)) door.refuse("list.repeated", path, `${each} is listed twice`, "Name it once.");
    wanted.push(each);
  }
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  const names = namesFor(wanted);
  return wanted.map((each, i) => {
    const ratio = each / capacity;
    const crew = ratio ** keep;
    return {
      name: names[i],
      capacity: each,
      energyToBuild: Math.round(energyToBuild * ratio ** build),
      ...life,
      keep: Math.round(kept * crew),
      energyFactor: Math.round(factor * ratio ** -run * FACTOR_DECIMALS) / FACTOR_DECIMALS,
      needs: Object.fromEntries(
        needs.map(([id, need]) => [id, Math.round(need * crew * NEED_DECIMALS) / NEED_DECIMALS]),
      ),
      ...most,
    };
  });
}

/** Short names, "250 thousand", unless two would be the same. */
function namesFor(capacities: readonly number[]): string[] {
  const short = capacities.map(formatCount);
  return new Set(short).size === short.length ? short : capacities.map(String);
}
