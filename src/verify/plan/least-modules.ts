import { add, type Exact, exactly, minimum, multiply, sign, ZERO } from "../../base/exact.ts";
import type { Range, SizeRange } from "./ranges.ts";

/** MJ/yr of one module of a size: one that stands and is kept instead of closed, and a new one. */
export interface ModuleCosts {
  readonly kept: Exact;
  readonly built: Exact;
}

/** The least cost of one or more open modules, each kind within its range; some range must allow one. */
export function leastOfModules({ kept, built }: SizeRange, cost: ModuleCosts): Exact {
  const all = add(leastOfMany(kept, cost.kept), leastOfMany(built, cost.built));
  if (kept.least + built.least > 0 || sign(all) < 0) return all;
  if (kept.most <= 0) return cost.built;
  return built.most > 0 ? minimum(cost.kept, cost.built) : cost.kept;
}

/** The least cost of modules of one kind within their range, none included where it allows that. */
export function leastOfMany({ least, most }: Range, cost: Exact): Exact {
  return add(multiply(exactly(least), cost), multiply(exactly(most - least), minimum(ZERO, cost)));
}

/** The same of one kind in doubles, none included where the range allows it. */
export function manyOf({ least, most }: Range, cost: number): number {
  return least * cost + (most - least) * Math.min(0, cost);
}
