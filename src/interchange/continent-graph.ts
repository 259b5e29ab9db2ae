import { InvalidContinentError } from "../base/errors.ts";
import { isList, pathOf } from "../model/describe-value.ts";
import { Door } from "../model/door.ts";
import type { Fields } from "../model/fields.ts";
import { freezeDeeply } from "../model/freeze.ts";
import { readContinent } from "../model/read-continent.ts";
import { readRounding } from "../model/save-continent.ts";
import { checkedSpecOf } from "../model/spec-of.ts";
import type { Continent } from "../model/types.ts";
import { type Attributes, type ExportsGraphs, type GraphClass, type GraphData, graphOf } from "./graph-data.ts";

/** Attributes that graphs are drawn by: what stands there says nothing about the continent. */
const DRAWING = ["x", "y", "z", "size", "color", "label", "type", "hidden", "highlighted", "zIndex", "forceLabel"];

/**
 * A continent as a graph: areas are nodes, links are edges, undirected where goods may travel both ways.
 *
 * ```ts
 * import { MultiGraph } from "graphology";
 * const graph = continentToGraph(continent, MultiGraph);
 * ```
 *
 * Nodes:  key the area's id; attributes its fields (at, population, demand, supply, resources), and x and y, which
 *         are its longitude and latitude, for whoever draws.
 * Edges:  key the link's id; from its `from` to its `to`; attributes its other fields (mode, km, factor, capacity ...).
 * Graph:  attributes all that is neither: name, carriers, modes, freight, goods, recipes, sites, options, shortage, and
 *         how much was rounded.
 * Throws: InvalidContinentError where a continent put together by hand could not be read again.
 */
export function continentToGraph<Graph>(continent: Continent, Class: GraphClass<Graph>): Graph {
  const { areas, links, ...attributes } = checkedSpecOf(continent);
  const { quantities, distances, energies } = continent.rounding;
  return graphOf(Class, "mixed", {
    attributes: { ...attributes, rounding: { quantities, distances, energies } },
    nodes: Object.entries(areas).map(([key, area]) => ({
      key,
      attributes: { x: area.at[0], y: area.at[1], ...area },
    })),
    edges: links.map(({ id = "", between, from = "", to = "", ...rest }) => ({
      key: id,
      source: between?.[0] ?? from,
      target: between?.[1] ?? to,
      undirected: between !== undefined,
      attributes: rest,
    })),
  });
}

/**
 * Reads a graph, or what it exports, as a continent: the way back from `continentToGraph`, and the same continent byte
 * for byte. Graphs from elsewhere will do that have the same attributes; what can be left out of a description can be
 * left out here, a node without `at` lies at x and y, and the other attributes that graphs are drawn by are passed over.
 *
 * ```ts
 * const same = continentFromGraph(continentToGraph(continent, MultiGraph));
 * ```
 *
 * Throws: InvalidContinentError with everything that is wrong; paths are those of a description, "areas.north.demand".
 */
export function continentFromGraph(graph: ExportsGraphs | GraphData): Continent {
  const door = new Door();
  const data = door.fields(exported(graph), "", ["attributes", "nodes", "edges", "options"]);
  const { rounding, ...whole } = recordOf(door, data, "attributes");
  const areas: Attributes = {};
  for (const entry of data.list("nodes")) {
    const node = door.fields(entry.value, entry.path, ["key", "attributes"]);
    const id = door.id(node.value("key"), node.at("key"));
    if (id === undefined) continue;
    const { x, y, ...area } = recordOf(door, node, "attributes");
    areas[id] = { ...(x === undefined || y === undefined ? {} : { at: [x, y] }), ...undrawn(area) };
  }
  const links = data.list("edges").map((entry) => {
    const edge = door.fields(entry.value, entry.path, ["key", "source", "target", "attributes", "undirected"]);
    const [from, to] = [edge.value("source"), edge.value("target")];
    const ends = edge.flagOr("undirected", false) ? { between: [from, to] } : { from, to };
    return { ...undrawn(recordOf(door, edge, "attributes")), id: edge.value("key"), ...ends };
  });
  const counts = readRounding(door, rounding ?? { quantities: 0, distances: 0, energies: 0 });
  const reading = readContinent({ ...whole, areas, links });
  if (reading.continent === undefined || door.count > 0) {
    throw new InvalidContinentError([...door.issues, ...reading.issues]);
  }
  return freezeDeeply({ ...reading.continent, rounding: rounding === undefined ? reading.continent.rounding : counts });
}

/** What a graph exports; what is no graph is taken for exported data. */
function exported(graph: unknown): unknown {
  try {
    const { export: give } = graph as { readonly export?: unknown };
    return typeof give === "function" && !isList(graph) ? give.call(graph) : graph;
  } catch {
    const remedy = "Hand in a graphology graph, or what it exports.";
    throw new InvalidContinentError([
      { code: "graph.unreadable", path: "", message: "exporting the graph throws an error", remedy },
    ]);
  }
}

/** The attributes of a node, an edge or the graph, each read once; none where there are none. */
function recordOf(door: Door, fields: Fields, name: string): Attributes {
  if (!fields.has(name)) return {};
  const read = door.record(fields.value(name), fields.at(name)) ?? new Map<string, unknown>();
  const attributes: Attributes = {};
  for (const [key, value] of read) {
    if (key === "__proto__") {
      door.refuse("id.reserved", pathOf(fields.at(name), key), "the name belongs to the language", "Leave it out.");
    } else attributes[key] = value;
  }
  return attributes;
}

function undrawn(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !DRAWING.includes(name)));
}
