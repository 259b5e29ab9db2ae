import { seededRandom } from "../../src/base/random.ts";
import type { CoupledProblem } from "../../src/problems/coupled.ts";

/**
 * Seeded continents as arrays: areas in clusters on a plane of 3,000 by 2,600 km, goods from ore to bread and, beyond the
 * tenth, goods by chance; works of three sizes everywhere, mines in some places only. Energies in MJ, amounts in tonnes.
 *
 * Engines differ in the last place of exp, pow and hypot, so the instances are equal on one engine only.
 */
export interface ContinentOptions {
  /** Multiplies every fixed energy. */
  readonly fixedTimes?: number;
}

interface Good {
  readonly energy: number;
  /** Part of the areas in which it can be won; 0 where it is made. */
  readonly mined: number;
  /** Tonnes a person a year. */
  perPerson: number;
  readonly inputs: [number, number][];
  readonly weight: number;
  /** Fixed energy of a works as a part of the energy it runs on. */
  readonly fixed: number;
}

/** Capacities as multiples of what an area needs on average. */
const SIZES = [1, 3, 10];
const ENERGY_PER_TONNE_KM = 0.9;
const PEOPLE = 500e6;

const FIRST_GOODS: readonly Omit<Good, "inputs">[] = [
  { energy: 150, mined: 0.12, perPerson: 0, weight: 1, fixed: 0.25 },
  { energy: 17000, mined: 0, perPerson: 0, weight: 1, fixed: 0.06 },
  { energy: 9000, mined: 0, perPerson: 0.12, weight: 1.3, fixed: 0.1 },
  { energy: 2200, mined: 0, perPerson: 0, weight: 1, fixed: 0.15 },
  { energy: 600, mined: 0, perPerson: 0, weight: 1.02, fixed: 0.3 },
  { energy: 3500, mined: 0, perPerson: 0.09, weight: 1.6, fixed: 0.12 },
  { energy: 60, mined: 0.35, perPerson: 0, weight: 1, fixed: 0.4 },
  { energy: 4000, mined: 0, perPerson: 0.4, weight: 1, fixed: 0.12 },
  { energy: 2500, mined: 0.07, perPerson: 0.15, weight: 1.5, fixed: 0.15 },
  { energy: 9000, mined: 0, perPerson: 0, weight: 1.05, fixed: 0.12 },
];
const FIRST_INPUTS: readonly (readonly [number, number])[][] = [
  [],
  [[0, 1.6]],
  [[1, 0.95]],
  [],
  [[3, 1.3]],
  [[4, 0.75]],
  [],
  [[6, 1.5]],
  [],
  [[8, 0.6]],
];

export function goodsAndAreas(
  p: number,
  g: number,
  seed: number,
  { fixedTimes = 1 }: ContinentOptions = {},
): CoupledProblem {
  const random = seededRandom(seed * 7919 + p * 31 + g);
  const uniform = (): number => random.next();
  const bell = (): number => {
    let sum = 0;
    for (let i = 0; i < 6; i++) sum += uniform();
    return (sum - 3) * 1.41;
  };
  const { people, distance } = settle(p, uniform, bell);
  const goods = inventGoods(g, uniform, bell);
  const demand = new Float64Array(g * p);
  const wanted = new Float64Array(g);
  for (let good = 0; good < g; good++) {
    for (let a = 0; a < p; a++) {
      demand[good * p + a] = goods[good].perPerson * people[a];
      wanted[good] += demand[good * p + a];
    }
  }
  const order = dependencyOrder(goods);
  for (let i = g - 1; i >= 0; i--) {
    for (const [input, amount] of goods[order[i]].inputs) wanted[input] += amount * wanted[order[i]];
  }
  const sites: { good: number; place: number }[] = [];
  const capacity: number[] = [];
  const fixed: number[] = [];
  const energy: number[] = [];
  for (let good = 0; good < g; good++) {
    const { mined, energy: perTonne, fixed: fixedShare } = goods[good];
    const mean = wanted[good] / p;
    const has = new Uint8Array(p);
    if (mined > 0) {
      const most = Math.max(3, Math.round(mined * p));
      for (let count = 0; count < most; ) {
        const a = Math.floor(uniform() * p);
        if (has[a] === 1) continue;
        has[a] = 1;
        count++;
      }
    } else has.fill(1);
    for (let a = 0; a < p; a++) {
      if (has[a] === 0) continue;
      const quality = Math.exp(bell() * (mined > 0 ? 0.25 : 0.04));
      const crowd = mined > 0 ? 1 / mined : 1;
      sites.push({ good, place: a });
      for (const size of SIZES) {
        const made = mean * crowd * (mined > 0 ? size * 0.6 : size) * (0.8 + 0.4 * uniform());
        const reference = mean * 3 * crowd;
        fixed.push(
          fixedTimes * fixedShare * perTonne * reference * (made / reference) ** 0.6 * (0.9 + 0.2 * uniform()),
        );
        capacity.push(made);
        energy.push(perTonne * quality * (made / reference) ** -0.01);
      }
    }
  }
  const inputs = goods.flatMap((good) => good.inputs);
  const takeStart = [0];
  for (const good of goods) takeStart.push(takeStart[takeStart.length - 1] + good.inputs.length);
  return {
    placeCount: p,
    goodCount: g,
    recipeCount: g,
    demand,
    freight: [distance],
    freightTable: new Int32Array(g),
    freightRate: goods.map(({ weight }) => weight * ENERGY_PER_TONNE_KM),
    makes: { start: upTo(g + 1), good: upTo(g), amount: new Float64Array(g).fill(1) },
    takes: { start: takeStart, good: inputs.map(([good]) => good), amount: inputs.map(([, amount]) => amount) },
    sitePlace: sites.map(({ place }) => place),
    siteGood: sites.map(({ good }) => good),
    sizeStart: upTo(sites.length + 1, SIZES.length),
    newCost: fixed,
    activityStart: upTo(capacity.length + 1),
    activityRecipe: sites.flatMap(({ good }) => SIZES.map(() => good)),
    activityCapacity: capacity,
    activityCost: energy,
  };
}

