import loadHighs from "highs";
import { describe, expect, test } from "vitest";
import { planeFacilities } from "../bench/instances/facilities.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { answer, restrict, startAnswers } from "../src/kernels/location/answers.ts";
import {
  addPlane,
  type Bundle,
  moveCenter,
  multiply,
  readOpen,
  startBundle,
  weighPlanes,
} from "../src/kernels/location/bundle.ts";
import { ascendPrices } from "../src/kernels/location/dual-ascent.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { type Ascent, BundleAscent } from "../src/solvers/location/ascent.ts";
import { AveragedAscent } from "../src/solvers/location/averaged-ascent.ts";
import { startAscent } from "../src/solvers/location/start-ascent.ts";
import { locationModel } from "./conformance/highs-location.ts";

const CUSTOMERS = 15;
const SITES = 4;
const ROOM = 6;

function drawn(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => 2 * random.next() - 1);
}

function addDrawn(bundle: Bundle, random: Random, most = 1): void {
  const slope = drawn(random, CUSTOMERS);
  multiply(bundle, slope);
  addPlane(bundle, slope, drawn(random, SITES), most * random.next());
}

/** The product of plane k's slope with that of plane l, or with the direction. */
function productOf({ slope, weight, direction }: Bundle, k: number, l?: number): number {
  let sum = 0;
  for (let j = 0; j < CUSTOMERS; j++)
    sum += slope[k * CUSTOMERS + j] * weight[j] * (l === undefined ? direction[j] : slope[l * CUSTOMERS + j]);
  return sum;
}

function weightsOf(random: Random): Float64Array {
  return Float64Array.from({ length: CUSTOMERS }, () => 0.2 + random.next());
}

describe("a bundle of planes", () => {
  test("weighs them so that along the direction none rises less than is promised", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      const bundle = startBundle(ROOM, SITES, weightsOf(random));
      const planes = random.integer(1, ROOM);
      for (let k = 0; k < planes; k++) addDrawn(bundle, random);
      const step = 4 * random.next();
      // Each time goes on from the last one's shares.
      for (let times = 0; times < 20; times++) weighPlanes(bundle, step);
      const promised = step * bundle.length + bundle.lift;
      let shares = 0;
      for (let k = 0; k < planes; k++) {
        const height = bundle.error[k] + step * productOf(bundle, k);
        expect(height).toBeGreaterThanOrEqual(promised * 0.94);
        if (bundle.share[k] > 0) expect(height).toBeLessThanOrEqual(promised * 1.06);
        shares += bundle.share[k];
      }
      expect(shares).toBeCloseTo(1, 12);
    }
  });

  test("keeps what the weighed planes say when two of them become one, and the products of all", () => {
    let merged = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const random = seededRandom(seed);
      const bundle = startBundle(ROOM, SITES, weightsOf(random));
      const [open, before] = [new Float64Array(SITES), new Float64Array(SITES)];
      for (let k = 0; k < 3 * ROOM; k++) {
        weighPlanes(bundle, 1);
        const direction = bundle.direction.slice();
        const { lift } = bundle;
        readOpen(bundle, before);
        const isFull = bundle.count === ROOM && bundle.share.every((s) => s > 0);
        // Small errors let every plane have its share.
        addDrawn(bundle, random, 0.01);
        if (k === 0) continue;
        if (isFull) merged++;
        readOpen(bundle, open);
        for (let i = 0; i < SITES; i++) expect(open[i]).toBeCloseTo(before[i], 10);
        for (let j = 0; j < CUSTOMERS; j++) {
          let sum = 0;
          for (let l = 0; l < bundle.count; l++) sum += bundle.share[l] * bundle.slope[l * CUSTOMERS + j];
          expect(sum).toBeCloseTo(direction[j], 10);
        }
        let lifted = 0;
        for (let l = 0; l < bundle.count; l++) lifted += bundle.share[l] * bundle.error[l];
        expect(lifted).toBeCloseTo(lift, 10);
        for (let a = 0; a < bundle.count; a++)
          for (let b = 0; b < bundle.count; b++)
            expect(bundle.product[a * ROOM + b]).toBeCloseTo(productOf(bundle, a, b), 10);
      }
    }
    expect(merged).toBeGreaterThan(10);
  });

  test("knows after a move how far its planes lie above the bound there", () => {
    const random = seededRandom(1);
    const bundle = startBundle(ROOM, SITES, weightsOf(random));
    for (let k = 0; k < 4; k++) addDrawn(bundle, random);
    weighPlanes(bundle, 0.5);
    const errors = bundle.error.slice();
    const gained = 0.01;
    moveCenter(bundle, gained);
    for (let k = 0; k < 4; k++)
      expect(bundle.error[k]).toBeCloseTo(Math.max(0, errors[k] + 0.5 * productOf(bundle, k) - gained), 12);
  });
});

