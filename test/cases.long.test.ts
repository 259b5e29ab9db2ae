import { expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { expectNoMutationToProveMore, prove } from "./case-laws.ts";

test("sixty continents of up to eight areas and four goods are proved, and no mutation proves more", async () => {
  const backend = await highs();
  let proved = 0;
  for (let seed = 20_001; proved < 60; seed++) {
    const one = prove(seed, backend, 2 + (seed % 7));
    if (one === undefined) continue;
    proved += 1;
    expectNoMutationToProveMore(one, seed, 10);
  }
  expect(proved).toBe(60);
});

test("twelve continents with options, one source for an area among them, are proved, and no mutation proves more", async () => {
  const backend = await highs();
  let proved = 0;
  for (let seed = 6; proved < 12; seed++) {
    const one = prove(seed, backend, 2 + (seed % 5), true);
    if (one === undefined) continue;
    proved += 1;
    expectNoMutationToProveMore(one, seed, 10);
  }
  expect(proved).toBe(12);
});
