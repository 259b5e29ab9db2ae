import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planOptionTable } from "../src/plan/options.ts";

/** The fields of interfaces, with what stands before each: what an editor shows of it. */
function fieldsOf(path: string, wanted: RegExp): { readonly name: string; readonly isTold: boolean }[] {
  const interfaces = readFileSync(path, "utf8").matchAll(/export interface (\w+)[\s\S]*?\n\}\n/g);
  return [...interfaces].flatMap(([body, name]) => {
    if (!wanted.test(name)) return [];
    return [...body.matchAll(/(\*\/\n)? {2}readonly (\w+)\??:/g)].map(([, told, field]) => {
      return { name: `${name}.${field}`, isTold: told !== undefined };
    });
  });
}

describe("what an editor shows", () => {
  test.each([
    ["src/model/spec.ts", /Spec$/, 50],
    ["src/plan/options.ts", /^PlanOptions$/, planOptionTable.length],
    ["src/base/control.ts", /^ControlOptions$/, 4],
    ["src/report/svg-map.ts", /Options$/, 5],
    ["src/report/markdown-report.ts", /Options$/, 3],
  ])("has a sentence for every field that one types: %s", (path, wanted, least) => {
    const fields = fieldsOf(path, wanted);
    expect(fields.length).toBeGreaterThanOrEqual(least);
    expect(fields.filter(({ isTold }) => !isTold)).toEqual([]);
  });
});
