import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";

/** A description whose parts a test changes at will, one clause at a time. */
export type Plain = Record<string, Record<string, unknown>> & { links: object[]; options: object };

/** The description after a change; the given one stays as it is. */
export function changedSpec(plain: ContinentSpec, change: (spec: Plain) => void): ContinentSpec {
  const spec = structuredClone({ ...plain, options: {} }) as unknown as Plain;
  change(spec);
  return spec as unknown as ContinentSpec;
}

export function changedIndexed(plain: ContinentSpec, change: (spec: Plain) => void): Indexed {
  return indexContinent(createContinent(changedSpec(plain, change)));
}

/** Gives something in a room of the description other fields, such as a site other recipes. */
export function set(spec: Plain, room: string, id: string, fields: object): void {
  Object.assign(spec[room][id] as object, fields);
}

/** Clauses about goods, recipes and resources that flows and facility location have alike; bread is what is looked at. */
export function sharedClauses(site: string): readonly (readonly [string, string, (spec: Plain) => void])[] {
  return [
    ["its recipe takes another good", "inputs", (spec) => set(spec, "recipes", "bake", { takes: { cloth: 0.1 } })],
    [
      "its recipe makes something else too",
      "by-products",
      (spec) => set(spec, "recipes", "bake", { makes: { bread: 1, cloth: 0.1 } }),
    ],
    [
      "its works have another recipe",
      "by-products",
      (spec) => set(spec, "sites", site, { recipes: ["bake", "weave"] }),
    ],
    ["another recipe takes it", "used", (spec) => set(spec, "recipes", "weave", { takes: { bread: 0.1 } })],
  ];
}
