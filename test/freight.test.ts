import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { type Freight, freightClasses, freightOf } from "../src/network/freight.ts";
import { arcsOnPath, FreightSearch } from "../src/network/freight-search.ts";
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

  test("to the nearest areas is the beginning of the whole row in order, ties to the first area", () => {
    let compared = 0;
    for (const indexed of continents) {
      const areaCount = indexed.areas.length;
      const room = roomPrices(indexed);
      const search = new FreightSearch(indexed);
      for (const good of freightClasses(indexed).example) {
        const table = search.table(good, room);
        for (const count of [1, 2, 4, areaCount + 3]) {
          const { start, area, energy } = search.nearest(good, count, room);
          for (let from = 0; from < areaCount; from++) {
            const row = Array.from(table.subarray(from * areaCount, (from + 1) * areaCount), (value, to) => ({
              value,
              to,
            }))
              .filter(({ value }) => Number.isFinite(value))
              .sort((a, b) => a.value - b.value || a.to - b.to)
              .slice(0, count);
            expect([...area.subarray(start[from], start[from + 1])]).toEqual(row.map(({ to }) => to));
            expect([...energy.subarray(start[from], start[from + 1])]).toEqual(row.map(({ value }) => value));
            compared += row.length;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test("grows trees that settle states from near to far, ties to the first, each after the state before it", () => {
    for (const indexed of continents) {
      const stateCount = indexed.areas.length + indexed.nodeArea.length;
      for (const good of freightClasses(indexed).example) {
        const { energy, before, order } = new FreightSearch(indexed).trees(good, roomPrices(indexed));
        for (let row = 0; row < energy.length; row += stateCount) {
          const settled = order.subarray(row, row + stateCount).filter((state) => state >= 0);
          const place = new Map([...settled].map((state, i) => [state, i]));
          const reached = [...energy.subarray(row, row + stateCount).keys()].filter((s) =>
            Number.isFinite(energy[row + s]),
          );
          expect([...settled].sort((a, b) => a - b)).toEqual(reached);
          settled.forEach((state, i) => {
            if (i === 0) return;
            const last = settled[i - 1];
            expect(place.get(before[row + state])!).toBeLessThan(i);
            expect(energy[row + last]).toBeLessThanOrEqual(energy[row + state]);
            // A state that costs nothing more may be found only once the one before it is.
            if (energy[row + last] === energy[row + state] && before[row + state] !== last)
              expect(last).toBeLessThan(state);
          });
        }
      }
    }
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
