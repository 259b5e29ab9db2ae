import { InvalidContinentError } from "../base/errors.ts";
import { Door, type NumberRule } from "./door.ts";
import { KILOMETRES, SHARE, UNIT_ENERGY } from "./limits.ts";

/** What a way climbs, and what carries on it. */
export interface ClimbRequest {
  /** Length of the way. */
  readonly km: number;
  /** Metres by which `to` lies above `from`; negative where it lies below. */
  readonly climb: number;
  /** MJ per tonne-kilometre on the level, at the wheel or the shaft. */
  readonly energyPerTonneKm: number;
  /** Tonnes that move for each tonne of goods, the vehicle's own included. Default 1. */
  readonly gross?: number;
  /** Share of what falling sets free that does work again: it rolls by itself, or feeds the wire. Default 0. */
  readonly recovered?: number;
}

const REQUEST_FIELDS = ["km", "climb", "energyPerTonneKm", "gross", "recovered"];

/** Standard gravity: MJ to lift a tonne by a metre. */
const MJ_PER_TONNE_METRE = 9.80665e-3;

const METRES: NumberRule = { least: -10_000, most: 10_000, unit: "metres" };
const GROSS: NumberRule = { least: 1, most: 100, unit: "tonnes moved for a tonne of goods" };

/**
 * The energy factors of a link that climbs, out and back: lifting a tonne by a metre takes 9.81 kJ whatever carries it,
 * and falling gives back what part of that is recovered, at most all that rolling on the level would take.
 *
 * ```ts
 * const factor = climbFactors({ km: 40, climb: 900, energyPerTonneKm: 0.1, gross: 2 });
 * const link = { between: ["valley", "pass"], mode: "rail", km: 40, factor };
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong.
 */
export function climbFactors(request: ClimbRequest): readonly [number, number] {
  const door = new Door();
  const fields = door.fields(request, "", REQUEST_FIELDS);
  const km = fields.number("km", { ...KILOMETRES, least: 0.001 }) ?? 1;
  const climb = fields.number("climb", METRES) ?? 0;
  const perTonneKm = fields.number("energyPerTonneKm", { ...UNIT_ENERGY, least: 1e-6 }) ?? 1;
  const gross = fields.numberOr("gross", GROSS, 1);
  const recovered = fields.numberOr("recovered", SHARE, 0);
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  const lift = (Math.abs(climb) * gross * MJ_PER_TONNE_METRE) / (km * perTonneKm);
  const up = 1 + lift;
  const down = Math.max(0, 1 - recovered * lift);
  return climb >= 0 ? [up, down] : [down, up];
}