/** The bound after so many answers along a way that is measured anew at each, in the problem's unit. */
function boundAfter(problem: LocationProblem, count: number, Climb: Climb): number {
  const instance = buildInstance(problem);
  const { customerCount: n, hasCapacity, demand, totalDemand } = instance;
  const answers = startAnswers(instance);
  restrict(answers, instance);
  // How many sites have room enough is more than the relaxation knows.
  answers.fewest = instance.fewest;
  const prices = new Float64Array(n);
  ascendPrices(instance, instance.openCost, prices);
  let bound = answer(answers, prices, true);
  const weight = demand.map((d) => (hasCapacity ? (d * n) / totalDemand : 1));
  const ascent: Ascent = new Climb(instance, weight);
  ascent.begin();
  ascent.take(answers);
  ascent.aim(0.01, bound);
  for (let k = 0; k < count; k++)
    bound = Math.max(bound, ascent.advance(answers, prices, bound, 0.05 * bound) ?? bound);
  return bound / (instance.costScale * instance.stepsPerUnit);
}

type Climb = typeof BundleAscent | typeof AveragedAscent;

/** How prices climb, how many answers they ask for, and how near the best bound they come, as a part of it. */
const CLIMBS: readonly (readonly [Climb, number, number])[] = [
  [BundleAscent, 200, 5e-4],
  [AveragedAscent, 1000, 5e-3],
];

describe("prices that climb", () => {
  test("do so by averages where there are very many, or many and little room to spare", () => {
    const climb = (sites: number, customers: number, ratio: number): unknown => {
      const instance = buildInstance(planeFacilities(sites, customers, ratio, 1));
      return startAscent(instance, new Float64Array(customers).fill(1)).constructor;
    };
    expect(climb(100, 1000, 1.2)).toBe(BundleAscent);
    expect(climb(300, 1000, 2)).toBe(BundleAscent);
    expect(climb(300, 1000, 1.2)).toBe(AveragedAscent);
    expect(climb(600, 1000, 5)).toBe(AveragedAscent);
  });

  test("come to the bound of the strong linear relaxation, with capacities and without", async () => {
    const highs = await loadHighs();
    for (let seed = 1; seed <= 4; seed++) {
      const limited = planeFacilities(10, 25, 1.5 + seed, seed);
      const { capacity: _, demand: __, ...unlimited } = limited;
      for (const problem of [limited, unlimited, { ...unlimited, exactlyOpen: 3 }]) {
        const model = locationModel(problem, highs.infinity);
        const relaxed = { ...model, integrality: model.integrality.map(() => 0 as const) };
        const best = highs.withModel(relaxed, (loaded): number => {
          loaded.options.set({ output_flag: false });
          loaded.run();
          return loaded.getObjectiveValue();
        });
        for (const [Climb, count, near] of CLIMBS) {
          const bound = boundAfter(problem, count, Climb);
          expect(bound).toBeLessThanOrEqual(best * (1 + 1e-9));
          expect(bound).toBeGreaterThanOrEqual(best * (1 - near));
        }
      }
    }
  });
});
