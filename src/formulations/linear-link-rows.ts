import type { Indexed, SparseRows } from "../network/indexed.ts";
import type { LinearBuilder } from "./linear-builder.ts";
import type { Columns } from "./linear-columns.ts";
import type { Scale } from "./linear-scale.ts";
import { roomOfModule, roomOfTerminalModule } from "./useful-room.ts";

/**
 * All goods share a link's tonnes each way: what stands, and what is built, which opens both ways at once.
 * @param useful where given, modules open no more room than could be of use (`usefulRoom`): a tighter relaxation.
 */
export function linkRows(
  indexed: Indexed,
  columns: Columns,
  scale: Scale,
  builder: LinearBuilder,
  useful?: Float64Array,
): Int32Array {
  const { arcCapacity, arcLink, linkSizeStart, linkSizeCapacity } = indexed;
  return Int32Array.from(arcCapacity, (capacity, arc) => {
    const row = roomRow(indexed, [columns.flow], arc, capacity, scale, builder);
    if (row < 0) return row;
    const link = arcLink[arc];
    for (let size = linkSizeStart[link]; size < linkSizeStart[link + 1]; size++) {
      const room = useful === undefined ? linkSizeCapacity[size] : roomOfModule(indexed, useful, size, arc);
      moreRoom(row, columns.linkBuilt[size], room, scale, builder);
    }
    return row;
  });
}

/**
 * All goods that are loaded and unloaded on a mode in an area share its terminal's tonnes: what stands, and what is built.
 * @param useful where given, modules open no more room than could be of use (`usefulHandling`): a tighter relaxation.
 */
export function terminalRows(
  indexed: Indexed,
  columns: Columns,
  scale: Scale,
  builder: LinearBuilder,
  useful?: Float64Array,
): Int32Array {
  const { nodeCapacity, terminalSizeStart, terminalSizeCapacity } = indexed;
  return Int32Array.from(nodeCapacity, (capacity, node) => {
    const row = roomRow(indexed, [columns.load, columns.unload], node, capacity, scale, builder);
    if (row < 0) return row;
    for (let size = terminalSizeStart[node]; size < terminalSizeStart[node + 1]; size++) {
      const room = useful === undefined ? terminalSizeCapacity[size] : roomOfTerminalModule(indexed, useful, size);
      moreRoom(row, columns.terminalBuilt[size], room, scale, builder);
    }
    return row;
  });
}

/** The row of what all goods use of a place's room, tonnes; -1 where there is no limit. Tables are place-major. */
function roomRow(
  { goods, tonnesPerUnit }: Indexed,
  tables: readonly Int32Array[],
  place: number,
  capacity: number,
  scale: Scale,
  builder: LinearBuilder,
): number {
  if (!Number.isFinite(capacity)) return -1;
  const row = builder.row(Number.NEGATIVE_INFINITY, capacity / scale.amount);
  for (let g = 0; g < goods.length; g++) {
    for (const table of tables) {
      const column = table[place * goods.length + g];
      if (column >= 0) builder.entry(row, column, tonnesPerUnit[g]);
    }
  }
  return row;
}

/** What a module that is built opens. */
function moreRoom(row: number, column: number, room: number, scale: Scale, builder: LinearBuilder): void {
  if (column >= 0) builder.entry(row, column, -room / scale.amount);
}

/** What links make and take for each tonne they carry, in the balance of the area where they begin. */
export function carriedTerms(indexed: Indexed, columns: Columns, builder: LinearBuilder, balanceRow: Int32Array): void {
  const enter = (row: number, column: number, amount: number): void => builder.entry(balanceRow[row], column, amount);
  forCarried(indexed, columns, indexed.linkMakes, enter);
  forCarried(indexed, columns, indexed.linkTakes, (row, column, amount) => enter(row, column, -amount));
}

/** What links make can be let go where it is made, like what works make there. */
export function madeOnTheWay(indexed: Indexed, columns: Columns, builder: LinearBuilder, surplusRow: Int32Array): void {
  forCarried(indexed, columns, indexed.linkMakes, (cell, column, amount) => {
    if (surplusRow[cell] >= 0) builder.entry(surplusRow[cell], column, -amount);
  });
}

/** Hands over cell (area, good), column of a flow, and units of the good per unit that flows. */
function forCarried(
  { arcTail, arcLink, nodeArea, goods, tonnesPerUnit }: Indexed,
  columns: Columns,
  { start, index, value }: SparseRows,
  give: (cell: number, column: number, amount: number) => void,
): void {
  if (index.length === 0) return;
  columns.flow.forEach((column, cell) => {
    if (column < 0) return;
    const arc = Math.floor(cell / goods.length);
    const link = arcLink[arc];
    const first = nodeArea[arcTail[arc]] * goods.length;
    const tonnes = tonnesPerUnit[cell % goods.length];
    for (let e = start[link]; e < start[link + 1]; e++) give(first + index[e], column, value[e] * tonnes);
  });
}
