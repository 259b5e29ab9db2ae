import { strongComponents } from "../kernels/components.ts";
import { type Freight, freightOf } from "./freight.ts";
import { mayUse } from "./gate-goods.ts";
import type { Indexed } from "./indexed.ts";
import { LinkClosure } from "./link-closure.ts";
import type { Prices } from "./prices.ts";

/** Rounds in a cycle of goods after which prices are left where they are: every round's prices are valid. */
const MOST_ROUNDS = 200;

/** A rise smaller than this, relative, ends the rounds. */
const SETTLED = 1e-12;

/** Goods that cannot be had somewhere cost this many times the dearest that can: more than any use is worth. */
const OUT_OF_REACH = 1e3;

/**
 * The least energy each good could embody in each area if no works had a limit: every recipe at its best site
 * and size, building and standing ready spread over a full load, goods brought by the cheapest way.
 *
 * These prices leave no works, link or terminal anything to gain, so they prove a bound at once, and any
 * search for better prices may start from them. Goods in an order in which inputs come first; inside a cycle
 * of goods, prices rise from zero, and every round's prices leave nothing to gain.
 *
 * @param ground G, MJ per unit that a supply is priced at where it lies; absent: 0. Prices above zero suit supplies
 *        that are scarce, and leave nothing to gain but for the supplies themselves.
 * @param credit G, MJ per unit that a product bears of a run's energy, as far as it goes, before the others share the
 *        rest; NaN (and absent): it shares by mass. Suits what only comes beside other goods.
 * Gives: resources and room on links at price 0.
 */
export function startPrices(
  indexed: Indexed,
  ground?: Float64Array,
  freight = freightOf(indexed),
  closure = new LinkClosure(indexed),
  credit?: Float64Array,
): Prices {
  const makers = new Makers(indexed, ground, closure, credit);
  const price = new Float64Array(indexed.demand.length);
  const { order, bounds } = strongComponents(...makers.inputs);
  for (let c = 0; c + 1 < bounds.length; c++) {
    const members = order.subarray(bounds[c], bounds[c + 1]);
    const rounds = members.length === 1 && !makers.takesItself(members[0]) ? 1 : MOST_ROUNDS;
    for (let round = 0; round < rounds; round++) {
      const before = price.slice();
      for (const good of members) makers.price(good, before, freight, price);
      if (price.every((value, cell) => value <= before[cell] * (1 + SETTLED))) break;
    }
  }
  let dearest = 1;
  for (const value of price) if (Number.isFinite(value)) dearest = Math.max(dearest, value);
  return {
    good: price.map((value) => (Number.isFinite(value) ? value : dearest * OUT_OF_REACH)),
    resource: new Float64Array(indexed.available.length),
    link: new Float64Array(indexed.arcTail.length),
    terminal: new Float64Array(indexed.nodeArea.length),
  };
}

/** MJ/yr that a module takes to be there at all: what stands is built already, and could be taken down. */
export function overheadOf({ standing, keep, closing, build }: Indexed, module: number): number {
  return standing[module] > 0 ? Math.max(0, keep[module] - closing[module]) : build[module] + keep[module];
}

/** Which goods each good's recipes take: arcs from the good to its inputs, compressed. */
function inputsOfGoods(indexed: Indexed): [Int32Array, Int32Array] {
  const { goods, makes, takes, recipes, builtIn, linkTakes, arcLink } = indexed;
  const inputs = goods.map(() => new Set<number>());
  arcLink.forEach((link, arc) => {
    for (let t = linkTakes.start[link]; t < linkTakes.start[link + 1]; t++) {
      goods.forEach((_, good) => {
        if (mayUse(indexed, good, arc)) inputs[good].add(linkTakes.index[t]);
      });
    }
  });
  indexed.activityRecipe.forEach((recipe, activity) => {
    const module = indexed.activityModule[activity];
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      for (let b = builtIn.start[module]; b < builtIn.start[module + 1]; b++)
        inputs[makes.index[e]].add(builtIn.index[b]);
    }
  });
  for (let recipe = 0; recipe < recipes.length; recipe++) {
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      for (let t = takes.start[recipe]; t < takes.start[recipe + 1]; t++) inputs[makes.index[e]].add(takes.index[t]);
    }
  }
  const start = new Int32Array(goods.length + 1);
  inputs.forEach((set, good) => {
    start[good + 1] = start[good] + set.size;
  });
  return [start, Int32Array.from(inputs.flatMap((set) => [...set]))];
}

