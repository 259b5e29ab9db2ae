import { ExactSum } from "../../base/exact.ts";
import type { Continent } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import { MetIds } from "./by-ids.ts";
import { lookUp } from "./freight-prices.ts";
import { amountTolerance, finite, Ledger, ROUNDING } from "./ledger.ts";
import { areKnown, notNegative } from "./row-checks.ts";
import { type Report, Tallies, type Tally } from "./tally.ts";
import { Transport } from "./transport-rows.ts";
import { Works } from "./works-rows.ts";

/**
 * Checks the plan's works, flows and areas against every row of the model, and adds up what they come to.
 * Trusts no figure that the plan could have computed: only modules, runs, flows, transfers, and what the
 * balances say is supplied, let go and unmet.
 */
export function checkRows(continent: Continent, plan: Plan, report: Report): Tally {
  return new Rows(continent, plan, report).check();
}

/** A unit that goes in no circle comes into a balance and leaves it once; twice that for what is made and let go there. */
const MOST_TERMS = 4;

class Rows {
  readonly #tally = new Tallies();

  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly report: Report,
  ) {}

  check(): Tally {
    new Works(this.continent, this.plan, this.#tally, this.report).check();
    new Transport(this.continent, this.plan, this.#tally, this.report).check();
    this.#checkAreas();
    this.#checkResources();
    return { ...this.#tally, ...this.#checkBalances() };
  }

  /** What the areas themselves bring forth, let go and do without; and their final demand. */
  #checkAreas(): void {
    const { continent, report } = this;
    const met = new MetIds();
    for (const { area, good, supplied, surplus, unmet } of this.plan.balances) {
      const path = `balances[${area}, ${good}]`;
      if (!areKnown(continent, report, path, { area, good })) continue;
      if (met.meet(area, good)) report("id.duplicate", path, "The balance is listed twice.", 1);
      notNegative(report, `${path}.supplied`, supplied);
      notNegative(report, `${path}.surplus`, surplus);
      notNegative(report, `${path}.unmet`, unmet);
      const supply = lookUp(continent.areas[area].supply, good) ?? 0;
      if (supplied > supply + amountTolerance(supply))
        report("supply", path, `${supplied} supplied; there is ${supply}.`, supplied - supply);
      const source = this.#tally.made.value(area, good) + supplied;
      if (surplus > source + amountTolerance(source))
        report("surplus", path, `${surplus} let go; ${source} is made and supplied here.`, surplus - source);
      if (surplus > 0 && continent.goods[good].disposal === "forbidden")
        report("surplus.forbidden", path, "The good must not be let go.", surplus);
      const demand = lookUp(continent.areas[area].demand, good) ?? 0;
      if (unmet > demand) report("unmet", path, `${unmet} unmet of a demand of ${demand}.`, unmet - demand);
      if (unmet > 0 && lookUp(continent.shortage, good) === undefined)
        report("unmet.notAllowed", path, "Demand for this good must be met.", unmet);
      for (const amount of [supplied, unmet, -surplus]) this.#tally.balance.add([area, good], amount);
    }
    for (const [area, { demand }] of Object.entries(continent.areas))
      for (const [good, amount] of Object.entries(demand)) this.#tally.balance.add([area, good], -amount);
  }

  #checkResources(): void {
    for (const { ids, value } of this.#tally.used.cells()) {
      const [area, resource] = ids;
      const available = lookUp(this.continent.areas[area].resources, resource);
      if (available !== undefined && value > available * (1 + ROUNDING))
        this.report(
          "resource",
          `resource[${resource}, ${area}]`,
          `${value} used; ${available} is available.`,
          value - available,
        );
    }
  }

  #checkBalances(): Pick<Tally, "open" | "residual"> {
    const open = new Ledger();
    const worth = new ExactSum();
    let amount = 0;
    const passing = this.#passing();
    for (const { ids, value, gross } of this.#tally.balance.cells()) {
      const [area, good] = ids;
      const residual = Math.abs(value);
      const price = lookUp(lookUp(this.plan.certificate.prices, good) ?? {}, area) ?? 0;
      if (residual > amountTolerance(Math.min(gross, MOST_TERMS * passing.value(good))))
        this.report(
          "balance",
          `balance[${[good, area, ...ids.slice(2)].join(", ")}]`,
          `What comes is ${residual} ${value > 0 ? "more" : "less"} than what goes.`,
          residual,
        );
      amount = Math.max(amount, residual);
      worth.addProduct(residual, Math.abs(price));
      open.add([good], residual);
    }
    return { open, residual: { amount, energy: finite(worth.value) } };
  }

  /** By good: what is made, supplied and wanted in all. What goes round in circles besides must not hide what is lacking. */
  #passing(): Ledger {
    const passing = new Ledger();
    for (const { ids, value } of this.#tally.made.cells()) passing.add([ids[1]], value);
    for (const { good, supplied } of this.plan.balances) passing.add([good], supplied);
    for (const { demand } of Object.values(this.continent.areas))
      for (const [good, wanted] of Object.entries(demand)) passing.add([good], wanted);
    return passing;
  }
}
