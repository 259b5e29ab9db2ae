import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { Control, run } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { evaluateBound } from "../src/formulations/bound.ts";
import { raiseBound } from "../src/formulations/raise-bound.ts";
import { scarceStart } from "../src/formulations/scarce-start.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { describeBounds, relaxed } from "./bound-laws.ts";

/** Continents by chance; many more are in the long run. */
describeBounds(1, 16);

describe("raising the bound of Europe", async () => {
  const backend = await highs();

  test("comes within 0.05 % of the strong relaxation of Europe, from start prices alone", () => {
    const indexed = indexContinent(europe({ areas: 12 }));
    const { value } = relaxed(indexed, "strong", backend);
    const { bound } = run(raiseBound(indexed, scarceStart(indexed), new Control()));
    expect(bound).toBeLessThanOrEqual(value * (1 + 1e-6));
    expect(bound).toBeGreaterThanOrEqual(value * (1 - 5e-4));
  });

  test("stops at a limit of work, and when the bound is good enough", () => {
    const indexed = indexContinent(europe({ areas: 6 }));
    const start = scarceStart(indexed);
    const whole = run(raiseBound(indexed, start, new Control(), { mostRounds: 200 }));
    const short = run(raiseBound(indexed, start, new Control({ workLimit: 0.05 }), { mostRounds: 200 }));
    expect(short.rounds).toBeGreaterThan(0);
    expect(short.rounds).toBeLessThan(whole.rounds);
    const enough = (evaluateBound(indexed, start, "strong").bound + whole.bound) / 2;
    const early = run(raiseBound(indexed, start, new Control(), { mostRounds: 200, enough }));
    expect(early.bound).toBeGreaterThanOrEqual(enough);
    expect(early.rounds).toBeLessThan(whole.rounds);
  });
});
