import { fc, test } from "@fast-check/vitest";
import { MultiGraph } from "graphology";
import { beforeAll, describe, expect } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { InvalidContinentError } from "../src/base/errors.ts";
import { europe } from "../src/continents/europe.ts";
import { continentFromGraph, continentToGraph, type GraphData, planToGraph } from "../src/graph.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import { twoTowns } from "./model-example.ts";
import { randomContinent } from "./random-continent.ts";

const towns = createContinent(twoTowns);

/** Something of each kind was rounded, and an id says something else to a graph. */
const uneven = createContinent({
  ...twoTowns,
  areas: { ...twoTowns.areas, south: { at: [12, 55], demand: { bread: 0.12345 } }, "x y": { at: [0, 0] } },
  links: [{ between: ["x y", "south"], mode: "rail", km: 1.00049 }],
});

function issuesOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidContinentError) return error.issues.map(({ code, path }) => `${code} at ${path}`);
    throw error;
  }
  return [];
}

describe("a continent as a graph", () => {
  test("and back is the same continent, byte for byte", () => {
    const sample: readonly Continent[] = [towns, uneven, europe({ areas: 6 })];
    for (const continent of [...sample, ...[1, 2, 3, 4, 5, 6, 7, 8].map((seed) => randomContinent(seed))]) {
      const graph = continentToGraph(continent, MultiGraph);
      expect(JSON.stringify(continentFromGraph(graph))).toBe(JSON.stringify(continent));
      // Through text, too, and from plain data.
      const data = JSON.parse(JSON.stringify(graph.export())) as GraphData;
      expect(JSON.stringify(continentFromGraph(data))).toBe(JSON.stringify(continent));
    }
  });

  test("has areas for nodes and links for edges, undirected where goods may travel both ways", () => {
    const graph = continentToGraph(towns, MultiGraph);
    expect(graph.nodes()).toEqual(Object.keys(towns.areas));
    expect(graph.edges().sort()).toEqual(towns.links.map(({ id }) => id));
    expect(graph.getNodeAttribute("north", "x")).toBe(10);
    expect(graph.getNodeAttribute("north", "demand")).toEqual(towns.areas.north.demand);
    for (const link of towns.links) {
      expect(graph.isUndirected(link.id)).toBe(link.bothWays);
      expect(graph.extremities(link.id)).toEqual([link.from, link.to]);
      expect(graph.getEdgeAttribute(link.id, "km")).toBe(link.km);
    }
    expect(graph.getAttribute("recipes")).toEqual(towns.recipes);
  });

  test("may be changed as a graph and drawn in colours", () => {
    const graph = continentToGraph(towns, MultiGraph);
    graph.dropEdge("n-s");
    graph.addNode("east", { x: 20, y: 50, demand: { bread: 5 }, color: "red", size: 3 });
    graph.addDirectedEdgeWithKey("ferry", "south", "east", { mode: "road", km: 90, color: "blue" });
    const { areas, links } = continentFromGraph(graph);
    expect(areas.east).toMatchObject({ at: [20, 50], demand: { bread: 5 } });
    expect(links.map(({ id }) => id)).toContain("ferry");
    expect(links.map(({ id }) => id)).not.toContain("n-s");
  });

  test("that is none is refused by the door, everything at once", () => {
    const graph = continentToGraph(towns, MultiGraph);
    graph.setNodeAttribute("north", "demnd", {});
    graph.setEdgeAttribute("n-s", "mode", "rial");
    expect(issuesOf(() => continentFromGraph(graph))).toEqual([
      "field.unknown at areas.north.demnd",
      "link.mode-unknown at links[0].mode",
    ]);
    const broken = { nodes: [{ key: "__proto__" }, { key: "a", attributes: 7 }], edges: [{}], moreover: 1 };
    expect(issuesOf(() => continentFromGraph(broken as unknown as GraphData))).toEqual(
      expect.arrayContaining([
        "field.unknown at moreover",
        "id.reserved at nodes[0].key",
        "value.wrong-type at nodes[1].attributes",
      ]),
    );
    const throwing = {
      export: () => {
        throw new Error("no");
      },
    };
    expect(issuesOf(() => continentFromGraph(throwing))).toEqual(["graph.unreadable at "]);
  });

  test.prop([fc.anything({ withBigInt: true, maxDepth: 4 }), fc.anything(), fc.anything()], { seed: 35, numRuns: 300 })(
    "that is anything whatever gives issues",
    (anything, node, edge) => {
      expect(issuesOf(() => continentFromGraph(anything as GraphData)).length).toBeGreaterThan(0);
      const data = { attributes: { goods: { bread: {} } }, nodes: [node], edges: [edge] };
      expect(issuesOf(() => continentFromGraph(data as unknown as GraphData)).length).toBeGreaterThan(0);
    },
  );
});

describe("a plan as a graph", () => {
  let continent: Continent;
  let plan: Plan;

  beforeAll(async () => {
    const backend = await highs();
    for (let seed = 1; plan === undefined; seed++) {
      continent = randomContinent(seed);
      const outcome = planContinent(continent, { backend, gap: 0.5, repairs: false });
      if ("plan" in outcome && outcome.plan.links.length > 0) plan = outcome.plan;
    }
  });

  test("has an edge for each good on each way, weighed by its tonnes", () => {
    const graph = planToGraph(continent, plan, MultiGraph);
    expect(graph.nodes()).toEqual(Object.keys(continent.areas));
    let edges = 0;
    for (const { link: id, ways } of plan.links) {
      const link = continent.links.find((one) => one.id === id)!;
      ways.forEach(({ tonnes }, way) => {
        for (const [good, amount] of Object.entries(tonnes)) {
          const key = JSON.stringify([id, way, good]);
          expect(graph.extremities(key)).toEqual(way === 0 ? [link.from, link.to] : [link.to, link.from]);
          const weight = amount * continent.goods[good].tonnesPerUnit;
          expect(graph.getEdgeAttributes(key)).toMatchObject({ good, link: id, amount, weight, tonnes: weight });
          edges += 1;
        }
      });
    }
    expect(edges).toBeGreaterThan(0);
    expect(graph.size).toBe(edges);
    const freight = graph.reduceEdges((sum, _, { energy }) => sum + energy, 0);
    expect(freight).toBeLessThanOrEqual(plan.energy.transport * (1 + 1e-9));
  });

  test("of shipments leaves out what never leaves its area", () => {
    const graph = planToGraph(continent, plan, MultiGraph, { edges: "shipments" });
    const leaving = plan.shipments.filter(({ from, to }) => from !== to);
    expect(graph.size).toBe(leaving.length);
    const weight = graph.reduceEdges((sum, _, attributes) => sum + attributes.amount, 0);
    expect(weight).toBeCloseTo(
      leaving.reduce((sum, { tonnes }) => sum + tonnes, 0),
      6,
    );
  });
});
