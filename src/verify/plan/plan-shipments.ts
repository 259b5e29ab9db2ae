import { ExactSum } from "../../base/exact.ts";
import { energyPerTonne, mayTravel, terminalEnergy } from "../../model/energy.ts";
import type { Continent, Link } from "../../model/types.ts";
import type { Plan, Shipment } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";
import { amountTolerance, compareCells, Ledger, ROUNDING } from "./ledger.ts";
import type { Report, Tally } from "./tally.ts";

/**
 * Shipments must be one decomposition of the flows: each a connected path at its own energy, and together
 * just the flows on every way, what every works makes and supply yields, and all that is used or let go.
 * A decomposition can miss what the balances leave open, so that much more is allowed. Goods of which some is lost on
 * the way, or for which links make or take others, may have flows beside those of shipments: in circles, until all is
 * lost, or for what a link makes. As flows and shipments balance at every node, what is left then can be nothing else.
 */
export function checkShipments(continent: Continent, plan: Plan, tally: Tally, report: Report): void {
  const links = new Map(continent.links.map((link) => [link.id, link]));
  const sent = new Ledger();
  const expected = new Ledger();
  for (const [position, shipment] of plan.shipments.entries()) {
    const { good, site, from, tonnes } = shipment;
    const path = `shipments[${position}]`;
    const maker = site === undefined ? undefined : lookUp(continent.sites, site);
    const known = Object.hasOwn(continent.goods, good) && Object.hasOwn(continent.areas, from);
    if (!known || (site !== undefined && maker === undefined)) {
      report("id.unknown", path, "There is no such good, area or site.", 1);
      continue;
    }
    if (tonnes < 0) report("negative", path, `${tonnes} is below zero.`, -tonnes);
    if (maker !== undefined && maker.area !== from) report("shipment.path", path, `The works is in ${maker.area}.`, 1);
    sent.add(["source", good, site === undefined ? from : "", site ?? ""], tonnes);
    checkPath(continent, links, shipment, path, sent, report);
  }
  const maySpin = new Set<string>();
  for (const { loss, makes, takes, mode } of continent.links) {
    if (loss === 0 && Object.keys(makes).length + Object.keys(takes).length === 0) continue;
    for (const good of Object.keys(continent.goods)) if (mayTravel(continent, good, mode)) maySpin.add(good);
  }
  for (const { ids, value } of tally.madeBySite.cells()) expected.add(["source", ids[1], "", ids[0]], value);
  for (const { ids, value } of tally.madeByLinks.cells()) expected.add(["source", ids[1], ids[0], ""], value);
  for (const { ids, value } of tally.taken.cells()) expected.add(["use", ids[1], ids[0]], value);
  for (const [area, { demand }] of Object.entries(continent.areas))
    for (const [good, amount] of Object.entries(demand)) expected.add(["use", good, area], amount);
  for (const { area, good, supplied, surplus, unmet } of plan.balances) {
    expected.add(["source", good, area, ""], supplied);
    for (const amount of [surplus, -unmet]) expected.add(["use", good, area], amount);
  }
  for (const { ids, value } of tally.flow.cells()) expected.add(["flow", ids[2], ids[0], ids[1]], value);
  compareCells(
    expected,
    sent,
    (ids, gross) => amountTolerance(gross) + tally.open.value(ids[1]),
    (ids, off) => {
      const [shipped, there] = [sent.value(...ids), expected.value(...ids)];
      if (ids[0] !== "use" && maySpin.has(ids[1]) && shipped < there) return;
      const path = `shipments[${ids.slice(1).join(", ")}]`;
      report(`shipment.${ids[0]}`, path, `Shipments come to ${shipped}; the plan has ${there}.`, off);
    },
  );
}

/** Follows a shipment over its links; between links of one mode it may go on without being unloaded. */
function checkPath(
  continent: Continent,
  links: ReadonlyMap<string, Link>,
  { good, from, to, tonnes, energy, links: ids }: Shipment,
  path: string,
  sent: Ledger,
  report: Report,
): void {
  const perTonne = new ExactSum();
  let reloading = 0;
  /** Share of what left that is still on the way. */
  let part = 1;
  let area = from;
  let mode: string | undefined;
  for (const id of ids) {
    const link = links.get(id);
    const way = link?.from === area ? 0 : link?.bothWays && link.to === area ? 1 : undefined;
    if (link === undefined || way === undefined) {
      report("shipment.path", path, `No link ${id} leaves ${area}.`, Math.abs(tonnes));
      return;
    }
    const terminal = terminalEnergy(continent, link.mode);
    if (mode === link.mode) reloading += 2 * terminal * part;
    else perTonne.addProduct(part, terminal).addProduct(part, mode === undefined ? 0 : terminalEnergy(continent, mode));
    perTonne.addProduct(part, energyPerTonne(continent, link, way));
    sent.add(["flow", good, id, String(way)], tonnes, part);
    part *= 1 - link.loss;
    area = way === 0 ? link.to : link.from;
    mode = link.mode;
  }
  if (area !== to) {
    report("shipment.path", path, `The links end in ${area}, not in ${to}.`, Math.abs(tonnes));
    return;
  }
  if (mode !== undefined) perTonne.addProduct(part, terminalEnergy(continent, mode));
  sent.add(["use", good, to], tonnes, part);
  const least = perTonne.value * continent.goods[good].tonnesPerUnit * tonnes;
  const most = (perTonne.value + reloading) * continent.goods[good].tonnesPerUnit * tonnes;
  const off = Math.max(least - energy, energy - most);
  if (off > ROUNDING * Math.abs(most))
    report("shipment.energy", path, `${energy} MJ is stated; the way takes ${least} MJ.`, off);
}
