import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as constants from "../src/kernels/network-tree.ts";
import { writeModule } from "./conformance/module-writer.ts";
import { moduleFile, widen } from "./conformance/twin.ts";

const kernels = new URL("../src/kernels/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, kernels), "utf8");

function expectTwin(name: string, wanted: string): void {
  if (process.env["WRITE_TWINS"]) writeFileSync(new URL(name, kernels), wanted);
  expect(read(name)).toBe(wanted);
}

test("the wide pivots are the narrow ones on Float64Array", () => {
  expectTwin("pivot-wide.ts", widen(read("pivot-narrow.ts")));
});

test("the module of pivots is the narrow ones translated", () => {
  const written = writeModule(read("pivot-narrow.ts"), read("network-tree.ts"), "TreeState", { ...constants });
  expectTwin("pivot-module.ts", moduleFile(written));
});

test("what the translation does not understand it refuses", () => {
  const shape = "export interface State { count: number; list: Int32Array }";
  const write = (body: string) =>
    writeModule(`export function run(state: State, by: number): number { ${body} }`, shape, "State", {});
  expect(write("state.list[by] += 2; return state.count;")).toMatchObject({
    fields: ["list", "count"],
    changed: ["list"],
  });
  for (const body of [
    "return by / 2;",
    "return Math.abs(by);",
    "return by >>> 1;",
    "const f = () => by; return f();",
    "return state.unknown;",
    "do { by--; } while (by > 0); return by;",
    "return 0.5;",
  ]) {
    expect(() => write(body), body).toThrow();
  }
});
