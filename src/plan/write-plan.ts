import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { productShares } from "./allocation.ts";
import { amountsBuiltIn, amountsOfLinks, amountsOfRuns } from "./amounts.ts";
import { embodiedBook } from "./embodied.ts";
import { DUST, decomposeFlows, type Parcel } from "./shipments.ts";
import { spentBook, totalsOf } from "./spent-book.ts";
import type {
  Allocation,
  AreaFigure,
  Balance,
  Certificate,
  Plan,
  PlanLink,
  PlanSite,
  PlanTerminal,
  PlanWay,
  ResourceUse,
  Shipment,
  Transfer,
} from "./types.ts";

/**
 * Writes a decision as a plan: indices become ids again, flows become shipments, energies are booked.
 * The decision must obey the continent's rows; whether it does is for `verifyPlan` to say.
 */
export function writePlan(
  indexed: Indexed,
  found: Decision,
  certificate: Certificate,
  allocation: Allocation = "price",
): Plan {
  const { parcels, cleaned: decision } = decomposeFlows(indexed, found);
  const made = amountsOfRuns(indexed, decision, indexed.makes);
  addTo(made, amountsOfLinks(indexed, decision, indexed.linkMakes));
  const taken = amountsOfRuns(indexed, decision, indexed.takes);
  addTo(taken, amountsOfLinks(indexed, decision, indexed.linkTakes));
  addTo(taken, amountsBuiltIn(indexed, decision));
  const guidePrices = guidePricesOf(indexed, certificate);
  const prices = guidePriceTable(indexed, certificate);
  const embodied = embodiedBook(indexed, decision, prices, allocation);
  const spent = spentBook(indexed, decision, productShares(indexed, decision, prices, allocation));
  const { energy, shortagePenalty, objective } = totalsOf(indexed, decision, spent);
  return {
    continent: indexed.continent.name,
    areas: indexed.areas,
    goods: indexed.goods,
    objective,
    energy,
    shortagePenalty,
    spent,
    sites: sitesOf(indexed, decision),
    links: linksOf(indexed, decision, certificate),
    terminals: terminalsOf(indexed, decision, certificate),
    transfers: transfersOf(indexed, decision),
    shipments: parcels.map((parcel) => shipmentOf(indexed, parcel)),
    balances: balancesOf(indexed, decision, made, taken),
    resources: resourcesOf(indexed, decision, certificate),
    guidePrices,
    ...(allocation === "price" ? {} : { allocation }),
    embodied: figures(indexed, embodied.value),
    commonEnergy: embodied.common,
    certificate,
  };
}

function addTo(amounts: Float64Array, more: Float64Array): void {
  for (let cell = 0; cell < amounts.length; cell++) amounts[cell] += more[cell];
}

function sitesOf(indexed: Indexed, decision: Decision): PlanSite[] {
  return indexed.sites.flatMap((id, site): PlanSite[] => {
    const { area, sizes } = indexed.continent.sites[id];
    const planned = sizes.flatMap((size, s) => {
      const module = indexed.moduleStart[site] + s;
      const kept = decision.kept[module];
      const built = decision.built[module];
      const closed = indexed.standing[module] - kept;
      if (kept + built + closed === 0) return [];
      const runs: Record<string, number> = {};
      let load = 0;
      for (let activity = indexed.activityStart[module]; activity < indexed.activityStart[module + 1]; activity++) {
        if (decision.runs[activity] <= DUST) continue;
        runs[indexed.recipes[indexed.activityRecipe[activity]]] = decision.runs[activity];
        load += decision.runs[activity] / indexed.capacity[activity];
      }
      return [{ name: size.name, kept, built, closed, runs, load: kept + built > 0 ? load / (kept + built) : 0 }];
    });
    return planned.length > 0 ? [{ site: id, area, sizes: planned }] : [];
  });
}

