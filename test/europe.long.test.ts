import { expect, it } from "vitest";
import { europeFigures, europeSpec } from "../src/continents/europe.ts";

it("every figure is used: changing it changes the continent", () => {
  const before = JSON.stringify(europeSpec({ areas: 24 }));
  const silent = europeFigures.filter(({ id, value, low, high, unit }) => {
    // Country figures and deposits are many and alike: one of each stands for them.
    if (/^(population|wheat|roundwood|iron|gas|bread-per-person|steel-per-person)-/.test(id)) {
      if (!/-(FR|heat|erzberg|ore-diesel)$/.test(id)) return false;
    }
    const other = high > value ? high : low < value ? low : value + (unit === "exponent" ? 0.1 : 1);
    return JSON.stringify(europeSpec({ areas: 24, figures: { [id]: other } })) === before;
  });
  expect(silent.map(({ id }) => id)).toEqual([]);
});
