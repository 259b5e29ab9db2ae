import { describe, expect, test } from "vitest";
import { planeFacilities } from "../bench/instances/facilities.ts";
import { seededRandom } from "../src/base/random.ts";
import { answer, restrict, startAnswers } from "../src/kernels/location/answers.ts";
import { certify, takeEvidence } from "../src/kernels/location/certify.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { priceSites } from "../src/kernels/location/price-sites.ts";
import type { CertificateNode } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** Of the nodes below the root that were split: how many there are, and how many have evidence. */
function splitNodes(nodes: readonly CertificateNode[]): [number, number] {
  const split = nodes.slice(1).filter((node) => node.split !== undefined);
  return [split.length, split.filter(({ evidence }) => evidence.length > 0).length];
}

describe("a tree where service is split", () => {
  test("leaves out the evidence of many nodes that were split, and proves as much", () => {
    let [all, withEvidence] = [0, 0];
    for (let seed = 1; seed <= 3; seed++) {
      const problem = planeFacilities(200, 200, 5, seed);
      const result = locateFacilities(problem);
      expect(result.status).toBe("optimal");
      expect(verifyLocation(problem, result).violations).toEqual([]);
      const [split, kept] = splitNodes(result.certificate!.nodes);
      all += split;
      withEvidence += kept;
    }
    expect(all).toBeGreaterThan(50);
    expect(withEvidence).toBeLessThan((2 * all) / 3);
  });

  test("bounds what is left wherever it is stopped", () => {
    let stopped = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const problem = planeFacilities(60, 60, seed < 3 ? 5 : 1.3, seed);
      for (let workLimit = 0.02; workLimit < 2; workLimit *= 1.5) {
        const result = locateFacilities(problem, { workLimit });
        expect(verifyLocation(problem, result).violations).toEqual([]);
        if (result.status === "feasible" && result.nodeCount > 3) stopped++;
      }
    }
    expect(stopped).toBeGreaterThan(3);
  });

  test("proves as much where numbers, groups and states of sites are given, and pairs are not allowed", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const plain = planeFacilities(25, 30, 3, seed);
      const problem = {
        ...plain,
        ...(seed % 2 === 0 ? { mostOpen: 12 } : {}),
        ...(seed % 3 === 0 ? { group: Int32Array.from({ length: 25 }, (_, i) => (i < 12 ? i >> 1 : -1)) } : {}),
        cost: Float64Array.from(plain.cost as Float64Array, (c) =>
          random.next() < 0.1 ? Number.POSITIVE_INFINITY : c,
        ),
      };
      expect(verifyLocation(problem, locateFacilities(problem)).violations).toEqual([]);
    }
  });
});

describe("sites that could not open where prices are from", () => {
  test("get the capacity price at which they cost most", () => {
    let priced = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const instance = buildInstance(planeFacilities(12, 30, 2, seed));
      const answers = startAnswers(instance);
      restrict(answers, instance);
      const prices = new Float64Array(30);
      for (let j = 0; j < 30; j++) prices[j] = Math.round(instance.cost[instance.start[j] + 4] * 1.5);
      answers.upper[3] = 0;
      restrict(answers, instance);
      answer(answers, prices, false);
      const pricing = takeEvidence(answers, prices, true);
      const others = pricing.capacityPrices!.slice();
      expect(others[3]).toBe(-1);
      answers.upper[3] = 1;
      restrict(answers, instance);
      priceSites(answers, pricing);
      const own = pricing.capacityPrices![3];
      expect(own).toBeGreaterThanOrEqual(0);
      if (own > 0) priced++;
      others[3] = own;
      expect(pricing.capacityPrices).toEqual(others);
      certify(answers, pricing);
      const value = answers.value[3];
      for (const other of [0, 0.5 * own, 0.9 * own, 1.1 * own, 2 * own]) {
        pricing.capacityPrices![3] = Math.round(other);
        certify(answers, pricing);
        // Its price is whole, and in single precision.
        expect(answers.value[3]).toBeLessThanOrEqual(value + 1e-6 * Math.abs(value));
      }
    }
    expect(priced).toBeGreaterThan(5);
  });
});
