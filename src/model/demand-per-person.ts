import { InvalidContinentError } from "../base/errors.ts";
import { Door } from "./door.ts";
import { AMOUNT, PEOPLE } from "./limits.ts";
import type { AmountsSpec, AreaSpec } from "./spec.ts";

/** What `demandPerPerson` takes. */
export interface DemandRequest {
  /** Areas by id, as in a description; each with its population. */
  readonly areas: Readonly<Record<string, AreaSpec>>;
  /** Yearly demand of one person by good: t, or the good's own unit. */
  readonly perPerson: AmountsSpec;
}

/**
 * The same areas, each with the demand of its people added to the demand it states.
 *
 * ```ts
 * const areas = demandPerPerson({
 *   areas: { north: { at: [10, 60], population: 1e6 }, south: { at: [12, 55], population: 2e6 } },
 *   perPerson: { bread: 0.06, steel: 0.3 },
 * });
 * ```
 *
 * Throws: InvalidContinentError where a population is missing or a figure is no amount.
 */
export function demandPerPerson(request: DemandRequest): Record<string, AreaSpec> {
  const door = new Door();
  const fields = door.fields(request, "", ["areas", "perPerson"]);
  fields.require("areas", "Add areas: { north: { at: [10, 60], population: 1e6 } }.");
  fields.require("perPerson", "Add perPerson: { bread: 0.06 }, t/yr.");
  const perPerson = Object.entries(fields.amounts("perPerson", { number: AMOUNT }));
  const areas: Record<string, AreaSpec> = {};
  for (const { id, value, path } of fields.entries("areas")) {
    const given = Object.fromEntries(door.record(value, path) ?? []);
    const area = door.fields(given, path, ["at", "population", "demand", "supply", "resources"]);
    const people = area.number("population", PEOPLE) ?? 0;
    const demand = area.amounts("demand", { number: AMOUNT });
    // Rounded here as the door would, so that a computed figure does not count as one a person typed unevenly.
    for (const [good, each] of perPerson)
      demand[good] = Math.round(((demand[good] ?? 0) + people * each) * 1000) / 1000;
    // The door of the continent looks at the other fields.
    areas[id] = { ...(given as unknown as AreaSpec), demand };
  }
  if (door.count > 0) throw new InvalidContinentError(door.issues);
  return areas;
}
