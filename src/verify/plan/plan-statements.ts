import type { Continent } from "../../model/types.ts";
import type { AreaFigure, Certificate, Plan } from "../../plan/types.ts";
import { MetIds } from "./by-ids.ts";
import { checkEmbodied } from "./embodied-statements.ts";
import { lookUp } from "./freight-prices.ts";
import { amountTolerance, compareCells, Ledger, ROUNDING } from "./ledger.ts";
import { checkShipments } from "./plan-shipments.ts";
import { Spending, terminalKey } from "./spending.ts";
import type { Report, Tally } from "./tally.ts";

/**
 * Checks what a plan says of itself against what its works and flows come to: energies by part and by place,
 * balances, resources, loads and uses, prices, and the shipments as a decomposition of the flows.
 *
 * Gives: the objective, recomputed.
 */
export function checkStatements(continent: Continent, plan: Plan, tally: Tally, report: Report): number {
  const objective = checkEnergy(continent, plan, report);
  checkBalances(continent, plan, tally, report);
  checkResources(continent, plan, tally, report);
  checkShares(continent, plan, tally, report);
  checkShipments(continent, plan, tally, report);
  checkFigures(continent, plan, report);
  checkEmbodied(continent, plan, tally, report);
  return objective;
}

/** Sums every energy exactly, by part and by place, and compares with the parts and the spent book. */
function checkEnergy(continent: Continent, plan: Plan, report: Report): number {
  const spending = new Spending(continent, plan);
  const { energy, shortagePenalty, objective } = plan;
  for (const [part, stated] of Object.entries({ ...energy, shortagePenalty, objective })) {
    const rule = part === "shortagePenalty" || part === "objective" ? part : `energy.${part}`;
    const total = spending.total(part);
    const off = total.offBy(stated, ROUNDING);
    if (off > 0) report(rule, rule, `${stated} MJ is stated; it comes to ${total.value} MJ.`, off);
  }
  const book = new Ledger();
  for (const { purpose, area, site, link, terminal, energy: spent } of plan.spent)
    book.add([purpose, area, site ?? link ?? (terminal === undefined ? "" : terminalKey(terminal))], spent);
  const { places } = spending;
  compareCells(
    places,
    book,
    (_, gross) => ROUNDING * gross,
    (ids, off) => {
      const message = `The book says ${book.value(...ids)} MJ; it comes to ${places.value(...ids)} MJ.`;
      report("spent", `spent[${ids.join(", ")}]`, message, off);
    },
  );
  return spending.total("objective").value;
}

function checkBalances(continent: Continent, plan: Plan, tally: Tally, report: Report): void {
  const stated = new Ledger();
  const found = new Ledger();
  const kinds = { made: tally.made, taken: tally.taken, in: tally.unloaded, out: tally.loaded };
  for (const [kind, ledger] of Object.entries(kinds))
    for (const { ids, value } of ledger.cells()) found.add([...ids, kind], value);
  for (const [area, { demand }] of Object.entries(continent.areas))
    for (const [good, amount] of Object.entries(demand)) found.add([area, good, "used"], amount);
  for (const { area, good, made, taken, in: arriving, out, used, unmet } of plan.balances) {
    for (const [kind, amount] of Object.entries({ made, taken, in: arriving, out, used }))
      stated.add([area, good, kind], amount);
    found.add([area, good, "used"], -unmet);
  }
  compareCells(
    found,
    stated,
    (_, gross) => amountTolerance(gross),
    ([area, good, kind], off) =>
      report(
        "balance.stated",
        `balances[${area}, ${good}].${kind}`,
        `${stated.value(area, good, kind)} is stated; it comes to ${found.value(area, good, kind)}.`,
        off,
      ),
  );
}

function checkResources(continent: Continent, plan: Plan, tally: Tally, report: Report): void {
  const named = namesOfResources(continent);
  const stated = new Ledger();
  const met = new MetIds();
  for (const { area, resource, used, available, guidePrice } of plan.resources) {
    const path = `resources[${area}, ${resource}]`;
    const place = lookUp(continent.areas, area);
    if (place === undefined || !named.has(resource))
      report("id.unknown", path, "There is no such area or resource.", 1);
    if (met.meet(area, resource)) report("id.duplicate", path, "The resource is listed twice.", 1);
    stated.add([area, resource], used);
    if (available !== lookUp(place?.resources ?? {}, resource))
      report("resource.stated", path, `${available ?? "No limit"} is stated, which is not what the area has.`, 1);
    checkPrice(path, guidePrice, lookUp(lookUp(plan.certificate.resources, area) ?? {}, resource), report);
  }
  compareCells(
    tally.used,
    stated,
    (_, gross) => ROUNDING * gross,
    ([area, resource], off) =>
      report(
        "resource.stated",
        `resources[${area}, ${resource}].used`,
        `${stated.value(area, resource)} is stated; it comes to ${tally.used.value(area, resource)}.`,
        off,
      ),
  );
}

