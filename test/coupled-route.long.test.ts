import { describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { compareCoupledRoute } from "./coupled-route-laws.ts";

describe("planning by prices and responses, five hundred continents with every feature", async () => {
  const backend = await highs();
  test("never beats the optimum nor proves more, and nearly always finds it", () => {
    const distances: number[] = [];
    for (let seed = 1001; seed <= 1500; seed++) {
      const distance = compareCoupledRoute(seed, backend);
      if (distance !== undefined) distances.push(distance);
    }
    expect(distances.length).toBeGreaterThan(300);
    expect(distances.filter((distance) => distance < 1e-5).length).toBeGreaterThan(0.9 * distances.length);
  });
});
