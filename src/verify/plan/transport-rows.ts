import { ExactSum } from "../../base/exact.ts";
import { mayTravel } from "../../model/energy.ts";
import type { Continent, Link } from "../../model/types.ts";
import type { Plan, PlanTerminal, PlanWay } from "../../plan/types.ts";
import { MetIds } from "./by-ids.ts";
import { finite, OPEN, ROUNDING } from "./ledger.ts";
import { areKnown, notNegative } from "./row-checks.ts";
import type { Report, Tallies } from "./tally.ts";

/** Checks what is carried, loaded and unloaded, and what is built for that, and books it in the balances. */
export class Transport {
  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly tally: Tallies,
    readonly report: Report,
  ) {}

  check(): void {
    this.#checkLinks();
    this.#checkTransfers();
    this.#checkTerminals();
  }

  #checkLinks(): void {
    const { continent, report } = this;
    const links = new Map(continent.links.map((link) => [link.id, link]));
    const seen = new Set<string>();
    for (const { link: id, ways, built } of this.plan.links) {
      const path = `links[${id}]`;
      const link = links.get(id);
      if (seen.has(id)) report("id.duplicate", path, "The link is listed twice.", 1);
      seen.add(id);
      if (link === undefined) {
        report("id.unknown", path, "There is no such link.", 1);
        continue;
      }
      const room = this.#checkBuilt(link, "link", path, built);
      const wayCount = link.bothWays ? 2 : 1;
      if (ways.length !== wayCount)
        report(
          "link.ways",
          path,
          `${ways.length} ways are listed; the link has ${wayCount}.`,
          Math.abs(ways.length - wayCount),
        );
      ways.slice(0, wayCount).forEach((way, w) => {
        this.#checkWay(link, w === 0 ? 0 : 1, way, room);
      });
    }
  }

  /** Room that stands and is built, t/yr, of a link each way; undefined where there is no limit. */
  #checkBuilt(
    { capacity, sizes }: Pick<Link, "capacity" | "sizes">,
    what: "link" | "terminal",
    path: string,
    built: Readonly<Record<string, number>>,
  ): number | undefined {
    const { report } = this;
    const room = new ExactSum();
    for (const [name, modules] of Object.entries(built)) {
      const where = `${path}.built[${name}]`;
      const size = sizes.find((one) => one.name === name);
      if (size === undefined) {
        report("id.unknown", where, `The ${what} has no such size.`, 1);
        continue;
      }
      notNegative(this.report, where, modules);
      if (!Number.isInteger(modules))
        report("whole", where, `${modules} is not a whole number.`, Math.abs(modules - Math.round(modules)));
      if (modules > size.most)
        report(`${what}.built`, where, `${modules} built; at most ${size.most} may be.`, modules - size.most);
      room.addProduct(size.capacity, Math.max(0, modules));
    }
    return capacity === undefined ? undefined : finite(room.add(capacity).value);
  }

  #checkWay(link: Link, way: 0 | 1, { tonnes }: PlanWay, room: number | undefined): void {
    const { continent, report } = this;
    const path = `links[${link.id}].ways[${way}]`;
    const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
    const carried = new ExactSum();
    for (const [good, amount] of Object.entries(tonnes)) {
      if (!areKnown(this.continent, this.report, `${path}.tonnes[${good}]`, { good })) continue;
      notNegative(this.report, `${path}.tonnes[${good}]`, amount);
      this.#checkTravel(`${path}.tonnes[${good}]`, good, link.mode, amount);
      const weight = continent.goods[good].tonnesPerUnit;
      carried.addProduct(weight, amount);
      this.tally.flow.add([link.id, String(way), good], amount);
      this.tally.balance.add([tail, good, link.mode], -amount);
      this.tally.balance.add([head, good, link.mode], amount);
      this.tally.balance.add([head, good, link.mode], -link.loss, amount);
      for (const [made, each] of Object.entries(link.makes)) {
        this.tally.make(tail, made, each, weight, amount);
        this.tally.madeByLinks.addProduct([tail, made], [each, weight, amount]);
      }
      for (const [taken, each] of Object.entries(link.takes)) this.tally.take(tail, taken, each, weight, amount);
    }
    if (room === undefined) return;
    const over = carried.add(-room).value;
    if (over > Math.max(OPEN, ROUNDING * room))
      report("link.capacity", path, `Carries ${over} t more than its ${room} t/yr.`, over);
  }

  #checkTransfers(): void {
    const met = new MetIds();
    this.plan.transfers.forEach(({ area, mode, good, load, unload }) => {
      const path = `transfers[${area}, ${mode}, ${good}]`;
      if (!areKnown(this.continent, this.report, path, { area, mode, good })) return;
      if (met.meet(area, mode, good)) this.report("id.duplicate", path, "The transfer is listed twice.", 1);
      notNegative(this.report, `${path}.load`, load);
      notNegative(this.report, `${path}.unload`, unload);
      this.#checkTravel(path, good, mode, Math.max(load, unload));
      for (const amount of [load, unload])
        this.tally.handled.add([area, mode], this.continent.goods[good].tonnesPerUnit, amount);
      this.tally.loaded.add([area, good], load);
      this.tally.unloaded.add([area, good], unload);
      this.tally.balance.add([area, good], unload);
      this.tally.balance.add([area, good], -load);
      this.tally.balance.add([area, good, mode], load);
      this.tally.balance.add([area, good, mode], -unload);
    });
  }

  /** What is loaded and unloaded, by all transfers together, against what stands and is built. */
  #checkTerminals(): void {
    const { continent, report, plan } = this;
    const listed = new Map<string, PlanTerminal>();
    for (const terminal of plan.terminals) {
      const path = `terminals[${terminal.area}, ${terminal.mode}]`;
      const key = JSON.stringify([terminal.area, terminal.mode]);
      if (!continent.terminals.some(({ area, mode }) => area === terminal.area && mode === terminal.mode))
        report("id.unknown", path, "The continent describes no such terminal.", 1);
      if (listed.has(key)) report("id.duplicate", path, "The terminal is listed twice.", 1);
      listed.set(key, terminal);
    }
    for (const terminal of continent.terminals) {
      const { area, mode } = terminal;
      const path = `terminals[${area}, ${mode}]`;
      const entry = listed.get(JSON.stringify([area, mode]));
      const room = this.#checkBuilt(terminal, "terminal", path, entry?.built ?? {});
      const handled = this.tally.handled.value(area, mode);
      if (handled > Math.max(OPEN, ROUNDING * handled) && entry === undefined)
        report("terminal.missing", path, `${handled} t are loaded and unloaded; the plan does not list it.`, handled);
      if (room !== undefined && handled - room > Math.max(OPEN, ROUNDING * room))
        report("terminal.capacity", path, `Handles ${handled - room} t more than its ${room} t/yr.`, handled - room);
    }
  }

  #checkTravel(path: string, good: string, mode: string, amount: number): void {
    if (amount === 0 || mayTravel(this.continent, good, mode)) return;
    if (this.continent.goods[good].local) this.report("local", path, "The good cannot travel.", amount);
    else this.report("freight", path, `The good's freight class does not go by ${mode}.`, amount);
  }
}
