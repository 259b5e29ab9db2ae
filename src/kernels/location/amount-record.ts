import type { ArraySource } from "../../base/array-store.ts";

/**
 * What changes in a split service while it is tried: amounts in the order of change, and the shifts of each slot before
 * its first change. A change is taken back by copying, which reads memory in order, where finding shifts again would not.
 */
export interface AmountRecord {
  readonly siteCount: number;
  isOn: boolean;
  /** Changed amounts: slots, customers and former amounts. */
  count: number;
  slot: Int32Array;
  customer: Int32Array;
  amount: Float64Array;
  /** Slots from here on are new: their shifts are not kept. */
  openBefore: number;
  /** Slots whose shifts are kept: row r is that of `rowSlot[r]`, and holds those to slot b at r * openBefore + b. */
  rowCount: number;
  readonly rowSlot: Int32Array;
  /** The row of each slot, or -1. */
  readonly rowOf: Int32Array;
  shift: Float64Array;
  shiftedBy: Int32Array;
}

/** Room for so many entries to begin with; it grows as needed. */
const FIRST_RECORDS = 1024;

export function newRecord(siteCount: number, arrays: ArraySource): AmountRecord {
  return {
    siteCount,
    isOn: false,
    count: 0,
    slot: arrays.ints(FIRST_RECORDS),
    customer: arrays.ints(FIRST_RECORDS),
    amount: arrays.floats(FIRST_RECORDS),
    openBefore: 0,
    rowCount: 0,
    rowSlot: arrays.ints(siteCount),
    rowOf: arrays.ints(siteCount).fill(-1),
    shift: arrays.floats(FIRST_RECORDS),
    shiftedBy: arrays.ints(FIRST_RECORDS),
  };
}

/** Begins to note what changes in a service with so many open sites. */
export function startRecord(record: AmountRecord, openCount: number): void {
  for (let r = 0; r < record.rowCount; r++) record.rowOf[record.rowSlot[r]] = -1;
  record.rowCount = 0;
  record.count = 0;
  record.openBefore = openCount;
  record.isOn = true;
}

/** Notes an amount that is about to change. */
export function note(
  record: AmountRecord,
  slot: number,
  customer: number,
  amount: number,
  shift: Float64Array,
  shiftedBy: Int32Array,
): void {
  if (record.count === record.slot.length) {
    record.slot = longer(record.slot, new Int32Array(2 * record.count));
    record.customer = longer(record.customer, new Int32Array(2 * record.count));
    record.amount = longer(record.amount, new Float64Array(2 * record.count));
  }
  record.slot[record.count] = slot;
  record.customer[record.count] = customer;
  record.amount[record.count++] = amount;
  if (slot < record.openBefore && record.rowOf[slot] < 0) keepShifts(record, slot, shift, shiftedBy);
}

function keepShifts(record: AmountRecord, slot: number, shift: Float64Array, shiftedBy: Int32Array): void {
  const { openBefore, siteCount } = record;
  const end = (record.rowCount + 1) * openBefore;
  if (end > record.shift.length) {
    record.shift = longer(record.shift, new Float64Array(2 * end));
    record.shiftedBy = longer(record.shiftedBy, new Int32Array(2 * end));
  }
  const from = slot * siteCount;
  const at = record.rowCount * openBefore;
  for (let b = 0; b < openBefore; b++) {
    record.shift[at + b] = shift[from + b];
    record.shiftedBy[at + b] = shiftedBy[from + b];
  }
  record.rowSlot[record.rowCount] = slot;
  record.rowOf[slot] = record.rowCount++;
}

function longer<List extends Int32Array | Float64Array>(from: List, to: List): List {
  to.set(from);
  return to;
}
