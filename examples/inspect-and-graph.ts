/** A look at a continent before it is planned, then the continent and its plan as graphs. Needs `npm install graphology`. */
import { MultiGraph } from "graphology";
import { inspectContinent, planContinent, requirePlan } from "katascope";
import { europe } from "katascope/continents/europe";
import { continentFromGraph, continentToGraph, planToGraph } from "katascope/graph";
import { highs } from "katascope/highs";
import { inspectionText } from "katascope/report";

const continent = europe({ areas: 8, goods: ["bread", "paper"] });
console.log(inspectionText(inspectContinent(continent)));

// A graph is easily changed: here every railway out of one area goes.
const graph = continentToGraph(continent, MultiGraph);
const [lonely] = graph.nodes();
for (const edge of graph.edges(lonely)) if (graph.getEdgeAttribute(edge, "mode") === "rail") graph.dropEdge(edge);
const cut = continentFromGraph(graph);
console.log(`\n${lonely} without its railways: ${cut.links.length} links instead of ${continent.links.length}.`);

const plan = requirePlan(planContinent(continent, { backend: await highs(), gap: 0.05 }));
const flows = planToGraph(continent, plan, MultiGraph);
console.log(`\n${flows.size} flows between ${flows.order} areas; kt a year that go in and out:`);
console.log(`  ${"area".padEnd(12)} ${"in".padStart(8)} ${"out".padStart(8)}`);
for (const area of flows.nodes()) {
  const weigh = (sum: number, _: string, { tonnes }: { readonly tonnes?: number }): number =>
    sum + (tonnes ?? 0) / 1000;
  const [inward, outward] = [flows.reduceInEdges(area, weigh, 0), flows.reduceOutEdges(area, weigh, 0)];
  console.log(`  ${area.padEnd(12)} ${inward.toFixed(0).padStart(8)} ${outward.toFixed(0).padStart(8)}`);
}
