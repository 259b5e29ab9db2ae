import { FreightSearch } from "./freight-search.ts";
import type { Indexed } from "./indexed.ts";
import type { Room } from "./prices.ts";

/**
 * Cheapest freight between areas, by freight class.
 *
 * Goods that may travel by the same modes share a class, whatever they weigh: energies are per tonne.
 * Shapes: energy[c] is A * A, from-major; Infinity where the class cannot get from one area to the other.
 * Units:  MJ per tonne, terminals and prices of room included; 0 from an area to itself.
 */
export interface Freight {
  /** G, the freight class of each good. */
  readonly classOf: Int32Array;
  readonly energy: readonly Float64Array[];
  /** G, MJ per unit of the good, A * A; goods of one class and one weight share a table. */
  readonly perUnit: readonly Float64Array[];
  /** By class the cheapest ways themselves, from which they are found again when energies change; absent where they are many. */
  readonly ways?: readonly Int8Array[];
}

/** Ways of all classes together are kept with freight while they have no more entries than this: 16 MB. */
const MOST_WAYS = 1.6e7;

/** The freight class of each good (goods with equal modes share one) and a good that stands for each class. */
export function freightClasses(indexed: Indexed): { classOf: Int32Array; example: number[] } {
  const modeCount = indexed.modes.length;
  const known = new Map<string, number>();
  const example: number[] = [];
  const classOf = Int32Array.from(indexed.goods, (_, g) => {
    const key = indexed.travels.subarray(g * modeCount, (g + 1) * modeCount).join("");
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, example.length);
    return example.push(g) - 1;
  });
  return { classOf, example };
}

/**
 * Cheapest freight of every class between every two areas.
 *
 * @param room prices of room, MJ per tonne; absent: none.
 */
export function freightOf(indexed: Indexed, room?: Room): Freight {
  if (room !== undefined && (room.link.some(isPriced) || room.terminal.some(isPriced))) return freightAt(indexed, room);
  const known = FREIGHT.get(indexed) ?? freightAt(indexed);
  FREIGHT.set(indexed, known);
  return known;
}

/** Freight where room has no price, which every stage of a run asks for: found once, and not to be written to. */
const FREIGHT = new WeakMap<Indexed, Freight>();

/** The same, where it was found already. */
export function knownFreight(indexed: Indexed): Freight | undefined {
  return FREIGHT.get(indexed);
}

/** Says what freight is where it was found for a continent with the same network. */
export function setKnownFreight(indexed: Indexed, freight: Freight): void {
  FREIGHT.set(indexed, freight);
}

function isPriced(price: number): boolean {
  return price > 0;
}

function freightAt(indexed: Indexed, room?: Room): Freight {
  const { classOf, example } = freightClasses(indexed);
  const search = new FreightSearch(indexed);
  if (room !== undefined || example.length * search.wayCount > MOST_WAYS) {
    const energy = example.map((good) => search.table(good, room));
    return { classOf, energy, perUnit: perUnitTables(indexed, classOf, energy) };
  }
  const ways = example.map(() => new Int8Array(search.wayCount));
  const found = example.map((good, c) => search.tableAndWays(good, ways[c]));
  const energy = found.map(({ table }) => table);
  const areWritten = found.every((one) => one.areWritten);
  return { classOf, energy, perUnit: perUnitTables(indexed, classOf, energy), ...(areWritten ? { ways } : {}) };
}

/** The same from the ways that were cheapest in a network with the same arcs and other energies; the same to the last bit. */
export function freightAgain(indexed: Indexed, former: readonly Int8Array[]): Freight {
  const { classOf, example } = freightClasses(indexed);
  const search = new FreightSearch(indexed);
  const ways = former.map((tree) => tree.slice());
  const energy = example.map((good, c) => search.tableFromWays(good, ways[c]));
  return { classOf, energy, perUnit: perUnitTables(indexed, classOf, energy), ways };
}

/** The tables per tonne, weighed by each good's unit. What weighs nothing travels for nothing where it can travel. */
export function perUnitTables(indexed: Indexed, classOf: Int32Array, energy: readonly Float64Array[]): Float64Array[] {
  const known = new Map<string, Float64Array>();
  return Array.from(indexed.tonnesPerUnit, (tonnes, g) => {
    if (tonnes === 1) return energy[classOf[g]];
    const key = `${classOf[g]} ${tonnes}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const table = energy[classOf[g]].map((value) => (value < Number.POSITIVE_INFINITY ? value * tonnes : value));
    known.set(key, table);
    return table;
  });
}
