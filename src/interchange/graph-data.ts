/*
 * A graph as plain data, in the format that graphology exports and imports. Nothing of graphology is needed here:
 * whoever wants a graph hands in its class, so that graphs have the types of the graphology that is installed.
 */

import { InvalidOptionError } from "../base/errors.ts";
import { describeValue } from "../model/describe-value.ts";

/** What a graph, a node or an edge carries, by name. */
export type Attributes = Record<string, unknown>;

/** A node; `key` is its id. */
export interface GraphNode {
  readonly key: string;
  readonly attributes?: Attributes;
}

/** An edge between two nodes' keys. */
export interface GraphEdge {
  readonly key?: string;
  readonly source: string;
  readonly target: string;
  readonly attributes?: Attributes;
  readonly undirected?: boolean;
}

/** What graphology's `export` gives and its `import` takes. */
export interface GraphData {
  readonly attributes?: Attributes;
  readonly nodes?: readonly GraphNode[];
  readonly edges?: readonly GraphEdge[];
}

/** What a graph of ours needs to be: several edges between two nodes, in one direction or in both. */
export interface GraphSettings {
  readonly type: "mixed" | "directed";
  readonly multi: true;
  readonly allowSelfLoops: true;
}

/** A class of graphs, such as graphology's `Graph` or `MultiGraph`. */
export type GraphClass<Graph> = new (settings: GraphSettings) => Graph & ImportsGraphs;

/** A graph that can be filled from plain data. */
export interface ImportsGraphs {
  import(data: GraphData): unknown;
}

/** A graph that can be exported as plain data. */
export interface ExportsGraphs {
  export(): unknown;
}

/**
 * Fills a new graph.
 * Throws: InvalidOptionError where what is handed in is no class.
 */
export function graphOf<Graph>(
  Class: GraphClass<Graph>,
  type: GraphSettings["type"],
  data: Required<GraphData>,
): Graph {
  if (typeof Class !== "function") {
    const remedy = "Hand in a class of graphology, such as its MultiGraph.";
    const message = `got ${describeValue(Class)}, wanted a class of graphs`;
    throw new InvalidOptionError([{ code: "graph.class", path: "Class", message, remedy }]);
  }
  const graph = new Class({ type, multi: true, allowSelfLoops: true });
  graph.import(data);
  return graph;
}
