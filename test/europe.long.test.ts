import { expect, it } from "vitest";
import { europe, europeFigures, europeSpec } from "../src/continents/europe.ts";
import { inspectContinent } from "../src/explain/inspect-continent.ts";

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

it("is planned with all goods at once where it is large, and said to be", () => {
  const continent = europe({ areas: 400 });
  const goods = Object.keys(continent.goods).sort();
  for (const { good, together } of inspectContinent(continent).goods)
    expect(together).toEqual(goods.filter((other) => other !== good));
});
