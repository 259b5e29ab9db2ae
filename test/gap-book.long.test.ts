import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { expectGapBooked } from "./gap-book-laws.ts";

describe("the gap book of many continents", async () => {
  const backend = await highs();

  test("has all of the gap, and no line below zero", { timeout: 300_000 }, () => {
    const kinds = new Set<string>();
    for (let seed = 1001; seed <= 1040; seed++) for (const what of expectGapBooked(seed, backend)) kinds.add(what);
    expect([...kinds].sort()).toEqual([
      "freight",
      "link",
      "options",
      "resource",
      "sites",
      "supply",
      "terminal",
      "unmet",
    ]);
  });
});
