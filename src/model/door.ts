import type { Issue } from "../base/issue.ts";
import { suggestion } from "../base/suggest.ts";
import { checkId } from "./check-id.ts";
import { describeValue, isList, pathOf, quote } from "./describe-value.ts";
import { Fields } from "./fields.ts";

/** What a number must be. Between 0 and `tiny` nothing is accepted: such numbers are slips, and overflow quotients. */
export interface NumberRule {
  readonly least: number;
  readonly most: number;
  readonly tiny?: number;
  readonly whole?: boolean;
  readonly unit: string;
}

/** The ids of one kind that there are. */
export interface Ids {
  /** "area", "good", ... */
  readonly what: string;
  readonly ids: ReadonlySet<string>;
}

/** One entry of a record that has been read: its key and where it is. */
export interface Entry {
  readonly id: string;
  readonly value: unknown;
  readonly path: string;
}

/** Issues beyond this many are counted and not kept; no person reads more, and a hostile input could send millions. */
const MOST_ISSUES = 10_000;

/** Entries of records and lists that are read before a description is called too large. */
const MOST_ENTRIES = 20_000_000;

/** Stands for a field whose getter threw: refused already, and so passed over in silence by every type. */
const UNREADABLE = Symbol("unreadable");

/** Unknown ids that get a suggestion; each one compares all names. */
const MOST_SUGGESTIONS = 200;

/**
 * Reads a description that may be anything, and collects everything that is wrong with it.
 *
 * Each value is read exactly once and under guard, so that getters and proxies can neither throw through
 * the door nor answer differently the second time. Reading follows the shape that is wanted, never the shape
 * that is there, so cycles and depth cannot trap it. What is read wrong is replaced by undefined, and reading
 * goes on, so that all issues are found at once.
 */
export class Door {
  readonly #issues: Issue[] = [];
  #uncounted = 0;
  #entries = 0;
  #suggestions = 0;
  /** How many numbers were rounded, by kind. */
  readonly rounding = { quantities: 0, distances: 0, energies: 0 };