/** What each activity's run costs before its inputs, and which activities make each good. */
class Makers {
  readonly #indexed: Indexed;
  readonly #ground: Float64Array;
  readonly #closure: LinkClosure;
  /** The inputs of each good, compressed. */
  readonly inputs: [Int32Array, Int32Array];
  /** MJ per run, with the module's overhead spread over a full load. */
  readonly #runCost: Float64Array;
  /** Activities by good, with the entry in `makes` that says so. */
  readonly #byGood: readonly { readonly activity: number; readonly entry: number }[][];
  readonly #credit: Float64Array;
  /** By entry of `makes`, the share of what credits leave of a run's cost. */
  readonly #shares: Float64Array;

  constructor(indexed: Indexed, ground: Float64Array | undefined, closure: LinkClosure, credit?: Float64Array) {
    this.#indexed = indexed;
    this.#closure = closure;
    this.inputs = inputsOfGoods(indexed);
    this.#ground = ground ?? new Float64Array(indexed.goods.length);
    const { capacity, activityModule, runEnergy } = indexed;
    this.#runCost = runEnergy.map(
      (energy, activity) => energy + overheadOf(indexed, activityModule[activity]) / capacity[activity],
    );
    this.#credit = credit ?? new Float64Array(indexed.goods.length).fill(Number.NaN);
    this.#shares = fixedShares(indexed, this.#credit);
    this.#byGood = indexed.goods.map(() => []);
    indexed.activityRecipe.forEach((recipe, activity) => {
      if (indexed.most[activityModule[activity]] === 0) return;
      const { start, index } = indexed.makes;
      for (let entry = start[recipe]; entry < start[recipe + 1]; entry++) {
        this.#byGood[index[entry]].push({ activity, entry });
      }
    });
  }

  takesItself(good: number): boolean {
    const [start, inputs] = this.inputs;
    return inputs.subarray(start[good], start[good + 1]).includes(good);
  }

  /** What a unit of one product bears of a run's cost: its credit, as far as the cost goes, or a share of the rest. */
  #borne(recipe: number, entry: number, cost: number): number {
    const { start, index, value } = this.#indexed.makes;
    let rest = cost;
    for (let e = start[recipe]; e < start[recipe + 1]; e++) {
      const credit = this.#credit[index[e]];
      if (Number.isNaN(credit)) continue;
      const part = Math.max(0, Math.min(credit * value[e], rest));
      if (e === entry) return part / value[e];
      rest -= part;
    }
    // A share of nothing is nothing, even of an input that cannot be had.
    return this.#shares[entry] === 0 ? 0 : (rest * this.#shares[entry]) / value[entry];
  }

  /** Prices one good everywhere at the prices `before` of what its recipes take. */
  price(good: number, before: Float64Array, freight: Freight, into: Float64Array): void {
    const { areas, goods, supply, shortage, takes, activityRecipe, activityModule, moduleSite, siteArea } =
      this.#indexed;
    const { builtIn, standing, capacity } = this.#indexed;
    const goodCount = goods.length;
    const gate = Float64Array.from(areas, (_, area) =>
      supply[area * goodCount + good] > 0 ? this.#ground[good] : Number.POSITIVE_INFINITY,
    );
    for (const { activity, entry } of this.#byGood[good]) {
      const area = siteArea[moduleSite[activityModule[activity]]];
      const recipe = activityRecipe[activity];
      let cost = this.#runCost[activity];
      const module = activityModule[activity];
      if (standing[module] === 0) {
        for (let b = builtIn.start[module]; b < builtIn.start[module + 1]; b++) {
          cost += (builtIn.value[b] * before[area * goodCount + builtIn.index[b]]) / capacity[activity];
        }
      }
      for (let t = takes.start[recipe]; t < takes.start[recipe + 1]; t++) {
        cost += takes.value[t] * before[area * goodCount + takes.index[t]];
      }
      gate[area] = Math.min(gate[area], this.#borne(recipe, entry, cost));
    }
    if (this.#closure.atGate[good]) {
      areas.forEach((_, area) => {
        const cell = area * goodCount + good;
        // What links make comes with what they carry; priced at nothing, it leaves them nothing to gain by carrying.
        into[cell] = this.#closure.makesAt(cell) ? 0 : Math.min(shortage[good], gate[area]);
      });
      this.#closure.closeGood(good, into, before);
      return;
    }
    const table = freight.perUnit[good];
    const areaCount = areas.length;
    const least = new Float64Array(areaCount).fill(shortage[good]);
    for (let from = 0; from < areaCount; from++) {
      const made = gate[from];
      if (made === Number.POSITIVE_INFINITY) continue;
      const row = from * areaCount;
      for (let to = 0; to < areaCount; to++) {
        const arriving = made + table[row + to];
        if (arriving < least[to]) least[to] = arriving;
      }
    }
    for (let to = 0; to < areaCount; to++) into[to * goodCount + good] = least[to];
  }
}

