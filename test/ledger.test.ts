import { describe, expect, test } from "vitest";
import { exactly, multiply, nearest } from "../src/base/exact.ts";
import { MetIds } from "../src/verify/plan/by-ids.ts";
import { compareCells, Ledger, Total } from "../src/verify/plan/ledger.ts";

describe("a ledger", () => {
  test("keeps what a stranger's ids name out of the cells of a continent's, whatever letters they have", () => {
    const ours = new Ledger();
    ours.add(["a", "b", ""], 1);
    for (const ids of [
      ["a\0b", "", ""],
      ["a", "b\0", ""],
      ["", "a\0b", ""],
      ["a\0", "b", ""],
      ["a", "", "b"],
    ]) {
      const theirs = new Ledger();
      theirs.add(ids, 1);
      expect(theirs.value("a", "b", "")).toBe(0);
      const differing: string[] = [];
      compareCells(
        ours,
        theirs,
        () => 0.5,
        (which) => differing.push(which.join("|")),
      );
      expect(differing).toEqual(["a|b|", ids.join("|")]);
    }
  });

  test("has no cell for nothing, however it was added, and one for what came and went", () => {
    const ledger = new Ledger();
    ledger.add(["a"], 0);
    ledger.add(["b"], 0, 3);
    ledger.add(["c"], 3, 0);
    ledger.addExact(["d"], exactly(-0));
    for (const amount of [0, 2, -2]) ledger.add(["e"], amount);
    expect([...ledger.cells()]).toEqual([{ ids: ["e"], value: 0, gross: 4 }]);
  });

  test("adds products up without rounding, of as many factors as there are", () => {
    const ledger = new Ledger();
    ledger.addProduct(["a"], [0.1, 1, 1]);
    ledger.addProduct(["a"], [3, 0.1, 0.1]);
    ledger.add(["a"], -0.1);
    ledger.addProduct(["b"], [3, 0, 0.1]);
    const [{ ids, value }, ...others] = ledger.cells();
    expect(ids).toEqual(["a"]);
    expect(value).toBe(nearest([3, 0.1, 0.1].map(exactly).reduce(multiply)));
    expect(others).toEqual([]);
  });

  test("meets each list of ids once, and none for another", () => {
    const met = new MetIds();
    expect([met.meet("a", "b"), met.meet("a"), met.meet("ab"), met.meet("a", "b"), met.meet("a")]).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test("adds totals up without rounding, and judges by all that went in", () => {
    const [one, other] = [new Total(), new Total()];
    for (const amount of [1e20, 1, -1e20]) one.add(exactly(amount));
    other.add(exactly(2));
    other.addAll(one);
    expect(other.value).toBe(3);
    expect(other.gross).toBeGreaterThan(1e20);
    expect(other.offBy(3, 0)).toBe(0);
    expect(other.offBy(3.5, 0)).toBe(0.5);
    expect(other.offBy(3.5, 1e-9)).toBe(0);
  });
});
