import type { Random } from "../../src/base/random.ts";
import type { CoupledProblem } from "../../src/problems/coupled.ts";

/** The same with sites under roofs, several goods under one now and then. */
export function withRoofs(problem: CoupledProblem, random: Random): CoupledProblem {
  const roofCount = random.integer(1, 4);
  return {
    ...problem,
    roofCost: Array.from({ length: roofCount }, () => random.integer(0, 300)),
    siteRoof: Array.from(problem.siteGood, () => random.integer(-1, roofCount - 1)),
  };
}

/** A small problem in which every feature may occur; raw goods can be won somewhere, so that most are feasible. */
export function randomCoupled(random: Random, mostPlaces = 5, mostGoods = 4): CoupledProblem {
  const p = random.integer(2, mostPlaces);
  const g = random.integer(1, mostGoods);
  const happens = (share: number): boolean => random.next() < share;
  const demand = Array.from({ length: p * g }, (_, cell) =>
    Math.floor(cell / p) === g - 1 || happens(0.3) ? random.integer(0, 20) : 0,
  );
  const supply = Array.from({ length: p * g }, () => (happens(0.1) ? random.integer(1, 15) : 0));
  const makes = new RowList();
  const takes = new RowList();
  const recipesOf: number[][] = Array.from({ length: g }, () => []);
  for (let good = 0; good < g; good++) {
    const count = happens(0.3) ? 2 : 1;
    for (let r = 0; r < count; r++) {
      recipesOf[good].push(makes.count);
      const beside = happens(0.2) && good > 0 ? random.integer(0, good - 1) : -1;
      makes.add(
        beside < 0
          ? [[good, 1]]
          : [
              [good, 1],
              [beside, 0.25],
            ],
      );
      const inputs: [number, number][] = [];
      for (let input = 0; input < good; input++) {
        if (input !== beside && happens(0.6)) inputs.push([input, random.integer(1, 6) / 4]);
      }
      takes.add(inputs);
    }
  }
  const sites: Partial<Record<string, number[]>> & Record<string, number[]> = Object.fromEntries(
    [
      ...["sitePlace", "siteGood", "siteCost", "oneSize", "newCost", "most", "standing", "keptCost", "closingCost"],
      ...["activityRecipe", "activityCapacity", "activityCost"],
    ].map((name) => [name, []]),
  );
  const sizeStart = [0];
  const activityStart = [0];
  for (let good = 0; good < g; good++) {
    for (let place = 0; place < p; place++) {
      if (!happens(0.7)) continue;
      sites["sitePlace"].push(place);
      sites["siteGood"].push(good);
      sites["siteCost"].push(happens(0.2) ? random.integer(1, 60) : 0);
      sites["oneSize"].push(happens(0.2) ? 1 : 0);
      const sizes = random.integer(1, 3);
      for (let size = 0; size < sizes; size++) {
        const most = happens(0.2) ? random.integer(2, 7) : 1;
        sites["most"].push(most);
        sites["standing"].push(happens(0.3) ? random.integer(0, most) : 0);
        sites["newCost"].push(random.integer(0, 200) * (size + 1));
        sites["keptCost"].push(random.integer(0, 80));
        sites["closingCost"].push(random.integer(-10, 20));
        const capacity = random.integer(5, 40) * (size + 1);
        const isEven = happens(0.7);
        for (const recipe of recipesOf[good]) {
          sites["activityRecipe"].push(recipe);
          sites["activityCapacity"].push(isEven ? capacity : capacity + random.integer(0, 9));
          sites["activityCost"].push(random.integer(1, 30));
        }
        activityStart.push(sites["activityRecipe"].length);
      }
      sizeStart.push(sites["newCost"].length);
    }
  }
  const x = Array.from({ length: p }, () => random.integer(0, 30));
  const y = Array.from({ length: p }, () => random.integer(0, 30));
  return {
    placeCount: p,
    goodCount: g,
    recipeCount: makes.count,
    demand,
    supply,
    shortageCost: Array.from({ length: g }, () => (happens(0.5) ? random.integer(20, 400) : Number.POSITIVE_INFINITY)),
    disposalCost: Array.from({ length: g }, () => random.integer(0, 5)),
    freight: [{ x, y }],
    freightTable: Array.from({ length: g }, () => (happens(0.15) ? -1 : 0)),
    freightRate: Array.from({ length: g }, () => random.integer(1, 4) / 2),
    makes: makes.read(),
    takes: takes.read(),
    sizeStart,
    activityStart,
    ...(sites as unknown as Pick<
      CoupledProblem,
      "sitePlace" | "siteGood" | "newCost" | "activityRecipe" | "activityCapacity" | "activityCost"
    >),
  };
}

class RowList {
  readonly #start = [0];
  readonly #good: number[] = [];
  readonly #amount: number[] = [];

  get count(): number {
    return this.#start.length - 1;
  }

  add(row: readonly (readonly [number, number])[]): void {
    for (const [good, amount] of row) {
      this.#good.push(good);
      this.#amount.push(amount);
    }
    this.#start.push(this.#good.length);
  }

  read(): CoupledProblem["makes"] {
    return { start: this.#start, good: this.#good, amount: this.#amount };
  }
}
