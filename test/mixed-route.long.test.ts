import { expect, test } from "vitest";
import { highs } from "../src/highs.ts";
import { expectWithinReference, referenceOf } from "./mixed-laws.ts";
import { randomMixed } from "./random-mixed.ts";

/** Those of a dozen that take least time to prove to the last digit. */
const SEEDS: readonly number[] = [1003, 1004, 1005, 1006, 1007, 1010, 1011, 1012, 1013];

test("goods in parts are planned as the reference plans them, with a backend to the last digit, on 9 continents by chance", async () => {
  const backend = await highs();
  for (const seed of SEEDS) {
    const continent = randomMixed(seed);
    const reference = referenceOf(continent, backend);
    expect(expectWithinReference(continent, reference, { backend }), continent.name).toBeLessThan(1e-9);
    expectWithinReference(continent, reference, { workLimit: 0.5 });
  }
});
