import { describe, expect, test } from "vitest";
import type { LocationProblem } from "../src/problems/location.ts";
import {
  type CertificateNode,
  type CertificateSplit,
  type LocationResult,
  resultWithoutPlan,
} from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** So many sites of equal room. */
function roomy(siteCount: number, demand: readonly number[], singleSource: boolean): LocationProblem {
  return {
    siteCount,
    customerCount: demand.length,
    openCost: new Array(siteCount).fill(1),
    capacity: new Array(siteCount).fill(3),
    demand,
    cost: new Array(siteCount * demand.length).fill(1),
    singleSource,
  };
}

describe("a location answer from a stranger", () => {
  const clustered = { prices: Float64Array.of(3, 3), aggregatePrice: 0 };
  const cluster = { sites: Int32Array.of(0, 1), sets: Int32Array.of(3), prices: Float64Array.of(0, 0) };
  const problems: readonly LocationProblem[] = [
    roomy(3, [2, 1, 2], false),
    roomy(3, [2, 1, 2], true),
    { siteCount: 2, customerCount: 2, openCost: [1, 2], cost: { start: [0, 1, 2], site: [0, 1], cost: [1, 2] } },
  ];
  const answers = problems.map((problem): [LocationProblem, LocationResult] => [problem, locateFacilities(problem)]);
  const parts: CertificateNode = { evidence: [{ ...clustered, clusters: [cluster] }], blocked: Int32Array.of(0) };
  const split: CertificateSplit = { kind: "count", at: 1, below: 1, above: 2 };
  const nodes = [{ ...parts, split }, parts, parts];
  answers.push([
    roomy(2, [1, 1], false),
    resultWithoutPlan(2, { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold: 0, nodes }),
  ]);

  test("is judged in words, whatever of it is spoiled", () => {
    const spoils = [
      Number.NaN,
      Infinity,
      undefined,
      null,
      -1,
      0.5,
      "1",
      [],
      {},
      ["1"],
      BigInt64Array.of(1n),
      new DataView(new ArrayBuffer(2)),
    ];
    let met = 0;
    for (const [problem, answer] of answers) {
      for (const way of waysInto(answer)) {
        for (const spoil of spoils) {
          const copy = structuredClone(answer);
          let part = copy as unknown as Record<string, unknown>;
          for (const name of way.slice(0, -1)) part = part[name] as Record<string, unknown>;
          part[way[way.length - 1]] = spoil;
          const { valid, objective } = verifyLocation(problem, copy);
          if (valid) expect(objective).toBe(verifyLocation(problem, answer).objective);
          met++;
        }
      }
      for (const nothing of [undefined, null, 5]) expect(verifyLocation(problem, nothing as never).valid).toBe(false);
      expect(verifyLocation(problem, { ...answer, status: "nearly" as never }).valid).toBe(false);
      expect(verifyLocation(problem, { ...answer, bound: null as never }).valid).toBe(false);
    }
    expect(met).toBeGreaterThan(500);
  });
});

/** The ways to every part of an answer, but for single numbers of arrays of one kind. */
function waysInto(value: unknown): string[][] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => [[name], ...waysInto(part).map((way) => [name, ...way])]);
}