/** 0, step, 2 step ... */
function upTo(count: number, step = 1): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i * step);
}

function settle(
  p: number,
  uniform: () => number,
  bell: () => number,
): { people: Float64Array; distance: Float64Array } {
  const x = new Float64Array(p);
  const y = new Float64Array(p);
  const people = new Float64Array(p);
  const clusterCount = Math.max(5, Math.round(p / 12));
  const clusters = Array.from({ length: clusterCount }, () => [uniform() * 3000, uniform() * 2600]);
  let sum = 0;
  for (let a = 0; a < p; a++) {
    if (uniform() < 0.6) {
      const [cx, cy] = clusters[Math.floor(uniform() * clusterCount)];
      x[a] = cx + bell() * 120;
      y[a] = cy + bell() * 120;
    } else {
      x[a] = uniform() * 3000;
      y[a] = uniform() * 2600;
    }
    people[a] = Math.exp(bell() * 0.8);
    sum += people[a];
  }
  for (let a = 0; a < p; a++) people[a] *= PEOPLE / sum;
  const distance = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) {
      if (a !== b) distance[a * p + b] = Math.fround(1.3 * Math.hypot(x[a] - x[b], y[a] - y[b]));
    }
  }
  return { people, distance };
}

function inventGoods(g: number, uniform: () => number, bell: () => number): Good[] {
  const goods: Good[] = FIRST_GOODS.map((good, i) => ({
    ...good,
    inputs: FIRST_INPUTS[i].map(([input, amount]): [number, number] => [input, amount]),
  }));
  if (g >= 10) goods[3].inputs.push([9, 0.06]);
  goods.length = Math.min(g, 10);
  while (goods.length < g) {
    const id = goods.length;
    const kind = uniform();
    if (kind < 0.2) {
      const energy = 100 * Math.exp(bell());
      const mined = 0.05 + 0.3 * uniform();
      goods.push({ energy, mined, perPerson: 0, inputs: [], weight: 1, fixed: 0.2 + 0.2 * uniform() });
      continue;
    }
    const inputCount = 1 + Math.floor(uniform() * 3);
    const inputs: [number, number][] = [];
    for (let t = 0; t < inputCount; t++) {
      const input = Math.floor(uniform() * id);
      if (inputs.some(([other]) => other === input)) continue;
      inputs.push([input, (0.15 + 0.9 * uniform()) / inputCount]);
    }
    const energy = 3000 * Math.exp(bell() * 0.8);
    const perPerson = kind > 0.65 ? 0.02 + 0.15 * uniform() : uniform() < 0.15 ? 0.02 : 0;
    const weight = 0.9 + 0.6 * uniform();
    goods.push({ energy, mined: 0, perPerson, inputs, weight, fixed: 0.06 + 0.15 * uniform() });
  }
  goods.forEach((good, id) => {
    const isUsed = good.perPerson > 0 || goods.some(({ inputs }) => inputs.some(([input]) => input === id));
    if (!isUsed) good.perPerson = 0.05;
  });
  return goods;
}

/** Goods, each behind what it is made of. */
function dependencyOrder(goods: readonly Good[]): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (good: number): void => {
    if (seen.has(good)) return;
    seen.add(good);
    for (const [input] of goods[good].inputs) visit(input);
    order.push(good);
  };
  for (let good = 0; good < goods.length; good++) visit(good);
  return order;
}
