import { fc } from "@fast-check/vitest";
import { expect } from "vitest";
import { InvalidContinentError } from "../src/base/errors.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { validateContinent } from "../src/model/validate-continent.ts";
import { twoTowns } from "./model-example.ts";

/** Damage done to the two towns by chance: at the n-th of its places something is taken away, put, or moved. */
export type Damage = readonly { readonly place: number; readonly what: Blow }[];

type Blow =
  | { readonly kind: "put"; readonly value: unknown }
  | { readonly kind: "remove" }
  | { readonly kind: "rename"; readonly to: string }
  | { readonly kind: "copy"; readonly from: number };

const nasty = fc.oneof(
  fc.constantFrom<unknown>(0, -0, -1, 1, 0.5, 1e-320, 1e308, Number.NaN, Number.POSITIVE_INFINITY, -1e9, 2 ** 53),
  fc.constantFrom<unknown>(undefined, null, true, false, "", "north", "steel", "bake", "rail", "__proto__", 7n),
  fc.constantFrom<unknown>([], {}, [undefined], [[]], { steel: 1 }, ["bake"], [0, 0]),
  fc.double(),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.anything({ maxDepth: 2, withBigInt: true, withSparseArray: true }),
);

const blow: fc.Arbitrary<Blow> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("put" as const), value: nasty }) },
  { weight: 2, arbitrary: fc.constant({ kind: "remove" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("rename" as const), to: fc.string({ unit: "binary", maxLength: 8 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("copy" as const), from: fc.nat(400) }) },
);

export const damage: fc.Arbitrary<Damage> = fc.array(fc.record({ place: fc.nat(400), what: blow }), { maxLength: 4 });

type Holder = Record<string, unknown>;

interface Place {
  readonly holder: Holder;
  readonly field: string;
}

/** Every field of every record and list, each object visited once, so that copies may form cycles. */
function placesIn(data: unknown, seen = new Set<unknown>()): Place[] {
  if (typeof data !== "object" || data === null || seen.has(data)) return [];
  seen.add(data);
  const holder = data as Holder;
  return Object.keys(holder).flatMap((field) => [{ holder, field }, ...placesIn(holder[field], seen)]);
}

export function damaged(how: Damage): unknown {
  return damagedCopy(twoTowns, how);
}

/** A copy of any plain data, damaged. */
export function damagedCopy(data: unknown, how: Damage): unknown {
  const spec: unknown = structuredClone(data);
  for (const { place, what } of how) {
    const places = placesIn(spec);
    if (places.length === 0) continue;
    const { holder, field } = places[place % places.length];
    if (what.kind === "put") holder[field] = what.value;
    else if (what.kind === "remove") delete holder[field];
    else if (what.kind === "copy") {
      const source = places[what.from % places.length];
      holder[field] = source.holder[source.field];
    } else {
      const value = holder[field];
      delete holder[field];
      Object.defineProperty(holder, what.to, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  return spec;
}

/** No number in a continent is NaN or infinite, and every record is plain. */
function expectSound(data: unknown): void {
  if (typeof data === "number") expect(Number.isFinite(data)).toBe(true);
  if (typeof data !== "object" || data === null) return;
  expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(data));
  for (const part of Object.values(data)) expectSound(part);
}

/** Milliseconds that a look at two towns may take however damaged; a hundred times what it does take. */
export const PATIENCE_MS = 1000;

export function expectIssuesOrContinent(how: Damage): void {
  const spec = damaged(how);
  const started = performance.now();
  const issues = validateContinent(spec);
  let thrown: unknown;
  try {
    const continent = createContinent(spec as ContinentSpec);
    expectSound(continent);
    // What was accepted survives a second passage unchanged in all but what was counted.
    expect(structuredClone(continent)).toStrictEqual(continent);
  } catch (error) {
    thrown = error;
  }
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
  if (issues.length === 0) expect(thrown).toBeUndefined();
  else {
    expect(thrown).toBeInstanceOf(InvalidContinentError);
    expect((thrown as InvalidContinentError).issues).toEqual(issues);
    for (const { code, message, remedy } of issues) {
      expect(code).toMatch(/^[a-z-]+\.[a-z-]+$/);
      expect(message).not.toBe("");
      expect(remedy).toMatch(/[.?]$/);
    }
  }
}
