import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import type { Progress } from "../src/base/control.ts";
import { InvalidOptionError, NoPlanError } from "../src/base/errors.ts";
import { europe } from "../src/continents/europe.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { planOptionTable } from "../src/plan/options.ts";
import type { PlannedOutcome } from "../src/plan/outcome.ts";
import { planContinent, planContinentAsync, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend, LinearSolution } from "../src/problems/linear.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { twoTowns } from "./verify-two-towns.ts";

let backend: LinearBackend;
beforeAll(async () => {
  backend = await highs();
});

const small = europe({ areas: 4, goods: ["steel"] });
const medium = europe({ areas: 24 });

function planned(continent: Parameters<typeof planContinent>[0], options = {}): PlannedOutcome {
  const outcome = planContinent(continent, { backend, ...options });
  if (!("plan" in outcome)) throw new Error(`no plan: ${outcome.status}`);
  return outcome;
}

/** What a solver's clock says differs between runs; all else must not. */
function withoutTiming<T extends { timing: unknown }>({ timing: _, ...rest }: T) {
  return rest;
}

describe("planContinent", () => {
  test("gives a verified plan whose numbers agree with each other", () => {
    const outcome = planned(small);
    const verdict = verifyPlan(small, outcome.plan);
    expect(verdict.violations).toEqual([]);
    expect(verdict.valid).toBe(true);
    expect(outcome.objective).toBe(outcome.plan.objective);
    expect(outcome.bound).toBe(outcome.plan.certificate.bound);
    expect(outcome.bound).toBeLessThanOrEqual(verdict.certifiedBound);
    expect(outcome.gap).toBeCloseTo((outcome.objective - outcome.bound) / outcome.objective, 12);
    expect(outcome.floor).toBeLessThanOrEqual(outcome.objective);
    expect(outcome.avoidableGap).toBeGreaterThanOrEqual(outcome.gap);
    expect(outcome.status).toBe("solved");
    expect(outcome.stop).toBe("gap");
  });

  test("is feasible, not solved, when the backend is done and the limit ends the proof short of the gap", () => {
    const outcome = planned(small, { gap: 0, workLimit: 1 });
    expect(outcome.claimed?.gap).toBeLessThan(1e-6);
    expect(outcome.claimed?.by).toContain("HiGHS");
    expect(outcome.gap).toBeGreaterThan(1e-9);
    expect(outcome.status).toBe("feasible");
    expect(outcome.stop).toBe("work");
  });

  test("takes a gap of what siting can avoid", () => {
    const asked: number[] = [];
    const watched: LinearBackend = {
      name: "watched",
      solve: (problem, limits, ...rest) => {
        if (problem.whole.some((whole) => whole !== 0)) asked.push(limits.gap);
        return backend.solve(problem, limits, ...rest);
      },
    };
    const outcome = planned(europe({ areas: 3, goods: ["steel", "cement"] }), {
      gap: { ofAvoidable: 0.9 },
      backend: watched,
    });
    expect(outcome.status).toBe("solved");
    expect(outcome.avoidableGap).toBeLessThanOrEqual(0.9);
    // What can be avoided is only told when more is proved than first prices do; of the backend no more is asked than is wanted.
    expect(asked).toHaveLength(1);
    expect(asked[0]).toBeGreaterThan(0.005);
  });

  test("gives the same plan when it yields to the event loop", async () => {
    const blocking = planned(small);
    const yielding = await planContinentAsync(small, { backend });
    expect(withoutTiming(yielding)).toEqual(withoutTiming(blocking));
  });

  test("reports progress in order of time, with phases in words", () => {
    const seen: Progress[] = [];
    planned(small, { onProgress: (progress: Progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(1);
    for (let k = 1; k < seen.length; k++) expect(seen[k].elapsedMs).toBeGreaterThanOrEqual(seen[k - 1].elapsedMs);
    expect(new Set(seen.map(({ phase }) => phase)).has("start prices")).toBe(true);
    const first = seen[0].bound ?? Number.NaN;
    for (const { bound } of seen) if (bound !== undefined) expect(bound).toBeGreaterThanOrEqual(first);
    for (const { gap } of seen) if (gap !== undefined) expect(Number.isFinite(gap)).toBe(true);
  });

  test("stops when it is cancelled before it starts", async () => {
    const abort = new AbortController();
    abort.abort();
    const outcome = await planContinentAsync(small, { backend, signal: abort.signal });
    expect(outcome.status).toBe("unknown");
    if (outcome.status === "unknown") {
      expect(outcome.stop).toBe("cancelled");
      expect(outcome.bound).toBeGreaterThan(0);
    }
  });

  test("stops soon after it is cancelled in the middle of a search", async () => {
    const abort = new AbortController();
    const started = performance.now();
    setTimeout(() => abort.abort(), 300);
    const outcome = await planContinentAsync(medium, { backend, signal: abort.signal, gap: 0 });
    expect(performance.now() - started).toBeLessThan(30_000);
    expect("stop" in outcome && outcome.stop).toBe("cancelled");
  });

  test("stops at a time limit and says so", () => {
    const outcome = planContinent(medium, { backend, gap: 0, timeLimitMs: 500 });
    expect("stop" in outcome && outcome.stop).toBe("time");
  });

  test("starts from a plan: what it proves already is not searched again", () => {
    const first = planned(small);
    const again = planned(small, { from: first.plan });
    expect(again.objective).toBeLessThanOrEqual(first.objective * (1 + 1e-9));
    expect(again.bound).toBeGreaterThanOrEqual(first.bound * (1 - 1e-9));
    expect(again.timing.phases.search).toBeUndefined();
  });

  test("starts from a plan of a continent that has changed", () => {
    const first = planned(small);
    const dearer = changeContinent(small, { scale: [{ transport: 1.5 }] });
    const again = planned(dearer, { from: first.plan });
    expect(verifyPlan(dearer, again.plan).valid).toBe(true);
    expect(again.objective).toBeGreaterThanOrEqual(first.bound);
  });

  test("plans a continent that wants nothing for nothing", () => {
    const nothing = createContinent({ goods: { gold: {} }, areas: { a: { at: [0, 0] } } });
    const outcome = planned(nothing);
    expect(outcome).toMatchObject({ status: "optimal", objective: 0, bound: 0, gap: 0, avoidableGap: 0 });
  });

  test("lets unmet demand weigh what it is said to weigh, outside the energy", () => {
    const dear = createContinent({
      goods: { gold: {} },
      areas: { a: { at: [0, 0], demand: { gold: 3 } } },
      shortage: { gold: 50 },
    });
    const { plan } = planned(dear);
    expect(plan.shortagePenalty).toBe(150);
    expect(plan.energy.total).toBe(0);
    expect(plan.objective).toBe(150);
  });

  test("plans two towns with every kind of row", () => {
    expect(verifyPlan(twoTowns, planned(twoTowns).plan).violations).toEqual([]);
  });
});

describe("when needs cannot be met", () => {
  const base: ContinentSpec = {
    modes: { rail: { energyPerTonneKm: 0.2 } },
    goods: { ore: {}, steel: {} },
    recipes: { smelt: { makes: { steel: 1 }, takes: { ore: 2 }, needs: { hours: 1 }, energy: 100 } },
    areas: {
      north: { at: [10, 60], supply: { ore: 2000 }, resources: { hours: 1500 } },
      south: { at: [12, 55], demand: { steel: 900 } },
    },
    sites: { works: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1000 }] } },
    links: [{ id: "line", between: ["north", "south"], mode: "rail", capacity: 2000 }],
  };

  function reasonsFor(change: Partial<ContinentSpec>): { codes: string[]; unmet: number; words: string } {
    const outcome = planContinent(createContinent({ ...base, ...change }), { backend });
    if (outcome.status !== "infeasible") throw new Error(`expected infeasible, got ${outcome.status}`);
    const unmet = outcome.closest?.balances.reduce((sum, balance) => sum + balance.unmet, 0) ?? Number.NaN;
    expect(() => requirePlan(outcome)).toThrow(NoPlanError);
    return {
      codes: outcome.reasons.map(({ code }) => code),
      unmet,
      words: outcome.reasons.map(({ message }) => message).join(" "),
    };
  }

  test("the same continent without the fault has a plan", () => {
    expect(planned(createContinent(base)).status).not.toBe("infeasible");
  });

  test("keeps its time limit while it explains, too", () => {
    const limits: (number | undefined)[] = [];
    const watched: LinearBackend = {
      name: "watched",
      solve: (problem, limit, ...rest) => {
        limits.push(limit.timeLimitMs);
        return backend.solve(problem, limit, ...rest);
      },
    };
    const outcome = planContinent(createContinent({ ...base, sites: {} }), { backend: watched, timeLimitMs: 9000 });
    expect(outcome.status).toBe("infeasible");
    // The floor is small and needed for any answer; the search and every step of the explanation are limited.
    expect(limits.length).toBeGreaterThan(3);
    for (const limit of limits.slice(1)) expect(limit).toBeLessThanOrEqual(9000);
  });

  test("names works that are all built and full", () => {
    const { codes, unmet, words } = reasonsFor({
      sites: { works: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 600 }] } },
    });
    expect(codes).toContain("capacity-used-up");
    expect(unmet).toBeCloseTo(300, 3);
    expect(words).toContain("works");
  });

  test("names supply that is used up", () => {
    const areas = { ...base.areas, north: { ...base.areas.north, supply: { ore: 1000 } } };
    const { codes, unmet } = reasonsFor({ areas });
    expect(codes).toContain("supply-used-up");
    expect(unmet).toBeCloseTo(400, 3);
  });

  test("names a link that is full", () => {
    const { codes, unmet, words } = reasonsFor({
      links: [{ id: "line", between: ["north", "south"], mode: "rail", capacity: 250 }],
    });
    expect(codes).toContain("link-full");
    expect(words).toContain("line");
    expect(unmet).toBeCloseTo(650, 3);
  });

  test("names a resource that is used up", () => {
    const areas = { ...base.areas, north: { ...base.areas.north, resources: { hours: 100 } } };
    const { codes, unmet } = reasonsFor({ areas });
    expect(codes).toContain("resource-used-up");
    expect(unmet).toBeCloseTo(800, 3);
  });

  test("says that no link leads there", () => {
    expect(reasonsFor({ links: [] }).codes).toContain("unreachable");
  });

  test("does not name areas that lack no more than a solver's dust, and says what would mend it", () => {
    const outcome = planContinent(
      createContinent({
        ...base,
        areas: {
          north: { at: [10, 60], supply: { ore: 2e6 }, demand: { steel: 3e5 } },
          south: { at: [12, 55], demand: { steel: 6e5 } },
        },
        sites: { works: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1e6, keep: 1e9 }] } },
        links: [],
      }),
      { backend },
    );
    if (outcome.status !== "infeasible") throw new Error(outcome.status);
    expect(outcome.reasons[0].message).toContain("stay unmet (south 600 kt a year).");
    expect(outcome.reasons[0].amount).toBeCloseTo(6e5, 3);
    expect(() => requirePlan(outcome)).toThrow(outcome.repairs[0].message);
  });

  test("says that nobody makes it", () => {
    expect(reasonsFor({ sites: {} }).codes).toContain("nobody-makes");
  });

  test("says which input can be had nowhere", () => {
    const areas = { ...base.areas, north: { ...base.areas.north, supply: {} } };
    const { codes, words } = reasonsFor({ areas });
    expect(codes).toContain("inputs-missing");
    expect(words).toContain("ore");
  });

  test("does not blame a good whose shortage is allowed", () => {
    const goods = { ...base.goods, gold: {} };
    const south = { ...base.areas.south, demand: { steel: 900, gold: 5 } };
    const outcome = planContinent(
      createContinent({ ...base, goods, areas: { ...base.areas, south }, sites: {}, shortage: { gold: 10 } }),
      { backend },
    );
    expect(outcome.status).toBe("infeasible");
    if (outcome.status === "infeasible") {
      expect(outcome.reasons.length).toBeGreaterThan(0);
      expect(outcome.reasons.filter(({ good }) => good === "gold")).toEqual([]);
    }
  });

  test("says that parts of works would do where whole ones do not", () => {
    const works = { area: "north", recipes: ["smelt"], minimumLoad: 0.95, sizes: [{ capacity: 1000 }] };
    const goods = { ...base.goods, steel: { disposal: "forbidden" as const } };
    expect(reasonsFor({ sites: { works }, goods }).codes).toContain("whole-works");
  });
});

