/**
 * A WebAssembly module of two loops over a row of costs, four sinks at a time, put together when it is first asked for.
 *
 * Both write, for every four sinks of which one or more pass, the number of the four times 16 plus a bit for each that
 * passes, and give how many such words they wrote:
 *
 *     convert(row, end, limit, whole, hits)   doubles at `row` up to `end` to whole numbers at `whole`; a sink passes when
 *                                             its cost is at most its limit; gives -1 where a cost is not whole
 *     look(whole, end, least, rent, hits)     a sink passes when cost + rent is at most its least
 *
 * All but `rent` are addresses in the module's memory. `convert` keeps the largest and the least four costs met at
 * addresses 0 and 16. Source: WebAssembly Core Specification 2.0, sections 5.4 and 5.5.
 */

const I32 = 0x7f;
const V128 = 0x7b;
const NOTHING = 0x40;

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const keep = (local: number): number[] => [0x22, local];
const whole = (value: number): number[] => [0x41, value];
const BEGIN_LOOP = [0x03, NOTHING];
const AGAIN_IF = [0x0d, 0];
const BEGIN_IF = [0x04, NOTHING];
const END = [0x0b];
const ADD = [0x6a];
const SUBTRACT = [0x6b];
const OR = [0x72];
const SHIFT_LEFT = [0x74];
const SHIFT_RIGHT = [0x76];
const IS_BELOW = [0x49];
const SELECT = [0x1b];
const STORE = [0x36, 2, 0];

/** Instructions on four whole numbers or two doubles at once. */
const load = (offset: number): number[] => [0xfd, 0x00, 3, offset];
const STORE_ALL = [0xfd, 0x0b, 3, 0];
const TO_WHOLE = [0xfd, 0xfc, 1];
const TO_DOUBLE = [0xfd, 0xfe, 1];
const DIFFERS = [0xfd, 0x48];
const EITHER = [0xfd, 0x50];
const ANY = [0xfd, 0x53];
const FIRST_HALVES = [0xfd, 0x0d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const LARGER = [0xfd, 0xb8, 1];
const SMALLER = [0xfd, 0xb6, 1];
const AT_MOST = [0xfd, 0x3d];
const BITS = [0xfd, 0xa4, 1];
const SPREAD = [0xfd, 0x11];
const ADD_ALL = [0xfd, 0xae, 1];

const advance = (local: number, by: number): number[] => [...get(local), ...whole(by), ...ADD, ...set(local)];

/** Writes the word for these four sinks where a bit is set. */
const note = (four: number, bits: number, hit: number): number[] => [
  ...[...get(bits), ...BEGIN_IF],
  ...[...get(hit), ...get(four), ...whole(4), ...SHIFT_LEFT, ...get(bits), ...OR, ...STORE],
  ...[...advance(hit, 4), ...END],
  ...advance(four, 1),
];
const written = (hit: number, hits: number): number[] => [
  ...[...get(hit), ...get(hits), ...SUBTRACT, ...whole(2), ...SHIFT_RIGHT],
];

function convertCode(): number[] {
  const [row, end, limit, out, hits, four, hit, bits, a, b, wrong, most, least] = Array.from(
    { length: 13 },
    (_, k) => k,
  );
  const differs = (values: number): number[] => [
    ...[...get(values), ...TO_WHOLE, ...TO_DOUBLE, ...get(values), ...DIFFERS],
  ];
  return [
    ...[2, 3, I32, 5, V128],
    ...[...get(hits), ...set(hit)],
    ...[...whole(0), ...load(0), ...set(most), ...whole(0), ...load(16), ...set(least)],
    ...BEGIN_LOOP,
    ...[...get(row), ...load(0), ...set(a), ...get(row), ...load(16), ...set(b)],
    ...[...get(wrong), ...differs(a), ...differs(b), ...EITHER, ...EITHER, ...set(wrong)],
    ...[...get(out), ...get(a), ...TO_WHOLE, ...get(b), ...TO_WHOLE, ...FIRST_HALVES, ...keep(a), ...STORE_ALL],
    ...[...get(most), ...get(a), ...LARGER, ...set(most), ...get(least), ...get(a), ...SMALLER, ...set(least)],
    ...[...get(a), ...get(limit), ...load(0), ...AT_MOST, ...BITS, ...set(bits)],
    ...note(four, bits, hit),
    ...[...advance(row, 32), ...advance(out, 16), ...advance(limit, 16)],
    ...[...get(row), ...get(end), ...IS_BELOW, ...AGAIN_IF, ...END],
    ...[...whole(0), ...get(most), ...STORE_ALL, ...whole(16), ...get(least), ...STORE_ALL],
    ...[...whole(0x7f), ...written(hit, hits), ...get(wrong), ...ANY, ...SELECT, ...END],
  ];
}

function lookCode(): number[] {
  const [row, end, least, rent, hits, four, hit, bits, rents] = Array.from({ length: 9 }, (_, k) => k);
  return [
    ...[2, 3, I32, 1, V128],
    ...[...get(hits), ...set(hit), ...get(rent), ...SPREAD, ...set(rents)],
    ...BEGIN_LOOP,
    ...[
      ...get(row),
      ...load(0),
      ...get(rents),
      ...ADD_ALL,
      ...get(least),
      ...load(0),
      ...AT_MOST,
      ...BITS,
      ...set(bits),
    ],
    ...note(four, bits, hit),
    ...[...advance(row, 16), ...advance(least, 16)],
    ...[...get(row), ...get(end), ...IS_BELOW, ...AGAIN_IF, ...END],
    ...[...written(hit, hits), ...END],
  ];
}

/** A count or length in the format's variable length. */
function length(count: number): number[] {
  return count < 128 ? [count] : [(count & 127) | 128, ...length(count >> 7)];
}

const counted = (bytes: readonly number[]): number[] => [...length(bytes.length), ...bytes];
const named = (name: string): number[] => counted(Array.from(name, (letter) => letter.charCodeAt(0)));

/** The module's bytes; it exports `memory`, `convert` and `look`. */
export function scanModule(): Uint8Array<ArrayBuffer> {
  const section = (id: number, bytes: readonly number[]): number[] => [id, ...counted(bytes)];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 1, I32]),
    ...section(3, [2, 0, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [3, ...named("memory"), 2, 0, ...named("convert"), 0, 0, ...named("look"), 0, 1]),
    ...section(10, [2, ...counted(convertCode()), ...counted(lookCode())]),
  ]);
}
