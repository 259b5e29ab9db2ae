import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { InvalidContinentError } from "../src/base/errors.ts";
import { editDistance, nearestName } from "../src/base/suggest.ts";
import { climbFactors } from "../src/model/climb-factors.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { demandPerPerson } from "../src/model/demand-per-person.ts";
import { type LinksRequest, linksFrom } from "../src/model/links-from.ts";
import { sitesEverywhere } from "../src/model/sites-everywhere.ts";
import { sizes } from "../src/model/sizes.ts";
import { greatCircleMetres } from "../src/units/great-circle.ts";

const reference = { capacity: 1e6, energyToBuild: 4e9, life: 40, keep: 1e7, needs: { hours: 1e5 } };

describe("sizes from one that is known", () => {
  test("give the reference back at its own capacity", () => {
    const [size] = sizes({ reference, capacities: [1e6], runExponent: 0.1 });
    expect(size).toEqual({ ...reference, name: "1 million", energyFactor: 1 });
  });

  test("grow by six tenths in building and keeping, and run leaner where that is said", () => {
    const [size] = sizes({ reference, capacities: [2e6], runExponent: 0.05 });
    expect(size.energyToBuild).toBe(Math.round(4e9 * 2 ** 0.6));
    expect(size.keep).toBe(Math.round(1e7 * 2 ** 0.6));
    expect(size.energyFactor).toBe(0.965936);
    expect(size.needs?.["hours"]).toBeCloseTo(1e5 * 2 ** 0.6, 3);
  });

  test.prop([fc.double({ min: 1, max: 1e9, noNaN: true }), fc.double({ min: 1.01, max: 100, noNaN: true })], {
    seed: 41,
  })("never take more to build per run when they are larger", (capacity, times) => {
    const [small, large] = sizes({ reference, capacities: [capacity, capacity * times] });
    const rounding = 0.5 / capacity;
    expect(large.energyToBuild! / (capacity * times)).toBeLessThanOrEqual(
      small.energyToBuild! / capacity + 2 * rounding,
    );
  });

  test("have names of their own even where short names would be the same", () => {
    expect(sizes({ reference, capacities: [1e6, 1000001] }).map(({ name }) => name)).toEqual(["1000000", "1000001"]);
  });

  test("refuse what does not follow from a size, and every other slip, at once", () => {
    const request = { reference: { ...reference, stand: 1, keep: -1 }, capacities: [0, 5, 5], buildExponnt: 1 };
    expect(issuesOf(() => sizes(request))).toEqual([
      "field.unknown at buildExponnt",
      "sizes.not-by-size at reference.stand",
      "number.negative at reference.keep",
      "number.too-small at capacities[0]",
      "list.repeated at capacities[2]",
    ]);
  });
});

describe("sites everywhere", () => {
  test("are the same in every area, by recipe and area", () => {
    const site = { recipes: ["bake"], sizes: [{ capacity: 5 }] };
    const areas = { north: { at: [0, 0] }, south: { at: [0, 1] } };
    expect(sitesEverywhere({ areas, ...site })).toEqual({
      "bake:north": { area: "north", ...site },
      "bake:south": { area: "south", ...site },
    });
    expect(Object.keys(sitesEverywhere({ areas: ["north"], name: "oven", ...site }))).toEqual(["oven:north"]);
  });
});

describe("demand per person", () => {
  test("is added to what an area demands already", () => {
    const areas = demandPerPerson({
      areas: { a: { at: [0, 0], population: 1000, demand: { bread: 5 } }, b: { at: [0, 1], population: 3 } },
      perPerson: { bread: 0.0601, steel: 0.3 },
    });
    expect(areas.a).toEqual({ at: [0, 0], population: 1000, demand: { bread: 65.1, steel: 300 } });
    expect(areas.b.demand).toEqual({ bread: 0.18, steel: 0.9 });
    expect(createContinent({ goods: { bread: {}, steel: {} }, areas }).rounding.quantities).toBe(0);
  });

  test("needs a population", () => {
    expect(issuesOf(() => demandPerPerson({ areas: { a: { at: [0, 0] } }, perPerson: {} }))).toEqual([
      "value.missing at areas.a.population",
    ]);
  });
});

const place = fc.record({
  at: fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })),
});
const places = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), place, {
  minKeys: 1,
  maxKeys: 14,
  noNullPrototype: true,
});

/** How many separate parts links leave the areas in. */
function partsOf(
  areas: LinksRequest["areas"],
  links: readonly { readonly between?: readonly [string, string] }[],
): number {
  const ids = Object.keys(areas);
  const part = new Map(ids.map((id) => [id, id]));
  for (const { between } of links) {
    const [a, b] = between!.map((id) => part.get(id)!);
    for (const id of ids) if (part.get(id) === a) part.set(id, b);
  }
  return new Set(part.values()).size;
}

