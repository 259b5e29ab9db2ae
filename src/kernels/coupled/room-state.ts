import { type RoomLinear, startRoomLinear } from "./room-linear.ts";

/** A family's rows. Shapes: n lots, m rows, one for each good; capacity is a part of what is wanted, lots * m. */
export interface RoomRows {
  readonly family: number;
  readonly lot: Int32Array;
  readonly good: Int32Array;
  readonly wanted: Float64Array;
  readonly capacity: Float64Array;
}

export interface RoomSearch {
  readonly rows: RoomRows;
  readonly linear: RoomLinear;
  /** Nodes in the order in which they were made: their parent, and on which side of its fork they are. */
  readonly parent: Int32Array;
  readonly side: Int8Array;
  /** Nodes: the lot (its place in `rows.lot`), or COUNT, that it forks on, and the number of a count; NO_FORK where nothing is open. */
  readonly fork: Int32Array;
  readonly number: Int32Array;
  /** Nodes: the first of two children, 0 where it has none. */
  readonly child: Int32Array;
  readonly bound: Float64Array;
  /** Nodes * rows. */
  readonly multiplier: Float64Array;
  /** Nodes * (rows + 1). */
  readonly basis: Int32Array;
  nodeCount: number;
  /** Nodes that may be forked still, as a heap. */
  readonly heap: Int32Array;
  heapCount: number;
  /** Lots by place: what each gains, and what the case has decided; the node's state, and a choice. */
  readonly gain: Float64Array;
  readonly given: Int8Array;
  readonly state: Int8Array;
  readonly reduced: Float64Array;
  readonly choice: Int8Array;
  /** What the choice has room for, by row. */
  readonly made: Float64Array;
  /** Multipliers set aside, by row. */
  readonly former: Float64Array;
  /** How many lots are open at least and at most: in the case, and in the node. */
  givenLeast: number;
  givenMost: number;
  least: number;
  most: number;
  /** The best choice, which the next search tries first. */
  readonly best: Int8Array;
  bestGain: number;
  /** Entries of rows and columns that were looked at. */
  visits: number;
}

/** A fork on the number of lots, and none. */
export const COUNT = -1;
export const NO_FORK = -2;

/** Takes all memory that searches with so many nodes at most need. */
export function startRoom(rows: RoomRows, mostNodes: number): RoomSearch {
  const n = rows.lot.length;
  const m = rows.good.length;
  return {
    rows,
    linear: startRoomLinear(n, m, rows.capacity),
    parent: new Int32Array(mostNodes),
    side: new Int8Array(mostNodes),
    fork: new Int32Array(mostNodes),
    number: new Int32Array(mostNodes),
    child: new Int32Array(mostNodes),
    bound: new Float64Array(mostNodes),
    multiplier: new Float64Array(mostNodes * m),
    basis: Int32Array.from({ length: mostNodes * (m + 1) }, (_, k) => n + (k % (m + 1))),
    nodeCount: 0,
    heap: new Int32Array(mostNodes),
    heapCount: 0,
    gain: new Float64Array(n),
    given: new Int8Array(n),
    state: new Int8Array(n),
    reduced: new Float64Array(n),
    choice: new Int8Array(n),
    made: new Float64Array(m),
    former: new Float64Array(m),
    givenLeast: 0,
    givenMost: n,
    least: 0,
    most: n,
    best: new Int8Array(n),
    bestGain: Number.NEGATIVE_INFINITY,
    visits: 0,
  };
}
