import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { widen } from "./conformance/twin.ts";

test("the wide pivots are the narrow ones on Float64Array", () => {
  const wanted = widen(readFileSync(new URL("../src/kernels/pivot-narrow.ts", import.meta.url), "utf8"));
  const path = new URL("../src/kernels/pivot-wide.ts", import.meta.url);
  if (process.env["WRITE_TWINS"]) writeFileSync(path, wanted);
  expect(readFileSync(path, "utf8")).toBe(wanted);
});