describe("options", () => {
  test("say of a backend that is not there yet how to get it", () => {
    const attempt = (given: unknown) => () => planContinent(small, { backend: given as LinearBackend });
    expect(attempt(highs())).toThrow("got a promise");
    expect(attempt(highs())).toThrow("Await it");
    expect(attempt(highs)).toThrow("Call it");
  });

  test("are refused all at once, each with what to pass instead", () => {
    const wrong = { gap: 2, timeLimitMs: "soon", sede: 3, seed: -1, backend: {}, method: "magic", signal: 1 };
    try {
      planContinent(small, wrong as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidOptionError);
      const { issues } = error as InvalidOptionError;
      expect(issues.map(({ path }) => path).sort()).toEqual(
        ["backend", "gap", "method", "sede", "seed", "signal", "timeLimitMs"].map((name) => `options.${name}`).sort(),
      );
      for (const { remedy } of issues) expect(remedy.length).toBeGreaterThan(10);
    }
  });

  test("that are misspelled or shortened are told which was meant", () => {
    expect(() => planContinent(small, { gapp: 0.1 } as never)).toThrow('Did you mean "gap"?');
    expect(() => planContinent(small, { timeLimit: 9 } as never)).toThrow('Did you mean "timeLimitMs"?');
    expect(() => planContinent(small, { "": 9 } as never)).toThrow("Use one of: gap, timeLimitMs");
  });

  test("take a gap in per cent or in quotes for the share that was meant, and say so", () => {
    for (const gap of [5, "5 %", "5%", "0.05"])
      expect(() => planContinent(small, { gap } as never)).toThrow("Pass a share: { gap: 0.05 } for 5 %.");
    expect(() => planContinent(small, { gap: -1 })).toThrow("Pass a number from 0 to 1");
    expect(() => planContinent(small, { gap: "small" } as never)).toThrow("Pass a number from 0 to 1");
  });

  test("say what to import when there is no backend", () => {
    expect(() => planContinent(small, { method: "linear" })).toThrow(/katascope\/highs/);
    expect(() => planContinent(small, 7 as never)).toThrow(InvalidOptionError);
  });

  test("are each in the table with a meaning, a default and a check that can fail", () => {
    for (const row of planOptionTable) {
      expect(row.meaning.endsWith(".")).toBe(true);
      expect(row.accepts(Number.NaN)).toBe(false);
      expect(row.accepts(null)).toBe(false);
    }
  });
});

