/**
 * katascope/graph: continents from and to graphs of graphology, plans to graphs. The graph class is handed in, so
 * nothing of graphology is loaded from here.
 */

export { continentFromGraph, continentToGraph } from "./interchange/continent-graph.ts";
export type * from "./interchange/graph-data.ts";
export { type PlanGraphOptions, planToGraph } from "./interchange/plan-graph.ts";
