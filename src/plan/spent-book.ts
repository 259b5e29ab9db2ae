import { ExactSum } from "../base/exact.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { PlanEnergy } from "./types.ts";

/** The spent book's totals and the objective, MJ/yr. */
export interface Spent {
  readonly energy: PlanEnergy;
  readonly shortagePenalty: number;
  readonly objective: number;
}

/** Books each MJ where it is spent. Every part is an exact sum, rounded once; the total is the exact sum of the parts. */
export function spentBook(indexed: Indexed, decision: Decision): Spent {
  const goodCount = indexed.goods.length;
  const production = new ExactSum();
  indexed.runEnergy.forEach((energy, activity) => {
    production.addProduct(energy, decision.runs[activity]);
  });
  const construction = new ExactSum();
  const standing = new ExactSum();
  const open = new Int8Array(indexed.sites.length);
  indexed.moduleSite.forEach((site, module) => {
    const kept = decision.kept[module];
    const built = decision.built[module];
    construction.addProduct(indexed.build[module], built);
    standing.addProduct(indexed.keep[module], kept + built);
    standing.addProduct(indexed.closing[module], indexed.standing[module] - kept);
    if (kept + built > 0) open[site] = 1;
  });
  indexed.siteEnergy.forEach((energy, site) => {
    standing.addProduct(energy, open[site]);
  });
  const transport = new ExactSum();
  indexed.arcEnergy.forEach((energy, arc) => {
    for (let g = 0; g < goodCount; g++) {
      const flow = decision.flow[arc * goodCount + g];
      if (flow !== 0) transport.addProduct(energy * indexed.tonnesPerUnit[g], flow);
    }
  });
  indexed.nodeMode.forEach((mode, node) => {
    for (let g = 0; g < goodCount; g++) {
      const energy = indexed.terminal[mode] * indexed.tonnesPerUnit[g];
      transport.addProduct(energy, decision.load[node * goodCount + g]);
      transport.addProduct(energy, decision.unload[node * goodCount + g]);
    }
  });
  const surplus = new ExactSum();
  const shortage = new ExactSum();
  decision.surplus.forEach((amount, cell) => {
    if (amount > 0) surplus.addProduct(indexed.disposal[cell % goodCount], amount);
  });
  decision.unmet.forEach((amount, cell) => {
    const penalty = indexed.shortage[cell % goodCount];
    if (amount > 0 && Number.isFinite(penalty)) shortage.addProduct(penalty, amount);
  });
  const parts = {
    production: production.value,
    construction: construction.value,
    standing: standing.value,
    transport: transport.value,
    surplus: surplus.value,
  };
  const total = Object.values(parts).reduce((sum, part) => sum.add(part), new ExactSum()).value;
  const shortagePenalty = shortage.value;
  return { energy: { total, ...parts }, shortagePenalty, objective: total + shortagePenalty };
}