function linksOf(indexed: Indexed, decision: Decision, certificate: Certificate): PlanLink[] {
  const goodCount = indexed.goods.length;
  const ways: PlanWay[][] = indexed.continent.links.map(() => []);
  indexed.arcLink.forEach((link, arc) => {
    const tonnes: Record<string, number> = {};
    let carried = 0;
    indexed.goods.forEach((good, g) => {
      const amount = decision.flow[arc * goodCount + g];
      if (amount <= DUST) return;
      tonnes[good] = amount;
      carried += amount * indexed.tonnesPerUnit[g];
    });
    let capacity = indexed.arcCapacity[arc];
    for (let size = indexed.linkSizeStart[link]; size < indexed.linkSizeStart[link + 1]; size++) {
      capacity += indexed.linkSizeCapacity[size] * decision.linkBuilt[size];
    }
    const guidePrice = certificate.links[indexed.continent.links[link].id]?.[indexed.arcWay[arc]] ?? 0;
    const use = capacity === 0 ? 0 : carried / capacity;
    ways[link].push(Number.isFinite(capacity) ? { tonnes, use, guidePrice } : { tonnes, guidePrice });
  });
  return indexed.continent.links
    .map(({ id, sizes }, link) => {
      const built: Record<string, number> = {};
      sizes.forEach(({ name }, s) => {
        const modules = decision.linkBuilt[indexed.linkSizeStart[link] + s];
        if (modules > 0) built[name] = modules;
      });
      return { link: id, built, ways: ways[link] };
    })
    .filter(
      ({ built, ways: each }) =>
        Object.keys(built).length > 0 || each.some(({ tonnes }) => Object.keys(tonnes).length > 0),
    )
    .sort((a, b) => (a.link < b.link ? -1 : 1));
}

/** Terminals that the continent describes and that are used or built. */
function terminalsOf(indexed: Indexed, decision: Decision, certificate: Certificate): PlanTerminal[] {
  const goodCount = indexed.goods.length;
  const { nodeTerminal, nodeCapacity, terminalSizeStart, terminalSizeCapacity, continent } = indexed;
  return Array.from(nodeTerminal).flatMap((position, node): PlanTerminal[] => {
    if (position < 0) return [];
    const { area, mode, sizes } = continent.terminals[position];
    let tonnes = 0;
    for (let g = 0; g < goodCount; g++) {
      for (const amount of [decision.load[node * goodCount + g], decision.unload[node * goodCount + g]])
        if (amount > DUST) tonnes += amount * indexed.tonnesPerUnit[g];
    }
    const built: Record<string, number> = {};
    let capacity = nodeCapacity[node];
    sizes.forEach(({ name }, s) => {
      const size = terminalSizeStart[node] + s;
      if (decision.terminalBuilt[size] > 0) built[name] = decision.terminalBuilt[size];
      capacity += terminalSizeCapacity[size] * decision.terminalBuilt[size];
    });
    if (tonnes === 0 && Object.keys(built).length === 0) return [];
    const guidePrice = certificate.terminals?.[area]?.[mode] ?? 0;
    const use = Number.isFinite(capacity) ? { use: capacity === 0 ? 0 : tonnes / capacity } : {};
    return [{ area, mode, built, tonnes, ...use, guidePrice }];
  });
}

function transfersOf(indexed: Indexed, decision: Decision): Transfer[] {
  const goodCount = indexed.goods.length;
  const transfers: Transfer[] = [];
  indexed.nodeArea.forEach((area, node) => {
    indexed.goods.forEach((good, g) => {
      const load = decision.load[node * goodCount + g];
      const unload = decision.unload[node * goodCount + g];
      if (load <= DUST && unload <= DUST) return;
      transfers.push({ area: indexed.areas[area], mode: indexed.modes[indexed.nodeMode[node]], good, load, unload });
    });
  });
  return transfers;
}