  /** All issues, in the order they were met. */
  get issues(): readonly Issue[] {
    if (this.#uncounted === 0) return this.#issues;
    const message = `there are ${this.#uncounted} issues more than the ${MOST_ISSUES} listed`;
    return [...this.#issues, { code: "issues.too-many", path: "", message, remedy: "Mend the ones listed first." }];
  }

  /** How many issues there are so far. */
  get count(): number {
    return this.#issues.length + this.#uncounted;
  }

  refuse(code: string, path: string, message: string, remedy: string): undefined {
    if (this.#issues.length < MOST_ISSUES) this.#issues.push({ code, path, message, remedy });
    else this.#uncounted++;
    return undefined;
  }

  /** "Did you mean ...?", or the names there are. */
  suggest(name: string, names: Iterable<string>, what: string): string {
    if (++this.#suggestions > MOST_SUGGESTIONS) return `Name a ${what} there is.`;
    return suggestion(name, names, what);
  }

  /** The fields of a record whose field names are known; every other field is refused. */
  fields(value: unknown, path: string, names: readonly string[]): Fields {
    const read = this.record(
      value,
      path,
      `Write a record: { ${names.slice(0, 4).join(", ")}${names.length > 4 ? ", ..." : ""} }.`,
    );
    if (read === undefined) return new Fields(this, path, new Map(), true);
    for (const name of read.keys()) {
      if (names.includes(name)) continue;
      const remedy = this.suggest(name, names, "field");
      this.refuse("field.unknown", pathOf(path, name), `there is no field ${quote(name)} here`, remedy);
    }
    return new Fields(this, path, read, false);
  }

  /** The entries of a record keyed by ids that are its own to choose, sorted by id; ids that cannot be are refused. */
  entries(value: unknown, path: string): Entry[] {
    const read = this.record(value, path);
    if (read === undefined) return [];
    const entries: Entry[] = [];
    for (const [id, part] of read) {
      const place = pathOf(path, id);
      if (this.id(id, place) !== undefined) entries.push({ id, value: part, path: place });
    }
    return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The items of a list, with their places. Holes and undefined are refused. */
  list(value: unknown, path: string): Entry[] {
    if (!isList(value)) {
      const isRecord = typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
      const remedy = isRecord ? "Write a list: [...]; around one record, [{ ... }]." : "Write a list: [...].";
      this.#wrongType(value, path, "a list", remedy);
      return [];
    }
    const items: Entry[] = [];
    try {
      const length = value.length;
      if (!this.#admit(length, path)) return [];
      for (let i = 0; i < length; i++) {
        const item: unknown = value[i];
        if (item === undefined) {
          this.refuse("list.hole", pathOf(path, i), "the list has a hole here", "Take the hole out.");
          // A list made of holes says the same thing a million times; once is enough.
          return items;
        }
        items.push({ id: String(i), value: item, path: pathOf(path, i) });
      }
    } catch {
      this.#unreadable(path);
    }
    return items;
  }

  /** An id that is to be given to something. */
  id(value: unknown, path: string): string | undefined {
    if (typeof value !== "string") return this.#wrongType(value, path, "an id", 'Write a name in quotes: "north".');
    const fault = checkId(value);
    return fault === undefined ? value : this.refuse(fault.code, path, fault.message, fault.remedy);
  }

  /** The id of something there is. `code` says who asks: "site.area-unknown". */
  reference(value: unknown, path: string, known: Ids, code: string): string | undefined {
    if (typeof value !== "string") {
      return this.#wrongType(value, path, `the id of a ${known.what}`, "Write a name in quotes.");
    }
    if (known.ids.has(value)) return value;
    const remedy = this.suggest(value, known.ids, known.what);
    return this.refuse(code, path, `there is no ${known.what} ${quote(value)}`, remedy);
  }

  /** A list of ids of things there are, without repeats, sorted. */
  references(value: unknown, path: string, known: Ids, code: string): string[] {
    const found = new Set<string>();
    for (const item of this.list(value, path)) {
      const id = this.reference(item.value, item.path, known, code);
      if (id === undefined) continue;
      if (found.has(id)) this.refuse("list.repeated", item.path, `${quote(id)} is listed twice`, "Name it once.");
      found.add(id);
    }
    return [...found].sort();
  }

  number(value: unknown, path: string, rule: NumberRule): number | undefined {
    if (typeof value !== "number") {
      const quoted = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
      const remedy = quoted ? `Write it without quotes: ${Number(value)}.` : `Write a number (${rule.unit}).`;
      return this.#wrongType(value, path, `a number (${rule.unit})`, remedy);
    }
    const { least, most, tiny = 0, whole = false, unit } = rule;
    if (!Number.isFinite(value)) {
      const remedy = "Write a finite number; where no limit is meant, leave the field out.";
      return this.refuse("number.not-finite", path, `got ${value}, wanted a finite number (${unit})`, remedy);
    }
    if (value < least) {
      const code = least === 0 ? "number.negative" : "number.too-small";
      const remedy = `Write a number from ${least} to ${most}.`;
      return this.refuse(code, path, `got ${value}, wanted ${least} or more (${unit})`, remedy);
    }
    if (value > most) {
      const remedy = `Write a number from ${least} to ${most}, or check the units.`;
      return this.refuse("number.too-large", path, `got ${value}, wanted ${most} or less (${unit})`, remedy);
    }
    if (value > 0 && value < tiny) {
      const remedy = `Write 0, or a number from ${tiny} to ${most}.`;
      return this.refuse("number.too-small", path, `got ${value}, wanted 0, or ${tiny} or more (${unit})`, remedy);
    }
    if (whole && !Number.isInteger(value)) {
      const remedy = `Write a whole number, such as ${Math.round(value)}.`;
      return this.refuse("number.not-whole", path, `got ${value}, wanted a whole number (${unit})`, remedy);
    }
    // Adding zero turns -0 into 0, so that equal continents are equal bytes.
    return value + 0;
  }

  text(value: unknown, path: string): string | undefined {
    if (typeof value !== "string") return this.#wrongType(value, path, "a text", "Write a text in quotes.");
    const fault = checkId(value);
    return fault === undefined ? value : this.refuse(fault.code, path, fault.message, fault.remedy);
  }

  flag(value: unknown, path: string): boolean | undefined {
    return typeof value === "boolean" ? value : this.#wrongType(value, path, "true or false", "Write true or false.");
  }

  choice<Word extends string>(value: unknown, path: string, words: readonly Word[]): Word | undefined {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const wanted = words.map((word) => JSON.stringify(word)).join(" or ");
    const remedy = typeof value === "string" ? this.suggest(value, words, "word") : `Write ${wanted}.`;
    return this.refuse("value.not-a-choice", path, `got ${describeValue(value)}, wanted ${wanted}`, remedy);
  }

  /** Rounds an amount to thousandths (whole kilograms where the unit is the tonne). */
  roundQuantity(value: number): number {
    const rounded = Math.round(value * 1000) / 1000;
    if (rounded !== value) this.rounding.quantities++;
    return rounded;
  }

  /** Rounds kilometres to whole metres. */
  roundDistance(km: number): number {
    const rounded = Math.round(km * 1000) / 1000;
    if (rounded !== km) this.rounding.distances++;
    return rounded;
  }

  /** Rounds a yearly energy of a module to whole MJ. */
  roundEnergy(energy: number): number {
    const rounded = Math.round(energy) + 0;
    if (rounded !== energy) this.rounding.energies++;
    return rounded;
  }

  /** Every own enumerable field, read once; undefined where it is no plain record. */
  record(value: unknown, path: string, remedy = "Write a record: { ... }."): Map<string, unknown> | undefined {
    if (typeof value !== "object" || value === null || isList(value)) {
      return this.#wrongType(value, path, "a record", remedy);
    }
    try {
      const prototype: unknown = Object.getPrototypeOf(value);
      // A plain record's prototype is null or the end of its chain; that holds across realms, too.
      if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
        const message = "got an instance of a class, wanted a plain record";
        return this.refuse("value.wrong-type", path, message, "Write a record: { ... }; of an instance, { ...it }.");
      }
      const keys = Object.keys(value);
      const read = new Map<string, unknown>();
      if (!this.#admit(keys.length, path)) return read;
      for (const key of keys) read.set(key, this.#get(value as Readonly<Record<string, unknown>>, key, path));
      return read;
    } catch {
      return this.#unreadable(path);
    }
  }

  #get(record: Readonly<Record<string, unknown>>, key: string, path: string): unknown {
    try {
      return record[key];
    } catch {
      this.#unreadable(pathOf(path, key));
      return UNREADABLE;
    }
  }

  #admit(count: number, path: string): boolean {
    this.#entries += count;
    if (this.#entries <= MOST_ENTRIES) return true;
    const message = `the description has more than ${MOST_ENTRIES} entries up to here`;
    this.refuse("continent.too-large", path, message, "Describe a smaller continent, or merge areas.");
    return false;
  }

  /** What was thrown is not looked at: it may be as hostile as the value. */
  #unreadable(path: string): undefined {
    const remedy = "Hand in plain data without getters or proxies.";
    return this.refuse("value.unreadable", path, "reading this throws an error", remedy);
  }

  #wrongType(value: unknown, path: string, wanted: string, remedy: string): undefined {
    if (value === UNREADABLE) return undefined;
    return this.refuse("value.wrong-type", path, `got ${describeValue(value)}, wanted ${wanted}`, remedy);
  }
}
