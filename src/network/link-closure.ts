import { gateGoods, mayUse } from "./gate-goods.ts";
import type { Indexed } from "./indexed.ts";
import type { Room } from "./prices.ts";

/** Parts of the prices in the way of closing that are given up, one after another, until closing ends. */
const GIVEN_UP = [0, 1e-9, 1e-6, 1e-3, 1];

/** How a state got its price: 0 and above by an arc, -1 it kept its own, -2 by loading, from -3 down by unloading a node. */
const LOADED = -2;
const UNLOADED = -3;

/**
 * Closes prices of goods that are sold at the gate (`gateGoods`): on the way nothing gains, or
 *
 *     (1 - loss) q[head] <= q[tail] + energy + room + takes p[tail] - makes p[tail]     on every arc,
 *     q[a,m] <= p[a] + terminal + room,  p[a] <= q[a,m] + terminal + room              at every node,
 *
 * for prices q at nodes (area, mode). Prices are lowered as little as that takes. What is taken counts at its price
 * now, so that goods are closed again until none falls; what is made counts at its price before, which is not below.
 *
 * Lowering may know no end: where a price is below zero, a round trip that loses a part of the good gets rid of it,
 * and one that makes goods may bring in more than it takes. Then the prices that do this, below zero or of goods made
 * by links, are drawn towards zero, a little first. At zero, no round trip gains.
 *
 * Units: MJ per unit of the good.
 */
