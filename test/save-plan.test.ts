import { fc, test } from "@fast-check/vitest";
import { beforeAll, describe, expect } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { InvalidOptionError, InvalidPlanError } from "../src/base/errors.ts";
import { loadPlan, savePlan } from "../src/plan/save-plan.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomContinent } from "./random-continent.ts";

let backend: LinearBackend;
let plan: Plan;
let saved: string;

beforeAll(async () => {
  backend = await highs();
  plan = planOf(1);
  saved = savePlan(plan);
});

function planOf(seed: number): Plan {
  const outcome = planContinent(randomContinent(seed), { backend });
  if (!("plan" in outcome)) throw new Error(`seed ${seed} has no plan`);
  return outcome.plan;
}

function issuesOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidPlanError) return error.issues.map(({ code, path }) => `${code} at ${path}`);
    throw error;
  }
  return [];
}

describe("saving and loading a plan", () => {
  test("is the identity, and what is loaded is valid", () => {
    for (const seed of [1, 2, 3]) {
      const outcome = planContinent(randomContinent(seed), { backend });
      if (!("plan" in outcome)) continue;
      const loaded = loadPlan(savePlan(outcome.plan));
      expect(loaded).toEqual(outcome.plan);
      expect(savePlan(loaded)).toBe(savePlan(outcome.plan));
      expect(verifyPlan(randomContinent(seed), loaded).valid).toBe(true);
    }
  });

  test("a loaded plan is a plan to start from", () => {
    const outcome = planContinent(randomContinent(1), { backend, from: loadPlan(saved), gap: 1 });
    expect("plan" in outcome && outcome.plan.sites).toEqual(plan.sites);
  });

  test("something that is no plan is none to start from", () => {
    for (const from of [{}, { sites: [null], certificate: {} }, JSON.parse(saved), { ...plan, sites: [{}] }]) {
      expect(() => planContinent(randomContinent(1), { backend, from: from as Plan })).toThrow(InvalidOptionError);
    }
  });

  test.prop([fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })], { seed: 34, numRuns: 100 })(
    "refuses a text that breaks off",
    (share) => {
      expect(issuesOf(() => loadPlan(saved.slice(0, Math.floor(share * saved.length))))).toEqual(["load.text at "]);
    },
  );

  const hostile: Readonly<Record<string, readonly [text: (saved: string) => unknown, issue: string]>> = {
    "no text": [() => undefined, "load.text at "],
    "a continent": [() => '{"format":"katascope-continent","version":1}', "load.format at format"],
    "a list": [() => "[]", "load.format at format"],
    null: [() => "null", "load.format at format"],
    "no version": [() => '{"format":"katascope-plan"}', "load.version at version"],
    "no plan": [() => '{"format":"katascope-plan","version":1}', "plan.shape at "],
    "a later version": [(text) => text.replace('"version":1', '"version":2'), "load.version at version"],
    "a million brackets": [() => "[".repeat(1e6), "load.text at "],
    "a hundred objects in each other": [
      (text) => text.replace('"spent":', `"more":${'{"a":'.repeat(100)}1${"}".repeat(100)},"spent":`),
      "load.text at ",
    ],
    "a name of the language": [
      (text) => text.replace('"spent":', '"more":{"__proto__":{"polluted":true}},"spent":'),
      "id.reserved at more.__proto__",
    ],
    "a constructor": [
      (text) => text.replace('"spent":', '"constructor":{"prototype":{}},"spent":'),
      "id.reserved at constructor",
    ],
    "a number beyond all": [
      (text) => text.replace(/"shortagePenalty":[^,]*/, '"shortagePenalty":1e999'),
      "plan.shape at shortagePenalty",
    ],
    "a text for a number": [
      (text) => text.replace(/"shortagePenalty":[^,]*/, '"shortagePenalty":"0"'),
      "plan.shape at shortagePenalty",
    ],
    "a list for a record": [(text) => text.replace(/"energy":\{/, '"energy":[],"other":{'), "plan.shape at energy"],
  };

  test.each(Object.entries(hostile))("refuses a text with %s", (_, [broken, issue]) => {
    expect(issuesOf(() => loadPlan(broken(saved) as string))).toContain(issue);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("says what to do about a text of a later version", () => {
    expect(() => loadPlan(saved.replace('"version":1', '"version":7'))).toThrow(/version 7[\s\S]*Update katascope/);
  });

  test("refuses to save what could not be loaded", () => {
    const circle: Record<string, unknown> = { ...plan };
    circle.self = circle;
    const throwing = Object.defineProperty({ ...plan }, "energy", {
      get: () => {
        throw new Error("no energy");
      },
      enumerable: true,
    });
    expect(issuesOf(() => savePlan({ ...plan, objective: Number.NaN }))).toEqual(["plan.shape at objective"]);
    expect(issuesOf(() => savePlan(circle as unknown as Plan))).toEqual(["value.unreadable at "]);
    expect(issuesOf(() => savePlan(throwing))).toEqual(["value.unreadable at "]);
    expect(issuesOf(() => savePlan(null as unknown as Plan))).toEqual(["plan.shape at "]);
  });
});
