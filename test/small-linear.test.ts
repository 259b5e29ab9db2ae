import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { europe } from "../src/continents/europe.ts";
import { BoundMachine } from "../src/formulations/bound.ts";
import { formulateFloor } from "../src/formulations/floor.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { largestMiss } from "../src/formulations/refine.ts";
import { scarceStart } from "../src/formulations/scarce-start.ts";
import { emptyDecision } from "../src/network/decision.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { isSmallLinear, solveSmallLinear } from "../src/solvers/small-linear.ts";
import { randomContinent } from "./random-continent.ts";

describe("small linear problems", async () => {
  const backend = await highs();

  test("end as HiGHS ends them: floors and flows of random continents, half of them infeasible", () => {
    let infeasible = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const indexed = indexContinent(randomContinent(seed, undefined, seed % 2 === 0, seed % 3 === 0));
      const all = { kept: indexed.keptMost.slice(), built: indexed.builtMost.slice() };
      const modules = { ...emptyDecision(indexed), ...all, linkBuilt: indexed.linkSizeMost.slice() };
      for (const { problem } of [formulateFloor(indexed), formulateLinear(indexed, { modules, parts: true })]) {
        const linear = { ...problem, whole: new Int8Array(problem.columnCount) };
        expect(isSmallLinear(linear)).toBe(true);
        const ours = solveSmallLinear(linear);
        const theirs = backend.solve(linear, { gap: 0, seed: 1 });
        expect(ours.status, `seed ${seed}`).toBe(theirs.status);
        if (ours.status === "infeasible") infeasible++;
        if (ours.status !== "optimal") continue;
        expect(Math.abs(ours.objective - theirs.objective)).toBeLessThan(1e-7 * Math.max(1, theirs.objective));
        expect(largestMiss(linear, ours.value)).toBeLessThan(1e-9);
        const { rowDual } = ours;
        const slack = linear.cost.map((cost, j) => {
          let reduced = cost;
          for (let e = linear.start[j]; e < linear.start[j + 1]; e++)
            reduced -= linear.value[e] * rowDual[linear.index[e]];
          return linear.lower[j] === linear.upper[j] || ours.value[j] >= linear.upper[j] ? 0 : reduced;
        });
        expect(Math.min(...slack), `duals of seed ${seed}`).toBeGreaterThan(-1e-6);
      }
    }
    expect(infeasible).toBeGreaterThan(20);
  });

  test("give start prices in which slag and scrap are worth what they save, not what they weigh", () => {
    const indexed = indexContinent(europe({ areas: 6 }));
    const machine = new BoundMachine(indexed);
    const { problem, liftWorth } = formulateFloor(indexed, true);
    const worth = liftWorth(solveSmallLinear(problem));
    const plain = machine.weak(scarceStart(indexed));
    expect(machine.weak(scarceStart(indexed, worth))).toBeGreaterThan(1.01 * plain);
  });
});
