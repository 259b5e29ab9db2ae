import { type Factors, Ledger } from "./ledger.ts";
import type { Violation } from "./verdict.ts";

/** Takes down one violation: rule, path, what is wrong in words, by how much. */
export type Report = (rule: Violation["rule"], path: string, message: string, amount: number) => void;

/** What the plan's own figures come to, as the rows are gone through. */
export class Tallies {
  /** By area and good: made and taken by runs and links, and built in; unloaded and loaded. */
  readonly made = new Ledger();
  readonly taken = new Ledger();
  readonly unloaded = new Ledger();
  readonly loaded = new Ledger();
  /** By area and mode: tonnes loaded and unloaded. */
  readonly handled = new Ledger();
  /** By site and good. */
  readonly madeBySite = new Ledger();
  /** By area and good: made by links that begin there. */
  readonly madeByLinks = new Ledger();
  /** By area and resource. */
  readonly used = new Ledger();
  /** By link, way and good. */
  readonly flow = new Ledger();
  /** By area and good, and by area, good and mode: what comes less what goes. */
  readonly balance = new Ledger();

  /** Books an exact product of amounts as made in an area, and in its balance. */
  make(area: string, good: string, ...factors: Factors): void {
    const ids = [area, good];
    this.made.addProduct(ids, factors);
    this.balance.addProduct(ids, factors);
  }

  take(area: string, good: string, ...factors: Factors): void {
    const ids = [area, good];
    const [amount, ...others] = factors;
    this.taken.addProduct(ids, factors);
    this.balance.addProduct(ids, [-amount, ...others]);
  }
}

/** What the plan's own figures add up to, for the checks of what it states. */
export interface Tally extends Omit<Tallies, "make" | "take"> {
  /** By good: how much of it all balances together leave open. */
  readonly open: Ledger;
  readonly residual: { readonly amount: number; readonly energy: number };
}