/** The loads of sizes and the uses of ways and terminals, which are shares; and what terminals handle. */
function checkShares(continent: Continent, plan: Plan, tally: Tally, report: Report): void {
  const compare = (rule: string, path: string, stated: number | undefined, share: number | undefined): void => {
    if (stated === undefined && share === undefined) return;
    const off = stated === undefined || share === undefined ? 1 : Math.abs(stated - share);
    if (off > ROUNDING) report(rule, path, `${stated ?? "Nothing"} is stated; it is ${share ?? "without limit"}.`, off);
  };
  for (const { site, sizes } of plan.sites) {
    for (const { name, kept, built, runs, load } of sizes) {
      const size = lookUp(continent.sites, site)?.sizes.find((one) => one.name === name);
      if (size === undefined) continue;
      let filled = 0;
      for (const [recipe, count] of Object.entries(runs)) filled += count / (lookUp(size.capacity, recipe) ?? count);
      compare("load", `sites[${site}].sizes[${name}].load`, load, kept + built > 0 ? filled / (kept + built) : 0);
    }
  }
  const links = new Map(continent.links.map((link) => [link.id, link]));
  for (const { link: id, ways, built } of plan.links) {
    const link = links.get(id);
    let capacity = link?.capacity;
    for (const { name, capacity: more } of link?.sizes ?? []) {
      if (capacity !== undefined) capacity += more * (lookUp(built, name) ?? 0);
    }
    ways.forEach(({ tonnes, use, guidePrice }, w) => {
      let carried = 0;
      for (const [good, amount] of Object.entries(tonnes))
        carried += amount * (lookUp(continent.goods, good)?.tonnesPerUnit ?? 0);
      const share = capacity === undefined ? undefined : capacity === 0 ? 0 : carried / capacity;
      compare("use", `links[${id}].ways[${w}].use`, use, share);
      checkPrice(`links[${id}].ways[${w}]`, guidePrice, lookUp(plan.certificate.links, id)?.[w], report);
    });
  }
  for (const { area, mode, built, tonnes, use, guidePrice } of plan.terminals) {
    const path = `terminals[${area}, ${mode}]`;
    const terminal = continent.terminals.find((one) => one.area === area && one.mode === mode);
    let capacity = terminal?.capacity;
    for (const { name, capacity: more } of terminal?.sizes ?? []) {
      if (capacity !== undefined) capacity += more * (lookUp(built, name) ?? 0);
    }
    const handled = tally.handled.value(area, mode);
    if (Math.abs(tonnes - handled) > amountTolerance(handled))
      report("terminal.stated", `${path}.tonnes`, `${tonnes} is stated; it is ${handled}.`, Math.abs(tonnes - handled));
    compare("use", `${path}.use`, use, capacity === undefined ? undefined : capacity === 0 ? 0 : handled / capacity);
    checkPrice(path, guidePrice, lookUp(lookUp(plan.certificate.terminals ?? {}, area) ?? {}, mode), report);
  }
}

/**
 * Guide prices are the certificate's own; marginal prices must not save more by one unit less than one unit more takes:
 * energy is convex in demand.
 */
function checkFigures(continent: Continent, plan: Plan, report: Report): void {
  const marginal = (plan.marginalPrices ?? []).map(({ area, good, more, less }): AreaFigure => {
    return { area, good, value: more === "cannot" || less === "cannot" ? 0 : less - more };
  });
  const lists: Readonly<Record<string, readonly AreaFigure[]>> = {
    guidePrices: plan.guidePrices,
    embodied: plan.embodied,
    marginalPrices: marginal,
  };
  for (const [list, figures] of Object.entries(lists)) {
    const met = new MetIds();
    for (const { area, good, value } of figures) {
      const path = `${list}[${area}, ${good}]`;
      if (!Object.hasOwn(continent.areas, area) || !Object.hasOwn(continent.goods, good))
        report("id.unknown", path, "There is no such area or good.", 1);
      if (met.meet(area, good)) report("id.duplicate", path, "The figure is listed twice.", 1);
      if (list === "marginalPrices" && value > 0)
        report("marginalPrice", path, "One less saves more than one more takes.", value);
      if (list === "guidePrices")
        checkPrice(path, value, lookUp(lookUp(plan.certificate.prices, good) ?? {}, area), report);
    }
    if (list === "guidePrices") checkNoneIsLeftOut(plan.certificate, met, report);
  }
}

/** Every price of the certificate is a guide price that the plan shows, unless it is nothing. */
function checkNoneIsLeftOut({ prices }: Certificate, met: MetIds, report: Report): void {
  for (const [good, byArea] of Object.entries(prices))
    for (const [area, price] of Object.entries(byArea))
      if (price !== 0 && !met.meet(area, good)) checkPrice(`guidePrices[${area}, ${good}]`, 0, price, report);
}

function checkPrice(path: string, stated: number, proving: number | undefined, report: Report): void {
  if (stated === (proving ?? 0)) return;
  report(
    "guidePrice",
    path,
    `${stated} is stated; the certificate says ${proving ?? 0}.`,
    Math.abs(stated - (proving ?? 0)),
  );
}

/** Resources have no list of their own: they are what areas have and recipes and sizes need. */
export function namesOfResources({ areas, recipes, sites }: Continent): ReadonlySet<string> {
  const sizes = Object.values(sites).flatMap((site) => site.sizes);
  const amounts = [
    ...Object.values(areas).map(({ resources }) => resources),
    ...[...Object.values(recipes), ...sizes].map(({ needs }) => needs),
  ];
  return new Set(amounts.flatMap((each) => Object.keys(each)));
}
