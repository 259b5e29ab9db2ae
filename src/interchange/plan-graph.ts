import { InvalidOptionError } from "../base/errors.ts";
import { unknownOptions } from "../base/suggest.ts";
import { describeValue } from "../model/describe-value.ts";
import { energyPerTonne } from "../model/energy.ts";
import { expectContinent, expectPlan } from "../model/handed-in.ts";
import type { Continent } from "../model/types.ts";
import type { Plan } from "../plan/types.ts";
import { type GraphClass, type GraphEdge, graphOf } from "./graph-data.ts";

/** What the edges of a plan's graph are. */
export interface PlanGraphOptions {
  /** `"flows"`: what each way of each link carries of each good; `"shipments"`: who serves whom. Default "flows". */
  readonly edges?: "flows" | "shipments";
}

/**
 * A plan as a directed graph whose edges are weighed by the tonnes that travel.
 *
 * ```ts
 * import { MultiGraph } from "graphology";
 * const graph = planToGraph(continent, plan, MultiGraph, { edges: "shipments" });
 * ```
 *
 * Nodes:     key the area's id; attributes x, y (longitude, latitude), population, and `balances`, by good: made,
 *            supplied, taken, used, in, out, surplus, unmet.
 * Flows:     an edge for each good on each way of each link that carries it; attributes good, link, mode, amount (in the
 *            good's unit, as it enters), tonnes, weight (the tonnes again), and energy, MJ of freight without terminals.
 * Shipments: an edge for each shipment that leaves its area; attributes good, site where it comes from a works, amount,
 *            tonnes, weight, energy (MJ, terminals included) and links, their ids in order.
 * Units:     a year's.
 * Throws:    InvalidOptionError where an option is unknown, or is neither word.
 */
export function planToGraph<Graph>(
  continent: Continent,
  plan: Plan,
  Class: GraphClass<Graph>,
  options: PlanGraphOptions = {},
): Graph {
  expectContinent(continent);
  expectPlan(plan);
  checkOptions(options);
  const balances = new Map(Object.keys(continent.areas).map((area) => [area, {} as Record<string, object>]));
  for (const { area, good, ...balance } of plan.balances) {
    const ofArea = balances.get(area);
    if (ofArea !== undefined) ofArea[good] = balance;
  }
  return graphOf(Class, "directed", {
    attributes: { name: plan.continent, objective: plan.objective, energy: plan.energy },
    nodes: Object.entries(continent.areas).map(([key, { at, population }]) => ({
      key,
      attributes: { x: at[0], y: at[1], population, balances: balances.get(key) },
    })),
    edges: options.edges === "shipments" ? shipmentEdges(continent, plan) : flowEdges(continent, plan),
  });
}

function checkOptions(options: PlanGraphOptions): void {
  const issues = unknownOptions(options, ["edges"], "graph.option-unknown");
  const { edges = "flows" } = options;
  if (edges !== "flows" && edges !== "shipments") {
    const message = `got ${describeValue(edges)}, wanted "flows" or "shipments"`;
    issues.push({ code: "graph.edges", path: "edges", message, remedy: 'Leave it out for "flows".' });
  }
  if (issues.length > 0) throw new InvalidOptionError(issues);
}

function flowEdges(continent: Continent, plan: Plan): GraphEdge[] {
  const links = new Map(continent.links.map((link) => [link.id, link]));
  return plan.links.flatMap(({ link: id, ways }) => {
    const link = links.get(id);
    if (link === undefined) return [];
    return ways.flatMap(({ tonnes: carried }, position) => {
      const way = position === 0 ? 0 : 1;
      const [source, target] = way === 0 ? [link.from, link.to] : [link.to, link.from];
      return Object.entries(carried).map(([good, amount]) => {
        const tonnes = amount * (continent.goods[good]?.tonnesPerUnit ?? 1);
        const energy = energyPerTonne(continent, link, way) * tonnes;
        const attributes = { good, link: id, mode: link.mode, amount, tonnes, weight: tonnes, energy };
        return { key: JSON.stringify([id, way, good]), source, target, attributes };
      });
    });
  });
}

function shipmentEdges(continent: Continent, plan: Plan): GraphEdge[] {
  return plan.shipments.flatMap(({ good, site, from, to, tonnes: amount, energy, links }, position) => {
    if (from === to) return [];
    const tonnes = amount * (continent.goods[good]?.tonnesPerUnit ?? 1);
    const maker = site === undefined ? {} : { site };
    const attributes = { good, ...maker, amount, tonnes, weight: tonnes, energy, links };
    return [{ key: `shipment ${position + 1}`, source: from, target: to, attributes }];
  });
}