function shipmentOf(indexed: Indexed, { good, site, from, to, amount, energy, steps, final }: Parcel): Shipment {
  const links = steps.flatMap(({ kind, index }) =>
    kind === "arc" ? [indexed.continent.links[indexed.arcLink[index]].id] : [],
  );
  const where = { from: indexed.areas[from], to: indexed.areas[to], tonnes: amount, energy, links };
  return {
    good: indexed.goods[good],
    ...(site >= 0 ? { site: indexed.sites[site] } : {}),
    ...where,
    ...(final && { final }),
  };
}

function balancesOf(indexed: Indexed, decision: Decision, made: Float64Array, taken: Float64Array): Balance[] {
  const goodCount = indexed.goods.length;
  const arriving = new Float64Array(made.length);
  const leaving = new Float64Array(made.length);
  indexed.nodeArea.forEach((area, node) => {
    for (let g = 0; g < goodCount; g++) {
      arriving[area * goodCount + g] += decision.unload[node * goodCount + g];
      leaving[area * goodCount + g] += decision.load[node * goodCount + g];
    }
  });
  return indexed.areas.flatMap((area, a) =>
    indexed.goods.flatMap((good, g): Balance[] => {
      const cell = a * goodCount + g;
      const balance = {
        area,
        good,
        supplied: decision.supplied[cell],
        made: made[cell],
        taken: taken[cell],
        in: arriving[cell],
        out: leaving[cell],
        used: indexed.demand[cell] - decision.unmet[cell],
        surplus: decision.surplus[cell],
        unmet: decision.unmet[cell],
      };
      const touched = Object.values(balance).some((value) => typeof value === "number" && value > 0);
      return touched ? [balance] : [];
    }),
  );
}

function resourcesOf(indexed: Indexed, decision: Decision, certificate: Certificate): ResourceUse[] {
  const resourceCount = indexed.resources.length;
  const used = new Float64Array(indexed.available.length);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    const { start, index, value } = indexed.needs;
    for (let e = start[recipe]; e < start[recipe + 1]; e++) {
      used[area * resourceCount + index[e]] += value[e] * decision.runs[activity];
    }
  });
  indexed.moduleSite.forEach((site, module) => {
    const area = indexed.siteArea[site];
    const { start, index, value } = indexed.moduleNeeds;
    for (let e = start[module]; e < start[module + 1]; e++) {
      used[area * resourceCount + index[e]] += value[e] * (decision.kept[module] + decision.built[module]);
    }
  });
  return indexed.areas.flatMap((area, a) =>
    indexed.resources.flatMap((resource, k): ResourceUse[] => {
      const available = indexed.available[a * resourceCount + k];
      const amount = used[a * resourceCount + k];
      if (amount === 0 && !Number.isFinite(available)) return [];
      const guidePrice = certificate.resources[area]?.[resource] ?? 0;
      const limit = Number.isFinite(available) ? { available } : {};
      return [{ area, resource, used: amount, ...limit, guidePrice }];
    }),
  );
}

function guidePricesOf(indexed: Indexed, certificate: Certificate): AreaFigure[] {
  return indexed.areas.flatMap((area) =>
    indexed.goods.flatMap((good): AreaFigure[] => {
      const value = certificate.prices[good]?.[area];
      return value === undefined ? [] : [{ area, good, value }];
    }),
  );
}

function guidePriceTable(indexed: Indexed, certificate: Certificate): Float64Array {
  return Float64Array.from(
    indexed.areas.flatMap((area) => indexed.goods.map((good) => certificate.prices[good]?.[area] ?? 0)),
  );
}

/** A table over areas and goods as a list; zeros, which say that nothing comes by, are left out. */
function figures(indexed: Indexed, table: Float64Array): AreaFigure[] {
  return indexed.areas.flatMap((area, a) =>
    indexed.goods.flatMap((good, g): AreaFigure[] => {
      const value = table[a * indexed.goods.length + g];
      return value === 0 ? [] : [{ area, good, value }];
    }),
  );
}
