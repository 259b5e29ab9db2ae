import { freightClasses } from "../network/freight.ts";
import type { FreightTrees } from "../network/freight-search.ts";
import type { Indexed } from "../network/indexed.ts";
import { hasOptionRules } from "../network/option-rules.ts";
import { emptyOptionPrices, type Prices } from "../network/prices.ts";
import type { BoundMachine } from "./bound.ts";
import { buildingTerms, terminalBuildingTerms } from "./bound-links.ts";
import type { Responses } from "./bound-sizes.ts";
import { roomOfModule, roomOfTerminalModule } from "./useful-room.ts";

/**
 * The slope of the strong bound: what everybody would use of each thing at these prices, less what there would be.
 * Where it is positive something is short, and a higher price raises the bound.
 *
 * Shapes: as `Prices`; units a year of the good, of the resource, tonnes a year of the arc and of the terminal.
 */
export class BoundSlope implements Responses {
  readonly slope: Prices;
  readonly #indexed: Indexed;
  readonly #machine: BoundMachine;
  readonly #classOf: Int32Array;
  /** Trees by freight class, and tonnes sent between areas by class; only where room has a price. */
  readonly #trees: readonly FreightTrees[] | undefined;
  readonly #sent: readonly Float64Array[];
  readonly #carried: Float64Array;
  /** Runs by activity and open modules, for the options' rows. */
  readonly #runs: Float64Array;
  readonly #modules: Float64Array;

  constructor(indexed: Indexed, machine: BoundMachine, trees: readonly FreightTrees[] | undefined) {
    this.#indexed = indexed;
    this.#machine = machine;
    this.#trees = trees;
    const { classOf, example } = freightClasses(indexed);
    this.#classOf = classOf;
    const areaCount = indexed.areas.length;
    this.#sent = trees === undefined ? [] : example.map(() => new Float64Array(areaCount * areaCount));
    this.#carried = new Float64Array(areaCount + indexed.nodeArea.length);
    this.slope = {
      good: new Float64Array(indexed.demand.length),
      resource: new Float64Array(indexed.available.length),
      link: new Float64Array(indexed.arcTail.length),
      terminal: new Float64Array(indexed.nodeArea.length),
      ...(hasOptionRules(indexed) ? { option: emptyOptionPrices(indexed) } : {}),
    };
    this.#runs = new Float64Array(indexed.activityModule.length);
    this.#modules = new Float64Array(indexed.moduleSite.length);
  }

  /** Gathers the slope at the prices that the machine has just evaluated. */
  gather(prices: Prices): Prices {
    const { demand, shortage, goods, available, arcCapacity, nodeCapacity } = this.#indexed;
    const { good, resource, link, terminal, option } = this.slope;
    const { options } = this.#machine;
    for (let cell = 0; cell < demand.length; cell++) {
      const apart = options.servedPrice(cell) !== undefined;
      good[cell] = !apart && prices.good[cell] < shortage[cell % goods.length] ? demand[cell] : 0;
    }
    for (let cell = 0; cell < available.length; cell++) {
      resource[cell] = Number.isFinite(available[cell]) ? -available[cell] : 0;
    }
    for (let arc = 0; arc < arcCapacity.length; arc++) {
      link[arc] = Number.isFinite(arcCapacity[arc]) ? -arcCapacity[arc] : 0;
    }
    for (let node = 0; node < nodeCapacity.length; node++) {
      terminal[node] = Number.isFinite(nodeCapacity[node]) ? -nodeCapacity[node] : 0;
    }
    for (const sent of this.#sent) sent.fill(0);
    this.#runs.fill(0);
    this.#modules.fill(0);
    if (option !== undefined) options.startSlope(option);
    this.#machine.respond(prices, this);
    if (option !== undefined) options.addWorks(this.#runs, this.#modules, option);
    this.#addFlows();
    this.#machine.closure.pullBack(
      good,
      (arc, g, amount) => this.#carry(arc, g, amount),
      (node, g, amount) => {
        terminal[node] += amount * this.#indexed.tonnesPerUnit[g];
      },
    );
    const { linkSizeLink, arcLink, terminalSizeNode } = this.#indexed;
    const { useful, usefulAtTerminals } = this.#machine;
    buildingTerms(this.#indexed, prices.link, useful, (size, _, modules) => {
      for (let arc = 0; arc < link.length; arc++) {
        if (arcLink[arc] === linkSizeLink[size]) link[arc] -= modules * roomOfModule(this.#indexed, useful, size, arc);
      }
    });
    for (let arc = 0; arc < arcCapacity.length; arc++) if (!Number.isFinite(arcCapacity[arc])) link[arc] = 0;
    terminalBuildingTerms(this.#indexed, prices.terminal, usefulAtTerminals, (size, _, modules) => {
      terminal[terminalSizeNode[size]] -= modules * roomOfTerminalModule(this.#indexed, usefulAtTerminals, size);
    });
    for (let node = 0; node < nodeCapacity.length; node++) if (!Number.isFinite(nodeCapacity[node])) terminal[node] = 0;
    return this.slope;
  }

  opened(module: number, count: number, built: number): void {
    const { moduleNeeds, builtIn, moduleSite, siteArea, resources, available, goods } = this.#indexed;
    const row = siteArea[moduleSite[module]] * resources.length;
    this.#modules[module] += count;
    for (let e = builtIn.start[module]; e < builtIn.start[module + 1]; e++) {
      this.slope.good[siteArea[moduleSite[module]] * goods.length + builtIn.index[e]] += builtIn.value[e] * built;
    }
    for (let e = moduleNeeds.start[module]; e < moduleNeeds.start[module + 1]; e++) {
      const cell = row + moduleNeeds.index[e];
      if (Number.isFinite(available[cell])) this.slope.resource[cell] += moduleNeeds.value[e] * count;
    }
  }

  run(activity: number, runs: number): void {
    const { takes, needs, activityRecipe, activityModule, moduleSite, siteArea, goods, resources, available } =
      this.#indexed;
    const recipe = activityRecipe[activity];
    const area = siteArea[moduleSite[activityModule[activity]]];
    this.#runs[activity] += runs;
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) {
      this.slope.good[area * goods.length + takes.index[e]] += takes.value[e] * runs;
    }
    for (let e = needs.start[recipe]; e < needs.start[recipe + 1]; e++) {
      const cell = area * resources.length + needs.index[e];
      if (Number.isFinite(available[cell])) this.slope.resource[cell] += needs.value[e] * runs;
    }
  }

