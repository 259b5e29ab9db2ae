import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { arcsOnPath, type Freight, FreightSearch, freightClasses, freightOf } from "../src/network/freight.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";
import type { Room } from "../src/network/prices.ts";
import { randomContinent } from "./random-continent.ts";

const continents = Array.from({ length: 60 }, (_, seed) => indexContinent(randomContinent(seed + 1)));

/** Prices of room by chance, the same for the same continent. */
function roomPrices(indexed: Indexed): Room {
  const random = seededRandom(indexed.arcTail.length);
  const price = (): number => (random.next() < 0.5 ? 0 : random.next() * 500);
  return { link: indexed.arcEnergy.map(price), terminal: indexed.nodeCapacity.map(price) };
}

/** Bellman's way: relax every arc and terminal until nothing changes; slow and plain. */
function relaxedFreight(indexed: Indexed, good: number, room: Room): number[][] {
  const { areas, modes, nodeArea, nodeMode, terminal, travels, arcTail, arcHead, arcEnergy } = indexed;
  return areas.map((_, from) => {
    const area = areas.map((_area, a) => (a === from ? 0 : Number.POSITIVE_INFINITY));
    const node = Array.from(nodeArea, () => Number.POSITIVE_INFINITY);
    const carries = (n: number): boolean => travels[good * modes.length + nodeMode[n]] === 1;
    for (let round = 0; round < 3 * (areas.length + node.length); round++) {
      for (let n = 0; n < node.length; n++) {
        if (!carries(n)) continue;
        node[n] = Math.min(node[n], area[nodeArea[n]] + terminal[nodeMode[n]] + room.terminal[n]);
        area[nodeArea[n]] = Math.min(area[nodeArea[n]], node[n] + terminal[nodeMode[n]] + room.terminal[n]);
      }
      for (let arc = 0; arc < arcTail.length; arc++) {
        if (carries(arcTail[arc])) {
          node[arcHead[arc]] = Math.min(node[arcHead[arc]], node[arcTail[arc]] + arcEnergy[arc] + room.link[arc]);
        }
      }
    }
    return area;
  });
}

function tableOf(freight: Freight, good: number): Float64Array {
  return freight.energy[freight.classOf[good]];
}

describe("freight", () => {
  test("is what relaxing every arc and terminal to the end gives, room included", () => {
    let unreached = 0;
    for (const indexed of continents) {
      const room = roomPrices(indexed);
      const freight = freightOf(indexed, room);
      indexed.goods.forEach((_, good) => {
        const table = tableOf(freight, good);
        relaxedFreight(indexed, good, room).forEach((row, from) => {
          row.forEach((energy, to) => {
            const found = table[from * indexed.areas.length + to];
            if (Number.isFinite(energy)) expect(found).toBeCloseTo(energy, 6);
            else expect(found).toBe(Number.POSITIVE_INFINITY);
            if (!Number.isFinite(energy)) unreached++;
          });
        });
      });
    }
    expect(unreached).toBeGreaterThan(20);
  });

  test("is never dearer than by way of a third area, and nothing at home", () => {
    for (const indexed of continents) {
      const areaCount = indexed.areas.length;
      for (const table of freightOf(indexed).energy) {
        for (let a = 0; a < areaCount; a++) {
          expect(table[a * areaCount + a]).toBe(0);
          for (let b = 0; b < areaCount; b++) {
            for (let c = 0; c < areaCount; c++) {
              const around = table[a * areaCount + b] + table[b * areaCount + c];
              expect(table[a * areaCount + c]).toBeLessThanOrEqual(around * (1 + 1e-12));
            }
          }
        }
      }
    }
  });

  test("is the energy of the arcs on its path and the terminals between its modes", () => {
    let changes = 0;
    for (const indexed of continents) {
      const { arcTail, arcHead, arcEnergy, nodeMode, nodeArea, terminal } = indexed;
      const search = new FreightSearch(indexed);
      for (const good of freightClasses(indexed).example) {
        const trees = search.trees(good);
        const table = search.table(good);
        indexed.areas.forEach((_, from) => {
          indexed.areas.forEach((_to, to) => {
            const arcs = arcsOnPath(indexed, trees, from, to);
            const expected = table[from * indexed.areas.length + to];
            expect(arcs === undefined).toBe(expected === Number.POSITIVE_INFINITY);
            if (arcs === undefined || arcs.length === 0) return;
            expect(nodeArea[arcTail[arcs[0]]]).toBe(from);
            let energy = terminal[nodeMode[arcTail[arcs[0]]]] + terminal[nodeMode[arcHead[arcs[arcs.length - 1]]]];
            arcs.forEach((arc, k) => {
              energy += arcEnergy[arc];
              if (k === 0) return;
              const [left, entered] = [arcHead[arcs[k - 1]], arcTail[arc]];
              if (left === entered) return;
              expect(nodeArea[left]).toBe(nodeArea[entered]);
              energy += terminal[nodeMode[left]] + terminal[nodeMode[entered]];
              changes++;
            });
            expect(energy).toBeCloseTo(expected, 6);
          });
        });
      }
    }
    expect(changes).toBeGreaterThan(0);
  });

  test("per unit weighs the good, and what weighs nothing still cannot go where no link goes", () => {
    let weightless = 0;
    for (const indexed of continents) {
      const freight = freightOf(indexed);
      indexed.goods.forEach((_, good) => {
        const tonnes = indexed.tonnesPerUnit[good];
        freight.perUnit[good].forEach((energy, cell) => {
          const perTonne = tableOf(freight, good)[cell];
          expect(energy).toBe(Number.isFinite(perTonne) ? perTonne * tonnes : Number.POSITIVE_INFINITY);
          if (tonnes === 0 && !Number.isFinite(energy)) weightless++;
        });
      });
    }
    expect(weightless).toBeGreaterThan(0);
  });
});
