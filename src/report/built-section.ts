import type { BuildSize, Continent } from "../model/types.ts";
import type { Plan } from "../plan/types.ts";
import type { BuildingSaving } from "../study/types.ts";
import { formatJoules, formatQuantity, formatShare } from "./format-figures.ts";
import { type BuiltLink, listBuiltLinks, listTerminals, type Terminal } from "./freight-figures.ts";
import { escapeMarkdown, markdownTable } from "./markdown-text.ts";

/** What a report is told of savings; absent: nothing. */
export type Savings = readonly BuildingSaving[] | undefined;

/** Every link and every terminal that is built, named: there are few, and each is a decision. */
export function builtTables(continent: Continent, plan: Plan, savings: Savings): string {
  return [
    linksBuilt(listBuiltLinks(continent, plan), savings),
    terminalsBuilt(
      listTerminals(continent, plan).filter(({ sizes }) => sizes.length > 0),
      savings,
    ),
    savings === undefined || savings.length === 0 ? "" : HOW,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const HOW =
  "What each saves is the least energy if none of it could be built, less the least energy as it is; both are known " +
  "between a proven bound and a plan, hence from and to. Savings of several do not add up.";

/** What it takes a year, and where it is known, what it saves. */
const ENERGIES = (savings: Savings) => [
  { heading: "takes a year", figures: true },
  ...(savings === undefined ? [] : [{ heading: "saves a year", figures: true }]),
];

function linksBuilt(built: readonly BuiltLink[], savings: Savings): string {
  if (built.length === 0) return "";
  const columns = [
    { heading: "link" },
    { heading: "from" },
    { heading: "to" },
    { heading: "mode" },
    { heading: "built" },
    { heading: "room each way", figures: true },
    { heading: "out", figures: true },
    { heading: "back", figures: true },
    { heading: "use", figures: true },
    ...ENERGIES(savings),
  ];
  const rows = built.map(({ link, sizes, room, carried, use }) => [
    escapeMarkdown(link.id),
    escapeMarkdown(link.from),
    escapeMarkdown(link.to),
    escapeMarkdown(link.mode),
    escapeMarkdown(printSizes(sizes)),
    formatQuantity(room, "t"),
    formatQuantity(carried[0] ?? 0, "t"),
    carried.length > 1 ? formatQuantity(carried[1], "t") : "",
    formatShare(use),
    formatJoules(yearly(link.sizes, sizes)),
    ...(savings === undefined ? [] : [printSaving(savingOfLink(savings, link.id))]),
  ]);
  return `### Links built\n\n${markdownTable(columns, rows)}`;
}

function terminalsBuilt(built: readonly Terminal[], savings: Savings): string {
  if (built.length === 0) return "";
  const columns = [
    { heading: "area" },
    { heading: "mode" },
    { heading: "built" },
    { heading: "room", figures: true },
    { heading: "loaded and unloaded", figures: true },
    { heading: "use", figures: true },
    ...ENERGIES(savings),
  ];
  const rows = built.map(({ terminal, sizes, room, tonnes, use }) => [
    escapeMarkdown(terminal.area),
    escapeMarkdown(terminal.mode),
    escapeMarkdown(printSizes(sizes)),
    formatQuantity(room, "t"),
    formatQuantity(tonnes, "t"),
    use === undefined ? "" : formatShare(use),
    formatJoules(yearly(terminal.sizes, sizes)),
    ...(savings === undefined ? [] : [printSaving(savingOfTerminal(savings, terminal.area, terminal.mode))]),
  ]);
  return `### Terminals built\n\n${markdownTable(columns, rows)}`;
}

/** "2 quay, 1 ramp". */
export function printSizes(sizes: readonly (readonly [name: string, modules: number])[]): string {
  return sizes.map(([name, modules]) => `${modules} ${name}`).join(", ");
}

function yearly(sizes: readonly BuildSize[], built: readonly (readonly [name: string, modules: number])[]): number {
  return built.reduce((sum, [name, modules]) => {
    const size = sizes.find((one) => one.name === name);
    return sum + modules * ((size?.buildPerYear ?? 0) + (size?.keep ?? 0));
  }, 0);
}

export function savingOfLink(savings: Savings, id: string): BuildingSaving | undefined {
  return savings?.find((one) => "link" in one && one.link === id);
}

export function savingOfTerminal(savings: Savings, area: string, mode: string): BuildingSaving | undefined {
  return savings?.find((one) => "terminal" in one && one.terminal.area === area && one.terminal.mode === mode);
}

/** An interval as people read it. */
export function printSaving(known: BuildingSaving | undefined): string {
  if (known === undefined) return "not known";
  const { saving } = known;
  if (saving === "needed") return "cannot be done without";
  const { atLeast, atMost } = saving;
  if (atMost === undefined) return `${formatJoules(atLeast)} or more`;
  if (atLeast === 0) return `at most ${formatJoules(atMost)}, perhaps nothing`;
  const [low, high] = [formatJoules(atLeast), formatJoules(atMost)];
  return low === high ? low : `${low} to ${high}`;
}