  sold(outlet: number, amount: number): void {
    const { outlets, options } = this.#machine;
    const { start, to, margin, lowest } = outlets;
    const goodCount = this.#indexed.goods.length;
    const areaCount = this.#indexed.areas.length;
    const good = outlets.good[outlet];
    const from = outlets.area[outlet];
    const sent = this.#trees === undefined ? undefined : this.#sent[this.#classOf[good]];
    const tonnes = this.#indexed.tonnesPerUnit[good];
    let left = amount;
    for (let d = start[outlet]; d < start[outlet + 1] && left > 0 && margin[d] > lowest[outlet]; d++) {
      const arriving = Math.min(left, outlets.roomOf(d, good));
      left -= arriving;
      if (to[d] >= areaCount) {
        // What tags carry finds room on every way.
        if (this.slope.option !== undefined) options.addService(to[d] - areaCount, arriving, this.slope.option);
        continue;
      }
      this.slope.good[to[d] * goodCount + good] -= arriving;
      if (sent !== undefined) sent[from * areaCount + to[d]] += arriving * tonnes;
    }
    // At the gate all is sold, unless letting go brings more.
    const here = from * goodCount + good;
    if (outlets.atGate[outlet] && lowest[outlet] > -this.#indexed.disposal[good]) this.slope.good[here] -= left;
  }

  /** Room and goods that a flow takes on an arc, and goods that the link makes. */
  #carry(arc: number, good: number, amount: number): void {
    const { tonnesPerUnit, arcLink, arcTail, nodeArea, linkMakes, linkTakes, goods } = this.#indexed;
    const tonnes = amount * tonnesPerUnit[good];
    const link = arcLink[arc];
    const first = nodeArea[arcTail[arc]] * goods.length;
    this.slope.link[arc] += tonnes;
    for (let e = linkTakes.start[link]; e < linkTakes.start[link + 1]; e++) {
      this.slope.good[first + linkTakes.index[e]] += linkTakes.value[e] * tonnes;
    }
    for (let e = linkMakes.start[link]; e < linkMakes.start[link + 1]; e++) {
      this.slope.good[first + linkMakes.index[e]] -= linkMakes.value[e] * tonnes;
    }
  }

  /** Lays what is sent on the arcs and terminals of the cheapest ways: from the far ends of each tree towards its root. */
  #addFlows(): void {
    if (this.#trees === undefined) return;
    const areaCount = this.#indexed.areas.length;
    const carried = this.#carried;
    const stateCount = carried.length;
    const { link, terminal } = this.slope;
    this.#trees.forEach(({ order, before, arc }, c) => {
      const sent = this.#sent[c];
      for (let from = 0; from < areaCount; from++) {
        const row = from * stateCount;
        carried.fill(0);
        for (let area = 0; area < areaCount; area++) carried[area] = sent[from * areaCount + area];
        for (let k = stateCount - 1; k > 0; k--) {
          const state = order[row + k];
          if (state < 0 || carried[state] === 0) continue;
          const origin = before[row + state];
          if (arc[row + state] >= 0) link[arc[row + state]] += carried[state];
          else terminal[(state < areaCount ? origin : state) - areaCount] += carried[state];
          carried[origin] += carried[state];
        }
      }
    });
  }
}
