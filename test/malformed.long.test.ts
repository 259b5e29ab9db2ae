import { test } from "@fast-check/vitest";
import { describe } from "vitest";
import { damage, expectIssuesOrContinent } from "./malformed-damage.ts";

describe("a continent damaged ten thousand times", () => {
  test.prop([damage], { seed: 23, numRuns: 10_000 })(
    "gives issues or else a continent, never both nor neither",
    (how) => {
      expectIssuesOrContinent(how);
    },
  );
});
