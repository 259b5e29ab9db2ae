import type { NumberRule } from "./door.ts";

/*
 * How large and how small numbers may be. The caps are far above anything on Earth and low enough that
 * amounts counted in kilograms stay below 2^53 and that no product the planner forms overflows. A number
 * beyond them is a slip of units, and is better found at the door.
 */

/** Demand, supply, resources, capacities: a year's, in tonnes or the good's own unit. 1e12 t is 1e15 kg. */
export const AMOUNT: NumberRule = { least: 0, most: 1e12, unit: "t/yr or the good's own unit" };
/** Runs a year; rounds to thousandths, so that less than one thousandth would be none. */
export const CAPACITY: NumberRule = { least: 0.001, most: 1e12, unit: "runs/yr" };
/** What one run makes, takes or needs. */
export const PER_RUN: NumberRule = { least: 0, most: 1e9, tiny: 1e-9, unit: "units per run" };
/** What a link makes or takes per tonne that it carries. */
export const PER_TONNE: NumberRule = { least: 0, most: 1e9, tiny: 1e-9, unit: "units per tonne carried" };
/** Of what is lost on the way something must arrive: else nothing was carried. */
export const LOSS: NumberRule = { least: 0, most: 0.999, tiny: 1e-9, unit: "a share lost on the way" };
/** Goods built into a module. */
export const BUILT_IN: NumberRule = { least: 0, most: 1e12, tiny: 1e-9, unit: "t or the good's own unit, per module" };
/** Resources an open module uses. */
export const PER_MODULE: NumberRule = { least: 0, most: 1e12, tiny: 1e-9, unit: "units per module and year" };
/** Energies of a run, a tonne, a tonne-kilometre. */
export const UNIT_ENERGY: NumberRule = { least: 0, most: 1e12, tiny: 1e-12, unit: "MJ" };
/** Energies of a works: building, keeping. The world uses 6e14 MJ a year. */
export const WORKS_ENERGY: NumberRule = { least: 0, most: 1e15, unit: "MJ" };
/** Energy of taking a works down; negative where it saves. */
export const CLOSING_ENERGY: NumberRule = { least: -1e15, most: 1e15, unit: "MJ/yr" };
export const PRIMARY: NumberRule = { least: 0, most: 1e6, tiny: 1e-9, unit: "primary MJ per final MJ" };
export const FACTOR: NumberRule = { least: 1e-6, most: 1e6, unit: "a factor, 1 for no change" };
export const LINK_FACTOR: NumberRule = { least: 0, most: 1e6, tiny: 1e-9, unit: "a factor, 1 for no change" };
export const DETOUR: NumberRule = { least: 1, most: 100, unit: "times the great circle" };
export const KILOMETRES: NumberRule = { least: 0, most: 1e5, unit: "km" };
export const LIFE: NumberRule = { least: 0.01, most: 1e6, unit: "years" };
export const MODULES: NumberRule = { least: 0, most: 1e6, whole: true, unit: "modules" };
export const SITES: NumberRule = { least: 0, most: 1e9, whole: true, unit: "sites" };
export const SHARE: NumberRule = { least: 0, most: 1, unit: "a share" };
/** The largest part of something that one of many may have. */
export const CAP: NumberRule = { least: 0, most: 1, tiny: 1e-9, unit: "a share" };
/** What others can make besides, as a share of what is needed; more than all of it is a margin. */
export const RESERVE: NumberRule = { least: 0, most: 1000, tiny: 1e-9, unit: "a share" };
export const PEOPLE: NumberRule = { least: 0, most: 1e12, unit: "people" };
export const LONGITUDE: NumberRule = { least: -180, most: 180, unit: "degrees of longitude" };
export const LATITUDE: NumberRule = { least: -90, most: 90, unit: "degrees of latitude" };
export const TONNES_PER_UNIT: NumberRule = { least: 0, most: 1e6, tiny: 1e-9, unit: "t" };

/** The most a good's demand, or its supply, may add up to: 2^53 kilograms, in tonnes. */
export const MOST_TOGETHER = 2 ** 53 / 1000;
