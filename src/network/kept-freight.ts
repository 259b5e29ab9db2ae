import { type NearPlaces, nearPlaces } from "../kernels/coupled/near-places.ts";
import { type Freight, freightAgain, knownFreight, setKnownFreight } from "./freight.ts";
import type { Indexed } from "./indexed.ts";

/** Tables of more entries than this together are found anew, so that plans do not hold hundreds of megabytes. */
const MOST_ENTRIES = 8e6;

/** All that freight depends on: what may go where, of areas, goods and modes their number; and what it takes. */
const COUNTED = ["areas", "goods", "modes"] as const;
const SHAPE = ["nodeArea", "nodeMode", "nodeOf", "travels", "tonnesPerUnit", "arcTail", "arcHead"] as const;
const ENERGIES = ["terminal", "arcEnergy"] as const;
const NETWORK = [...SHAPE, ...ENERGIES] as const;

type Network = Pick<Indexed, (typeof NETWORK)[number]>;

interface Kept {
  readonly counts: readonly number[];
  readonly network: Network;
  readonly freight: Freight;
}

const KEPT = new WeakMap<object, Kept>();

/** Keeps freight that was found for a continent for as long as something that was made of it lasts, such as a plan. */
export function keepFreight(owner: object, indexed: Indexed): void {
  const freight = knownFreight(indexed);
  if (freight === undefined) return;
  const tables = new Set([...freight.energy, ...freight.perUnit]);
  let entries = 0;
  for (const table of tables) entries += table.length;
  if (entries <= MOST_ENTRIES) KEPT.set(owner, { counts: countsOf(indexed), network: networkOf(indexed), freight });
}

/**
 * Takes over what was kept, where this continent's network is the same to the last digit: whatever it is called. Where only
 * its energies are others, freight is found again from the ways that were cheapest, and so is what is near what.
 */
export function takeFreight(owner: object, indexed: Indexed): void {
  const kept = KEPT.get(owner);
  if (kept === undefined || knownFreight(indexed) !== undefined) return;
  const isSame = (former: ArrayLike<number>, now: ArrayLike<number>): boolean => {
    if (former.length !== now.length) return false;
    for (let at = 0; at < now.length; at++) if (former[at] !== now[at]) return false;
    return true;
  };
  const areSame = (names: readonly (keyof Network)[]): boolean =>
    names.every((name) => isSame(kept.network[name], indexed[name]));
  if (!isSame(kept.counts, countsOf(indexed)) || !areSame(SHAPE)) return;
  if (areSame(ENERGIES)) setKnownFreight(indexed, kept.freight);
  else if (kept.freight.ways !== undefined)
    setKnownFreight(indexed, withNear(kept.freight, kept.freight.ways, indexed));
}

function withNear(former: Freight, ways: readonly Int8Array[], indexed: Indexed): Freight {
  const freight = freightAgain(indexed, ways);
  const near = nearPlacesOf(freight);
  nearPlacesOf(former).forEach((known, table) => {
    if (known !== undefined) near[table] = nearPlaces(freight.energy[table], indexed.areas.length, known);
  });
  return freight;
}

/** By table of a freight, which areas are near which, as far as that was asked: kept with it. */
export function nearPlacesOf(freight: Freight): (NearPlaces | undefined)[] {
  const near = NEAR.get(freight) ?? new Array<NearPlaces | undefined>(freight.energy.length);
  NEAR.set(freight, near);
  return near;
}

const NEAR = new WeakMap<Freight, (NearPlaces | undefined)[]>();

function countsOf(indexed: Indexed): number[] {
  return COUNTED.map((name) => indexed[name].length);
}

function networkOf(indexed: Indexed): Network {
  return Object.fromEntries(NETWORK.map((name) => [name, indexed[name]])) as Network;
}
