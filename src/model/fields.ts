import { pathOf } from "./describe-value.ts";
import type { Door, Entry, Ids, NumberRule } from "./door.ts";

/** How a record of amounts is read. */
export interface AmountsRule {
  readonly number: NumberRule;
  /** What the keys name, and the code for a key that names nothing; absent: names of one's own choosing. */
  readonly known?: Ids;
  readonly code?: string;
  /** Keep zeros where none differs from unlimited; elsewhere a zero is the same as leaving it out. */
  readonly keepZeros?: boolean;
  /** Round to thousandths. */
  readonly round?: boolean;
}

/** The fields of one record that has been read, each taken out as what it should be. */
export class Fields {
  readonly #door: Door;
  readonly #read: ReadonlyMap<string, unknown>;
  readonly #broken: boolean;
  readonly path: string;

  /** `broken`: it was no record at all, which has been refused already, so nothing is missing from it. */
  constructor(door: Door, path: string, read: ReadonlyMap<string, unknown>, broken: boolean) {
    this.#door = door;
    this.path = path;
    this.#read = read;
    this.#broken = broken;
  }

  at(name: string): string {
    return pathOf(this.path, name);
  }

  has(name: string): boolean {
    return this.#read.get(name) !== undefined;
  }

  value(name: string): unknown {
    return this.#read.get(name);
  }

  /** Whether a field that has no default is there; refuses where it is not. */
  require(name: string, remedy: string): boolean {
    if (this.has(name)) return true;
    if (!this.#broken) this.#door.refuse("value.missing", this.at(name), `${name} is missing`, remedy);
    return false;
  }

  number(name: string, rule: NumberRule): number | undefined {
    if (!this.require(name, `Add ${name}: a number (${rule.unit}).`)) return undefined;
    return this.#door.number(this.value(name), this.at(name), rule);
  }

  numberOr(name: string, rule: NumberRule, fallback: number): number {
    return this.has(name) ? (this.#door.number(this.value(name), this.at(name), rule) ?? fallback) : fallback;
  }

  flagOr(name: string, fallback: boolean): boolean {
    return this.has(name) ? (this.#door.flag(this.value(name), this.at(name)) ?? fallback) : fallback;
  }

  reference(name: string, known: Ids, code: string): string | undefined {
    if (!this.require(name, `Add ${name}: the id of a ${known.what}.`)) return undefined;
    return this.#door.reference(this.value(name), this.at(name), known, code);
  }

  /** The entries of a record, sorted by id; none where the field is absent. */
  entries(name: string): Entry[] {
    return this.has(name) ? this.#door.entries(this.value(name), this.at(name)) : [];
  }

  /** The items of a list; none where the field is absent. */
  list(name: string): Entry[] {
    return this.has(name) ? this.#door.list(this.value(name), this.at(name)) : [];
  }

  /** Exactly two items, or undefined and an issue with the code and the remedy. */
  pair(name: string, code: string, remedy: string): readonly [Entry, Entry] | undefined {
    const before = this.#door.count;
    const items = this.list(name);
    if (this.#door.count > before) return undefined;
    if (items.length === 2) return [items[0], items[1]];
    return this.#door.refuse(code, this.at(name), `got ${items.length} items, wanted two`, remedy);
  }

  /** Refuses a record or list that was read well and has nothing in it. `before`: the issues before it was read. */
  refuseEmpty(name: string, found: number, before: number, code: string, remedy: string): void {
    if (found > 0 || !this.has(name) || this.#door.count > before) return;
    this.#door.refuse(code, this.at(name), `there are no ${name}`, remedy);
  }

  /** A record of numbers, sorted by key; empty where the field is absent. */
  amounts(name: string, rule: AmountsRule): Record<string, number> {
    const amounts: Record<string, number> = {};
    for (const { id, value, path } of this.entries(name)) {
      const { known, code = "id.unknown" } = rule;
      if (known !== undefined && this.#door.reference(id, path, known, code) === undefined) continue;
      const number = this.#door.number(value, path, rule.number);
      if (number === undefined) continue;
      const amount = rule.round ? this.#door.roundQuantity(number) : number;
      if (amount !== 0 || rule.keepZeros) amounts[id] = amount;
    }
    return amounts;
  }
}