/** Goods that only come beside others: made by some recipe, and by none the product that weighs most. */
export function besideGoods({ goods, recipes, makes, tonnesPerUnit }: Indexed): number[] {
  const isMade = new Int8Array(goods.length);
  const isPrincipal = new Int8Array(goods.length);
  for (let recipe = 0; recipe < recipes.length; recipe++) {
    let most = makes.start[recipe];
    const mass = (entry: number): number => makes.value[entry] * tonnesPerUnit[makes.index[entry]];
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      isMade[makes.index[e]] = 1;
      if (mass(e) > mass(most)) most = e;
    }
    if (most < makes.start[recipe + 1]) isPrincipal[makes.index[most]] = 1;
  }
  return [...goods.keys()].filter((good) => isMade[good] === 1 && isPrincipal[good] === 0);
}

/**
 * The fixed share of a run's cost that each product bears, by entry of `makes`: products that somebody uses and that
 * have no credit share by mass (by number where they weigh nothing), the others bear nothing.
 */
function fixedShares(
  { goods, recipes, makes, takes, demand, tonnesPerUnit }: Indexed,
  credit: Float64Array,
): Float64Array {
  const used = new Int8Array(goods.length);
  demand.forEach((amount, cell) => {
    if (amount > 0) used[cell % goods.length] = 1;
  });
  for (const good of takes.index) used[good] = 1;
  const shares = new Float64Array(makes.value.length);
  for (let recipe = 0; recipe < recipes.length; recipe++) {
    const first = makes.start[recipe];
    const last = makes.start[recipe + 1];
    const weigh = (weight: (entry: number) => number): boolean => {
      let sum = 0;
      for (let e = first; e < last; e++) sum += weight(e);
      for (let e = first; e < last; e++) shares[e] = sum > 0 ? weight(e) / sum : 0;
      return sum > 0;
    };
    const isUsed = (entry: number): number => (Number.isNaN(credit[makes.index[entry]]) ? used[makes.index[entry]] : 0);
    if (!weigh((e) => isUsed(e) * makes.value[e] * tonnesPerUnit[makes.index[e]]))
      weigh((e) => isUsed(e) * makes.value[e]);
  }
  return shares;
}
