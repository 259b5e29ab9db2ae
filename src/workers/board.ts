/**
 * What threads agree on, in shared memory: who takes which item of a round, and when the round is done.
 *
 * A round belongs to one task in one version of its data. The thread that planned it writes the round, rings, takes items
 * itself, and waits until all are done; threads wake up, take items while there are some, and sleep. An item is taken by
 * exchanging the word that has the round's tag and the next item: a thread that wakes up late finds another tag and takes
 * nothing.
 *
 * Memory: eight words. Complexity: one exchange an item, one wake-up a thread and round (tens of microseconds).
 * Source:  Herlihy and Shavit, The Art of Multiprocessor Programming (2008), chapters 5 and 17 (barriers).
 */

/** Rises with every round and message; threads sleep on it. */
const BELL = 0;
/** The round: task, version of its data, items. */
const TASK = 1;
const VERSION = 2;
const COUNT = 3;
/** The round's tag, and the next item that nobody has taken. */
const NEXT = 4;
/** Items that are done; whoever waits for the end of the round sleeps on it. */
const DONE = 5;
/** Messages that were sent to every thread: one that has not read as many goes back to read. */
const SENT = 6;
/** 1 once an item has failed. */
const FAILED = 7;
const WORDS = 8;

/** Bits of NEXT that hold the item; the tag has the rest but the sign. */
const ITEM_BITS = 15;
const ITEMS = (1 << ITEM_BITS) - 1;
const TAGS = (1 << (31 - ITEM_BITS)) - 1;

/** No item of a tag that no round has. */
const ENDED = ITEMS;

/** Looks at DONE before sleeping on it: what is left is mostly done within less than a wake-up takes. */
const LOOKS = 2000;

/** Looks at DONE by one who must not sleep, a minute or more of them, before it is late. */
const MOST_LOOKS = 2e10;

/** More items than a round can have. */
export const MOST_ITEMS = ITEMS;

export function newBoard(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT));
}

/** Opens a round and wakes the threads. Gives its tag. Nobody is in a round any more. */
export function openRound(board: Int32Array, tag: number, task: number, version: number, count: number): number {
  const next = tag === TAGS ? 1 : tag + 1;
  // First the last round ends for good: one who still looks for items of it would find some that it never had, once COUNT
  // is of this one.
  Atomics.store(board, NEXT, ENDED);
  Atomics.store(board, TASK, task);
  Atomics.store(board, VERSION, version);
  Atomics.store(board, COUNT, count);
  Atomics.store(board, DONE, 0);
  Atomics.store(board, NEXT, next << ITEM_BITS);
  ring(board);
  return next;
}

/** Says that a message was sent to every thread, and wakes them to read it. */
export function noteSent(board: Int32Array): void {
  Atomics.add(board, SENT, 1);
  ring(board);
}

function ring(board: Int32Array): void {
  Atomics.add(board, BELL, 1);
  Atomics.notify(board, BELL);
}

/** Takes an item of a round; -1 where none is left, or another round has begun. */
export function takeItem(board: Int32Array, tag: number): number {
  for (;;) {
    const next = Atomics.load(board, NEXT);
    const item = next & ITEMS;
    if (next >> ITEM_BITS !== tag || item >= Atomics.load(board, COUNT)) return -1;
    if (Atomics.compareExchange(board, NEXT, next, next + 1) === next) return item;
  }
}

/** Books an item as done. */
export function bookDone(board: Int32Array, failed: boolean): void {
  if (failed) Atomics.store(board, FAILED, 1);
  Atomics.add(board, DONE, 1);
  Atomics.notify(board, DONE);
}

/**
 * Waits until all items are done. Gives "done", "failed" where one of them was, or "late" where none was for so long.
 *
 * @param maySleep whether this thread may sleep, which the main one of a browser must not.
 */
export function awaitRound(board: Int32Array, patienceMs: number, maySleep: boolean): "done" | "failed" | "late" {
  const count = Atomics.load(board, COUNT);
  let looks = 0;
  for (;;) {
    const done = Atomics.load(board, DONE);
    if (done >= count) return Atomics.load(board, FAILED) === 0 ? "done" : "failed";
    if (++looks < (maySleep ? LOOKS : MOST_LOOKS)) continue;
    if (!maySleep) return "late";
    if (Atomics.wait(board, DONE, done, patienceMs) === "timed-out") return "late";
  }
}

/** What a thread is to do next: read messages, or take part in a round of a task that is in this version. */
export interface Call {
  bell: number;
  tag: number;
  task: number;
  version: number;
}

/** Sleeps until there is something new. False: there are messages to read. */
export function awaitCall(board: Int32Array, read: number, call: Call): boolean {
  for (;;) {
    const bell = Atomics.load(board, BELL);
    if (Atomics.load(board, SENT) > read) return false;
    if (bell === call.bell) {
      Atomics.wait(board, BELL, bell);
      continue;
    }
    call.bell = bell;
    call.tag = Atomics.load(board, NEXT) >> ITEM_BITS;
    call.task = Atomics.load(board, TASK);
    call.version = Atomics.load(board, VERSION);
    // Where the next round has begun meanwhile, what was read may be of two.
    if (Atomics.load(board, BELL) === bell) return true;
  }
}