describe("a backend that is wrong", () => {
  /** HiGHS with its answers spoiled. */
  const spoiled = (spoil: (solution: LinearSolution) => LinearSolution): LinearBackend => ({
    name: "spoiled",
    solve: (...request) => spoil(backend.solve(...request)),
  });

  test("cannot raise the bound by what it claims", () => {
    const boaster = spoiled((solution) => ({ ...solution, bound: solution.bound * 2 }));
    const outcome = planned(small, { backend: boaster });
    expect(outcome.claimed!.bound).toBeGreaterThan(outcome.objective);
    expect(outcome.bound).toBeLessThanOrEqual(outcome.objective);
    expect(outcome.status).not.toBe("optimal");
  });

  test("cannot pass off duals that prove nothing as a proof", () => {
    const liar = spoiled((solution) => ({ ...solution, rowDual: solution.rowDual.map((dual) => dual * 10 + 1e6) }));
    const outcome = planned(small, { backend: liar, workLimit: 2 });
    expect(outcome.bound).toBeLessThanOrEqual(outcome.objective);
    expect(verifyPlan(small, outcome.plan).valid).toBe(true);
  });

  test("cannot make a continent infeasible that is not", () => {
    let asked = 0;
    const denier = spoiled((solution) =>
      ++asked === 2 ? { ...solution, status: "infeasible", value: new Float64Array(0) } : solution,
    );
    const outcome = planContinent(small, { backend: denier });
    expect("plan" in outcome).toBe(true);
  });
});