describe("links between neighbours", () => {
  test.prop([places, fc.integer({ min: 0, max: 3 })], { seed: 42 })(
    "join all areas, each pair once",
    (areas, nearest) => {
      const links = linksFrom({ areas, mode: "road", nearest });
      expect(partsOf(areas, links)).toBe(1);
      expect(new Set(links.map(({ between }) => between!.join())).size).toBe(links.length);
      for (const { between } of links) expect(between![0] < between![1]).toBe(true);
    },
  );

  test.prop([places], { seed: 43 })("add only as many links as join the parts that are left", (areas) => {
    const apart = linksFrom({ areas, mode: "road", nearest: 1, connect: false });
    const joined = linksFrom({ areas, mode: "road", nearest: 1 });
    expect(joined.length).toBe(apart.length + partsOf(areas, apart) - 1);
  });

  test.prop([places, fc.integer({ min: 1, max: 3 })], { seed: 46 })(
    "leave out no area nearer than a neighbour",
    (areas, nearest) => {
      const links = linksFrom({ areas, mode: "road", nearest, connect: false });
      const linked = new Set(links.flatMap(({ between }) => [between!.join(), [...between!].reverse().join()]));
      for (const [id, { at }] of Object.entries(areas)) {
        const others = Object.entries(areas).filter(([other]) => other !== id);
        const metres = others.map((other) => greatCircleMetres(at, other[1].at)).sort((a, b) => a - b);
        for (const [other, place] of others) {
          const nearer = metres.filter((each) => each < greatCircleMetres(at, place.at)).length;
          const asNear = metres.filter((each) => each <= greatCircleMetres(at, place.at)).length;
          // Among equals any may be chosen; all who are clearly among the nearest must be.
          if (nearer < nearest && asNear <= nearest) expect(linked.has(`${id},${other}`)).toBe(true);
        }
        expect(others.filter(([other]) => linked.has(`${id},${other}`)).length).toBeGreaterThanOrEqual(
          Math.min(nearest, others.length),
        );
      }
    },
  );

  test("keep within a distance where nothing needs joining", () => {
    const areas = { a: { at: [0, 0] }, b: { at: [0, 1] }, c: { at: [0, 9] } } as const;
    const links = linksFrom({ areas, mode: "road", within: 200, connect: false, capacity: 5 });
    expect(links).toEqual([{ between: ["a", "b"], mode: "road", capacity: 5 }]);
  });
});

describe("factors of a climb", () => {
  const pass = { km: 40, climb: 900, energyPerTonneKm: 0.1, gross: 2 };

  test("lift every tonne that moves by the law, up, and give back what is recovered, down", () => {
    // 1.8 tonne-kilometres of lifting for each tonne of goods: 17.65 MJ beside the 4 MJ of rolling.
    const [up, down] = climbFactors(pass);
    expect(up * 4).toBeCloseTo(4 + 1.8 * 9.80665, 9);
    expect(down).toBe(1);
    expect(climbFactors({ ...pass, recovered: 0.1 })[1] * 4).toBeCloseTo(4 - 0.18 * 9.80665, 9);
    expect(climbFactors({ ...pass, recovered: 0.9 })[1]).toBe(0);
    expect(climbFactors({ ...pass, climb: -900 })).toEqual([down, up]);
    expect(climbFactors({ ...pass, climb: 0 })).toEqual([1, 1]);
  });

  test("never win energy on the way there and back", () => {
    for (const climb of [1, 10, 100, 1000, 8000]) {
      for (const recovered of [0, 0.3, 1]) {
        const [up, down] = climbFactors({ ...pass, climb, recovered });
        expect(up + down).toBeGreaterThanOrEqual(2 - 1e-12);
      }
    }
  });

  test("are refused with everything that is wrong", () => {
    const issues = issuesOf(() => climbFactors({ km: 0, climb: 20_000, energyPerTonneKm: 0.1, recovered: 2 }));
    expect(issues).toEqual(["number.too-small at km", "number.too-large at climb", "number.too-large at recovered"]);
  });
});

describe("suggestions", () => {
  const word = fc.string({ minLength: 0, maxLength: 8, unit: fc.constantFrom("a", "b", "c") });

  test.prop([word, word], { seed: 44 })(
    "measure a distance that is symmetric, and nothing only between equals",
    (a, b) => {
      expect(editDistance(a, b, 8)).toBe(editDistance(b, a, 8));
      expect(editDistance(a, b, 8) === 0).toBe(a === b);
    },
  );

  test.prop([word, word, fc.integer({ min: 0, max: 3 })], { seed: 45 })(
    "give up early with the same verdict",
    (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(editDistance(a, b, 8), limit + 1));
    },
  );

  test("count a swap as one", () => {
    expect(editDistance("setel", "steel", 3)).toBe(1);
    expect(nearestName("setel", ["stool", "steel", "ore"])).toBe("steel");
    expect(nearestName("bauxite", ["steel", "ore"])).toBeUndefined();
  });
});

function issuesOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidContinentError) return error.issues.map(({ code, path }) => `${code} at ${path}`);
    throw error;
  }
  return [];
}
