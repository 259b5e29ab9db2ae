import type { LinearFormulation } from "../formulations/linear.ts";
import type { Indexed } from "../network/indexed.ts";
import { mostMade } from "../network/option-rules.ts";
import type { Reason } from "../plan/outcome.ts";
import type { LinearSolution } from "../problems/linear.ts";
import { formatAmount } from "../units/format.ts";

/** A dual below this, in shares of unmet demand per unit of the problem, decides nothing. */
const DECIDING = 1e-9;

/** Reserves that no works could hold, were every module there may be open. */
export function reserveReasons(indexed: Indexed): Reason[] {
  const { rules, goods, most, moduleSite } = indexed;
  return rules.reserves.flatMap(({ good, amount, groups }) => {
    const made = mostMade(indexed, good);
    return groups.flatMap(({ name, sites }): Reason[] => {
      const members = new Set(sites);
      let others = 0;
      made.forEach((capacity, module) => {
        if (!members.has(moduleSite[module])) others += capacity * most[module];
      });
      if (others >= amount) return [];
      const unit = indexed.continent.goods[goods[good]].unit;
      const message =
        `A reserve of ${formatAmount(amount, unit)} a year of ${goods[good]} is asked for; without ${name} all others, ` +
        `every module built, could make ${formatAmount(others, unit)}.`;
      return [{ code: "reserve-too-large", message, good: goods[good], amount: amount - others }];
    });
  });
}

/** Caps on shares and reserves that hold the needs back, from the duals of the least unmet demand. */
export function bindingOptionReasons(
  indexed: Indexed,
  { rows }: LinearFormulation,
  { rowDual }: LinearSolution,
): Reason[] {
  const { rules, goods, areas } = indexed;
  const holds = (row: number): boolean => row >= 0 && Math.abs(rowDual[row]) > DECIDING;
  const shares = rules.shares.flatMap(({ good, by, ofArea, share, groups, first }) =>
    groups.flatMap(({ name }, g): Reason[] => {
      const at = ofArea ? first + g * areas.length : first + g;
      const where = ofArea ? areas.filter((_, a) => holds(rows.option.share[at + a])) : [];
      if (ofArea ? where.length === 0 : !holds(rows.option.share[at])) return [];
      const percent = `${Number((share * 100).toFixed(1))} %`;
      const of = ofArea ? `what ${where.join(", ")} ${where.length > 1 ? "use" : "uses"} of` : "all";
      const message = `No ${by} may ${ofArea ? "serve" : "make"} more than ${percent} of ${of} ${goods[good]}, and ${name} does.`;
      return [{ code: "share-used-up", message, good: goods[good], ...(where.length === 1 ? { area: where[0] } : {}) }];
    }),
  );
  const reserves = rules.reserves.flatMap(({ good, amount, groups, first }) =>
    groups.flatMap(({ name }, g): Reason[] => {
      if (!holds(rows.option.reserve[first + g])) return [];
      const unit = indexed.continent.goods[goods[good]].unit;
      const message = `Works must stand ready for ${formatAmount(amount, unit)} a year of ${goods[good]} without ${name}.`;
      return [{ code: "reserve-held", message, good: goods[good], amount }];
    }),
  );
  return [...shares, ...reserves];
}
