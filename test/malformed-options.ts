import { fc } from "@fast-check/vitest";
import { planOptionTable } from "../src/plan/options.ts";
import { damage, damagedCopy } from "./malformed-damage.ts";
import { hamletPlan } from "./malformed-files.ts";

const names = planOptionTable.map(({ name }) => name);

/** Values that some option takes, and values that none should. */
const value = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 0.5, -1, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY, undefined, null, true, false),
  fc.constantFrom<unknown>("auto", "linear", "fast", {}, [], { ofAvoidable: 0.1 }, { ofAvoidable: "0.1" }, hamletPlan),
  fc.constantFrom<unknown>({ aborted: false }, { aborted: true }, { name: "x", solve: 7 }, { name: 1 }, () => {}),
  damage.map((how) => damagedCopy(hamletPlan, how)),
  fc.anything({ maxDepth: 2, withBigInt: true }),
);

/** Some of the options there are with any values, and now and then one that there is not. */
export const anyOptions: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom<string>(...names) }, { weight: 1, arbitrary: fc.string() }),
  value,
  { maxKeys: 3 },
);
