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
  const goodCount = indexed.goods.length;
  const { linkSizeStart, linkSizeCapacity } = indexed;
  return Int32Array.from(indexed.arcCapacity, (capacity, arc) => {
    if (!Number.isFinite(capacity)) return -1;
    const row = builder.row(Number.NEGATIVE_INFINITY, capacity / scale.amount);
    for (let g = 0; g < goodCount; g++) {
      const column = columns.flow[arc * goodCount + g];
      if (column >= 0) builder.entry(row, column, indexed.tonnesPerUnit[g]);
    }
    const link = indexed.arcLink[arc];
    for (let size = linkSizeStart[link]; size < linkSizeStart[link + 1]; size++) {
      const column = columns.linkBuilt[size];
      const room = useful === undefined ? linkSizeCapacity[size] : roomOfModule(indexed, useful, size, arc);
      if (column >= 0) builder.entry(row, column, -room / scale.amount);
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
  const goodCount = indexed.goods.length;
  const { terminalSizeStart, terminalSizeCapacity } = indexed;
  return Int32Array.from(indexed.nodeCapacity, (capacity, node) => {
    if (!Number.isFinite(capacity)) return -1;
    const row = builder.row(Number.NEGATIVE_INFINITY, capacity / scale.amount);
    for (let g = 0; g < goodCount; g++) {
      for (const handled of [columns.load, columns.unload]) {
        const column = handled[node * goodCount + g];
        if (column >= 0) builder.entry(row, column, indexed.tonnesPerUnit[g]);
      }
    }
    for (let size = terminalSizeStart[node]; size < terminalSizeStart[node + 1]; size++) {
      const column = columns.terminalBuilt[size];
      const room = useful === undefined ? terminalSizeCapacity[size] : roomOfTerminalModule(indexed, useful, size);
      if (column >= 0) builder.entry(row, column, -room / scale.amount);
    }
    return row;
  });
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
