import type { Random } from "../../src/base/random.ts";
import type { LocationProblem } from "../../src/problems/location.ts";

export interface Shape {
  readonly mostSites: number;
  readonly mostCustomers: number;
  /** Whether each option may occur. */
  readonly options?: ReadonlySet<LocationOption>;
}

export type LocationOption = "capacity" | "single" | "copies" | "group" | "state" | "numbers" | "sparse" | "decimals";

export const ALL_OPTIONS: ReadonlySet<LocationOption> = new Set([
  "capacity",
  "single",
  "copies",
  "group",
  "state",
  "numbers",
  "sparse",
  "decimals",
]);

/** A small problem in which every option may occur, feasible or not. */
export function randomLocation(random: Random, shape: Shape): LocationProblem {
  const allowed = shape.options ?? ALL_OPTIONS;
  const happens = (option: LocationOption, share: number): boolean => random.next() < share && allowed.has(option);
  const siteCount = random.integer(1, shape.mostSites);
  const customerCount = random.integer(1, shape.mostCustomers);
  const unit = happens("decimals", 0.3) ? 0.25 : 1;
  const demand = Array.from({ length: customerCount }, () => random.integer(1, 20));
  const total = demand.reduce((sum, d) => sum + d, 0);
  const place = (): [number, number] => [random.integer(0, 100), random.integer(0, 100)];
  const sites = Array.from({ length: siteCount }, place);
  const customers = Array.from({ length: customerCount }, place);
  const isFlat = random.next() < 0.2;
  const costOf = (i: number, j: number): number => {
    const distance = Math.abs(sites[i][0] - customers[j][0]) + Math.abs(sites[i][1] - customers[j][1]);
    return unit * (isFlat ? random.integer(0, 8) : distance * (random.next() < 0.5 ? 1 : demand[j]));
  };
  const dear = random.integer(1, 400);
  const hasCapacity = happens("capacity", 0.7);
  const tightness = 1 + random.next() * 4;
  const isEven = random.next() < 0.4;
  const even = Math.max(1, Math.ceil((total * tightness) / siteCount));
  const isSparse = happens("sparse", 0.25);
  const start = [0];
  const site: number[] = [];
  const sparseCost: number[] = [];
  const dense: number[] = Array.from({ length: siteCount * customerCount }, () => 0);
  for (let j = 0; j < customerCount; j++) {
    for (let i = 0; i < siteCount; i++) {
      const cost = costOf(i, j);
      dense[i * customerCount + j] = cost;
      if (random.next() < 0.75) {
        site.push(i);
        sparseCost.push(cost);
      }
    }
    start.push(site.length);
  }
  const problem: Record<string, unknown> = {
    siteCount,
    customerCount,
    openCost: Array.from({ length: siteCount }, () => unit * random.integer(0, dear)),
    cost: isSparse ? { start, site, cost: sparseCost } : dense,
  };
  if (hasCapacity) {
    problem["demand"] = demand;
    problem["capacity"] = Array.from({ length: siteCount }, () => (isEven ? even : random.integer(1, 2 * even)));
    if (happens("single", 0.4)) problem["singleSource"] = true;
    if (happens("copies", 0.4)) problem["copies"] = Array.from({ length: siteCount }, () => random.integer(1, 4));
  }
  if (happens("group", 0.3))
    problem["group"] = Array.from({ length: siteCount }, () => random.integer(-1, Math.ceil(siteCount / 2)));
  if (happens("state", 0.3))
    problem["state"] = Array.from({ length: siteCount }, () => [0, 0, 0, 1, -1][random.integer(0, 4)]);
  if (happens("numbers", 0.3)) {
    if (random.next() < 0.5) problem["exactlyOpen"] = random.integer(1, siteCount);
    else problem["mostOpen"] = random.integer(1, siteCount);
  }
  return problem as unknown as LocationProblem;
}

/** A small problem with capacities, in which customers are served whole from sites of one copy. */
export function randomSingleSource(random: Random, shape: Omit<Shape, "options">): LocationProblem {
  const options = new Set(ALL_OPTIONS);
  options.delete("copies");
  for (;;) {
    const problem = randomLocation(random, { ...shape, options });
    if (problem.capacity !== undefined) return { ...problem, singleSource: true };
  }
}

/** The same with several copies a site, some of costs and capacities that are no whole numbers in binary. */
export function randomSingleSourceCopies(random: Random, shape: Omit<Shape, "options">): LocationProblem {
  const problem = randomSingleSource(random, shape);
  const part = random.next() < 0.5 ? 10 : 1;
  const { siteCount, openCost, capacity } = problem;
  return {
    ...problem,
    openCost: Array.from(openCost, (cost) => Math.round(cost * 4) / part),
    capacity: Array.from(capacity!, (room) => Math.ceil(room * part * (0.3 + 0.7 * random.next())) / part),
    copies: Array.from({ length: siteCount }, () => random.integer(1, 5)),
  };
}
