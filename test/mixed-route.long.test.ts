import { expect, test } from "vitest";
import { highs } from "../src/highs.ts";
import { expectWithinReference, referenceOf } from "./mixed-laws.ts";
import { randomMixed } from "./random-mixed.ts";

test("goods in parts are planned as the reference plans them, with a backend to the last digit, on 12 continents by chance", async () => {
  const backend = await highs();
  for (let seed = 1002; seed <= 1013; seed++) {
    const continent = randomMixed(seed);
    const reference = referenceOf(continent, backend);
    expect(expectWithinReference(continent, reference, { backend }), continent.name).toBeLessThan(1e-9);
    expectWithinReference(continent, reference, { workLimit: 0.5 });
  }
});