export class LinkClosure {
  /** G, 1 for goods that are sold at the gate. */
  readonly atGate: Int8Array;
  readonly #indexed: Indexed;
  readonly #goods: Int32Array;
  /** Goods at the gate, and those that links take: a price below zero of theirs may have to be given up. */
  readonly #carried: Int8Array;
  /** A * G, 1 where an arc that begins there makes the good. */
  readonly #madeHere: Int8Array;
  readonly #couples: boolean;
  readonly #arcsOf: readonly Int32Array[];
  readonly #nodesOf: readonly Int32Array[];
  readonly #cost: Float64Array;
  /** MJ per unit to load, and again to unload, by node, of the good at hand. */
  readonly #handling: Float64Array;
  readonly #label: Float64Array;
  /** Per good at the gate, how each state (area, then node) got its price in the last `close`. */
  readonly #before: readonly Int32Array[];

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
    this.atGate = gateGoods(indexed);
    const { goods, areas, modes, nodeArea, nodeMode, arcTail, arcLink, travels, linkMakes, linkTakes } = indexed;
    this.#goods = Int32Array.from(goods.flatMap((_, good) => (this.atGate[good] ? [good] : [])));
    this.#carried = this.atGate.slice();
    for (const good of linkTakes.index) this.#carried[good] = 1;
    this.#couples = linkTakes.index.length > 0;
    this.#madeHere = new Int8Array(areas.length * goods.length);
    arcTail.forEach((tail, arc) => {
      for (let e = linkMakes.start[arcLink[arc]]; e < linkMakes.start[arcLink[arc] + 1]; e++) {
        this.#madeHere[nodeArea[tail] * goods.length + linkMakes.index[e]] = 1;
      }
    });
    const arcs = Array.from(arcTail, (_, arc) => arc);
    const nodes = Array.from(nodeArea, (_, node) => node);
    this.#arcsOf = Array.from(this.#goods, (good) => Int32Array.from(arcs.filter((arc) => mayUse(indexed, good, arc))));
    this.#nodesOf = Array.from(this.#goods, (good) =>
      Int32Array.from(nodes.filter((node) => travels[good * modes.length + nodeMode[node]])),
    );
    this.#cost = new Float64Array(arcTail.length);
    this.#handling = new Float64Array(nodeArea.length);
    this.#label = new Float64Array(areas.length + nodeArea.length);
    this.#before = Array.from(this.#goods, () => new Int32Array(areas.length + nodeArea.length));
  }

  /** Whether an arc that begins in the cell's area makes the cell's good; A * G. */
  makesAt(cell: number): boolean {
    return this.#madeHere[cell] === 1;
  }

  /**
   * Closes prices in place. Goods that are not sold at the gate keep theirs, unless links take them and they are below
   * zero.
   * @param price A * G.
   * @param room prices of room, MJ per tonne.
   */
  close(price: Float64Array, room: Room): void {
    if (this.#goods.length === 0) return;
    const given = price.slice();
    for (const part of GIVEN_UP) {
      this.#giveUp(given, part, price);
      if (this.#settle(price, room, part === 1)) return;
    }
  }

  /** Closes one good's prices, none below zero, without price of room; what links take and make counts at other prices. */
  closeGood(good: number, price: Float64Array, others: Float64Array): boolean {
    return this.#closeOne(this.#goods.indexOf(good), price, others, others, undefined, true);
  }

  /**
   * Lays what areas want of goods at the gate on the ways by which they got their prices: what is wanted where a price
   * has come from elsewhere is wanted there, and more of it for what is lost. Changes `wanted`, A * G, in place.
   * @param carry is told of every flow: arc, good, units that enter it.
   * @param handle is told of everything that is loaded or unloaded: node, good, units.
   */
  pullBack(
    wanted: Float64Array,
    carry: (arc: number, good: number, amount: number) => void,
    handle: (node: number, good: number, amount: number) => void,
  ): void {
    const { goods, areas, arcTail, arcLoss } = this.#indexed;
    const areaCount = areas.length;
    this.#goods.forEach((good, position) => {
      const before = this.#before[position];
      const amount = this.#label.fill(0);
      for (let area = 0; area < areaCount; area++) amount[area] = wanted[area * goods.length + good];
      for (const state of farthestFirst(before, (at) => this.#beforeOf(at, before[at]))) {
        if (!(amount[state] > 0) || before[state] === -1) continue;
        const how = before[state];
        if (how >= 0) {
          const entering = amount[state] / (1 - arcLoss[how]);
          carry(how, good, entering);
          amount[areaCount + arcTail[how]] += entering;
        } else {
          handle(how === LOADED ? state - areaCount : UNLOADED - how, good, amount[state]);
          amount[this.#beforeOf(state, how)] += amount[state];
        }
        amount[state] = 0;
      }
      for (let area = 0; area < areaCount; area++) wanted[area * goods.length + good] = amount[area];
    });
  }

  /** The state that a state got its price from; -1 where it kept its own. */
  #beforeOf(state: number, how: number): number {
    const { areas, nodeArea, arcTail } = this.#indexed;
    if (how >= 0) return areas.length + arcTail[how];
    if (how === LOADED) return nodeArea[state - areas.length];
    return how <= UNLOADED ? areas.length + (UNLOADED - how) : -1;
  }

  #giveUp(given: Float64Array, part: number, into: Float64Array): void {
    const goodCount = this.#indexed.goods.length;
    for (let cell = 0; cell < given.length; cell++) {
      const isInTheWay = given[cell] < 0 ? this.#carried[cell % goodCount] : this.#madeHere[cell];
      into[cell] = isInTheWay ? given[cell] * (1 - part) : given[cell];
    }
  }

  #settle(price: Float64Array, room: Room, endless: boolean): boolean {
    const made = price.slice();
    for (const before of this.#before) before.fill(-1);
    let passes = this.#couples ? this.#label.length + 2 : 1;
    for (let falling = true; falling && (passes > 0 || endless); passes--) {
      falling = false;
      for (let position = 0; position < this.#goods.length; position++) {
        const good = this.#goods[position];
        const before = this.#couples ? sumOf(price, good, this.#indexed.goods.length) : 0;
        if (!this.#closeOne(position, price, price, made, room, endless)) return false;
        if (this.#couples && sumOf(price, good, this.#indexed.goods.length) < before) falling = true;
      }
      if (!falling) return true;
    }
    return !this.#couples;
  }

  #closeOne(
    position: number,
    price: Float64Array,
    taken: Float64Array,
    made: Float64Array,
    room: Room | undefined,
    endless: boolean,
  ): boolean {
    const { goods, areas, nodeArea, tonnesPerUnit, arcTail, arcHead, arcLoss } = this.#indexed;
    const good = this.#goods[position];
    const arcs = this.#arcsOf[position];
    const nodes = this.#nodesOf[position];
    const before = this.#before[position];
    const label = this.#label;
    const areaCount = areas.length;
    this.#priceArcs(good, arcs, taken, made, room);
    this.#priceTerminals(nodes, tonnesPerUnit[good], room);
    label.fill(Number.POSITIVE_INFINITY);
    for (let area = 0; area < areaCount; area++) label[area] = price[area * goods.length + good];
    const most = endless ? Number.POSITIVE_INFINITY : label.length + 2;
    let rounds = 0;
    for (let falling = true; falling; rounds++) {
      if (rounds > most) return false;
      falling = false;
      const backwards = rounds % 2 === 1;
      for (let k = 0; k < nodes.length; k++) {
        const node = nodes[k];
        const loaded = label[nodeArea[node]] + this.#handling[node];
        if (!(loaded < label[areaCount + node])) continue;
        label[areaCount + node] = loaded;
        before[areaCount + node] = LOADED;
        falling = true;
      }
      for (let k = 0; k < arcs.length; k++) {
        const arc = arcs[backwards ? arcs.length - 1 - k : k];
        const arriving = (label[areaCount + arcTail[arc]] + this.#cost[arc]) / (1 - arcLoss[arc]);
        if (!(arriving < label[areaCount + arcHead[arc]])) continue;
        label[areaCount + arcHead[arc]] = arriving;
        before[areaCount + arcHead[arc]] = arc;
        falling = true;
      }
      for (let k = 0; k < nodes.length; k++) {
        const node = nodes[k];
        const unloaded = label[areaCount + node] + this.#handling[node];
        if (!(unloaded < label[nodeArea[node]])) continue;
        label[nodeArea[node]] = unloaded;
        before[nodeArea[node]] = UNLOADED - node;
        falling = true;
      }
    }
    for (let area = 0; area < areaCount; area++) price[area * goods.length + good] = label[area];
    return true;
  }

  /** MJ per unit of the good to load and to unload at each node: energy and room. */
  #priceTerminals(nodes: Int32Array, tonnes: number, room: Room | undefined): void {
    const { nodeMode, terminal } = this.#indexed;
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k];
      const perTonne = terminal[nodeMode[node]] + (room === undefined ? 0 : room.terminal[node]);
      this.#handling[node] = tonnes === 0 ? 0 : perTonne * tonnes;
    }
  }

  /** MJ per unit of the good on each arc: energy, room, and what the link takes and makes at these prices. */
  #priceArcs(good: number, arcs: Int32Array, taken: Float64Array, made: Float64Array, room: Room | undefined): void {
    const { goods, nodeArea, arcTail, arcLink, arcEnergy, linkMakes, linkTakes, disposal, tonnesPerUnit } =
      this.#indexed;
    for (let k = 0; k < arcs.length; k++) {
      const arc = arcs[k];
      const link = arcLink[arc];
      const first = nodeArea[arcTail[arc]] * goods.length;
      let perTonne = arcEnergy[arc] + (room === undefined ? 0 : room.link[arc]);
      for (let e = linkTakes.start[link]; e < linkTakes.start[link + 1]; e++) {
        perTonne += linkTakes.value[e] * taken[first + linkTakes.index[e]];
      }
      for (let e = linkMakes.start[link]; e < linkMakes.start[link + 1]; e++) {
        perTonne -= linkMakes.value[e] * Math.max(made[first + linkMakes.index[e]], -disposal[linkMakes.index[e]]);
      }
      // What weighs nothing takes nothing on the way, however much a tonne would take.
      this.#cost[arc] = tonnesPerUnit[good] === 0 ? 0 : perTonne * tonnesPerUnit[good];
    }
  }
}

function sumOf(price: Float64Array, good: number, goodCount: number): number {
  let sum = 0;
  for (let cell = good; cell < price.length; cell += goodCount) if (Number.isFinite(price[cell])) sum += price[cell];
  return sum;
}

/** States in an order in which each comes before the one it got its price from. */
function farthestFirst(before: Int32Array, beforeOf: (state: number) => number): number[] {
  const waiting = new Int32Array(before.length);
  for (let state = 0; state < before.length; state++) if (beforeOf(state) >= 0) waiting[beforeOf(state)]++;
  const order: number[] = [];
  for (let state = 0; state < before.length; state++) if (waiting[state] === 0) order.push(state);
  for (let k = 0; k < order.length; k++) {
    const next = beforeOf(order[k]);
    if (next >= 0 && --waiting[next] === 0) order.push(next);
  }
  return order;
}
