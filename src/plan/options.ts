import type { Progress } from "../base/control.ts";
import { InvalidOptionError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import { unknownOptions } from "../base/suggest.ts";
import type { WorkerPool } from "../base/workers.ts";
import type { LinearBackend } from "../problems/linear.ts";
import { planIssues } from "./save-plan.ts";
import type { Allocation, Plan } from "./types.ts";

/** The gap at which a search may stop: of the whole objective, or of what siting can influence. */
export type Gap = number | { readonly ofAvoidable: number };

/** What `planContinent` may be told; everything is optional. See `planOptionTable` for defaults and ranges. */
export interface PlanOptions {
  /** Stop when the plan is proved within this share of the objective, 0 to 1, or of what siting can avoid; default 0.01. */
  readonly gap?: Gap;
  /** Stop after about so many milliseconds with the best plan so far; default none. */
  readonly timeLimitMs?: number;
  /** Stop after so much work of our own algorithms, in millions of arc visits: the same everywhere. Default none. */
  readonly workLimit?: number;
  /** Seed of every random choice, a whole number; default 1. */
  readonly seed?: number;
  /** How to look for a plan: by a linear solver, by prices and responses, or as suits. Default "auto". */
  readonly method?: "auto" | "linear" | "coupled";
  /** The linear solver to use: `await highs()` from katascope/highs, or `lp()` from katascope/lp. Default none. */
  readonly backend?: LinearBackend;
  /** A plan to start from, of this continent or of one before a change: its works are tried first. */
  readonly from?: Plan;
  /** Whether to look for the smallest changes that would mend needs that cannot be met; default true. */
  readonly repairs?: boolean;
  /** Whether to find what one unit more and one unit less of each good takes in each area; default false. */
  readonly marginalPrices?: boolean;
  /** How joint products share the energy of a run in the books: by guide price or by mass. Default "price". */
  readonly allocation?: Allocation;
  /** Threads that help to plan many goods: `await workerPool()` from katascope/workers. The plan is the same without. */
  readonly workers?: WorkerPool;
  /** Cancels the run; in `planContinent` it is seen only before the run and in the backend's callbacks. */
  readonly signal?: AbortSignal;
  /** Called now and then with how far the run has come: phase, incumbent, bound, gap. */
  readonly onProgress?: (progress: Progress) => void;
}

/** One row of the table that gives defaults, checks and the documentation page. */
export interface OptionRow {
  readonly name: keyof PlanOptions;
  /** One or two sentences. */
  readonly meaning: string;
  /** As one would type it, or "none". */
  readonly default: string;
  /** What values there may be, in words. */
  readonly wanted: string;
  /** Whether a value is one of them. */
  readonly accepts: (value: unknown) => boolean;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && !Number.isNaN(value);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isShare = (value: unknown): boolean => isNumber(value) && value >= 0 && value <= 1;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Every option of `planContinent`: what it means, its default, and what is accepted. */
export const planOptionTable: readonly OptionRow[] = [
  {
    name: "gap",
    meaning: "Stop when the plan is proved within this share of the objective, or of what siting can avoid.",
    default: "0.01",
    wanted: "a number from 0 to 1, or { ofAvoidable: a number from 0 to 1 }",
    accepts: (value) => isShare(value) || (isObject(value) && isShare(value.ofAvoidable)),
  },
  {
    name: "timeLimitMs",
    meaning: "Stop after about so many milliseconds with the best plan so far.",
    default: "none",
    wanted: "a number of milliseconds, 0 or more",
    accepts: (value) => isNumber(value) && value >= 0,
  },
  {
    name: "workLimit",
    meaning:
      "Stop after so much work of our own algorithms; the same everywhere. A unit is a million arc visits, about 40 ms.",
    default: "none",
    wanted: "a number of work units, 0 or more",
    accepts: (value) => isNumber(value) && value >= 0,
  },
  {
    name: "seed",
    meaning: "Seed of every random choice.",
    default: "1",
    wanted: "a whole number, 0 or more and below 2^31",
    accepts: (value) => isWhole(value) && (value as number) < 2 ** 31,
  },
  {
    name: "method",
    meaning:
      'How to look for a plan: "linear" by a linear solver, "coupled" by prices and responses, which needs none; ' +
      '"auto" takes what suits: with a backend the linear way for very small continents and for small ones with limits; ' +
      "else prices, and with a backend the linear way after them where they leave more open than was asked.",
    default: '"auto"',
    wanted: '"auto", "linear" or "coupled"',
    accepts: (value) => value === "auto" || value === "linear" || value === "coupled",
  },
  {
    name: "backend",
    meaning: "The linear solver to use: `await highs()` from katascope/highs, or `lp()` from katascope/lp.",
    default: "none",
    wanted: "a backend, an object with name and solve",
    accepts: (value) => isObject(value) && typeof value.name === "string" && typeof value.solve === "function",
  },
  {
    name: "from",
    meaning: "A plan to start from: its works are tried first.",
    default: "none",
    wanted: "a plan, as planContinent or loadPlan gives it",
    accepts: (value) => planIssues(value).length === 0,
  },
  {
    name: "repairs",
    meaning: "Whether to look for the smallest changes that would mend needs that cannot be met.",
    default: "true",
    wanted: "true or false",
    accepts: (value) => typeof value === "boolean",
  },
  {
    name: "marginalPrices",
    meaning:
      "Whether to find what one unit more and one unit less of each good takes in each area. " +
      "For a plan in hand: { from: plan, gap: 1, marginalPrices: true }.",
    default: "false",
    wanted: "true or false",
    accepts: (value) => typeof value === "boolean",
  },
  {
    name: "allocation",
    meaning: "How joint products share the energy of a run in the books: by their guide prices, or by what they weigh.",
    default: '"price"',
    wanted: '"price" or "mass"',
    accepts: (value) => value === "price" || value === "mass",
  },
  {
    name: "workers",
    meaning:
      "Threads that help to plan many goods by prices and responses: `await workerPool()` from katascope/workers. " +
      "The plan is the same without.",
    default: "none",
    wanted: "a pool, an object with threads and share",
    accepts: (value) => isObject(value) && isNumber(value.threads) && typeof value.share === "function",
  },
  {
    name: "signal",
    meaning: "Cancels the run; in planContinent it is seen only before the run and in the backend's callbacks.",
    default: "none",
    wanted: "an AbortSignal",
    accepts: (value) => isObject(value) && typeof value.aborted === "boolean",
  },
  {
    name: "onProgress",
    meaning: "Called with phase, incumbent, bound, gap, elapsedMs and work.",
    default: "none",
    wanted: "a function",
    accepts: (value) => typeof value === "function",
  },
];

/** Options with their defaults filled in. */
export interface CheckedOptions extends PlanOptions {
  readonly gap: Gap;
  /** MJ/yr that may stay open beside the gap, since other goods of the continent leave so much of theirs; absent: none. */
  readonly spare?: number;
  readonly seed: number;
  readonly method: "auto" | "linear" | "coupled";
  /** Absent only where no linear solver is asked for. */
  readonly backend?: LinearBackend;
  readonly repairs: boolean;
  readonly marginalPrices: boolean;
  readonly allocation: Allocation;
}

/**
 * Checks the options and fills in the defaults.
 * Throws: InvalidOptionError with everything that is wrong.
 */
export function checkOptions(options: unknown): CheckedOptions {
  const given = isObject(options) ? options : {};
  const issues: Issue[] = [];
  if (options !== undefined && !isObject(options)) {
    issues.push(issue("option.not-an-object", "", `got ${shown(options)}`, "Pass an object: { backend, gap: 0.01 }."));
  }
  const names = planOptionTable.map((row): string => row.name);
  issues.push(...unknownOptions(given, names, "option.unknown", "options."));
  for (const [name, value] of Object.entries(given)) {
    const row = planOptionTable.find((candidate) => candidate.name === name);
    if (row !== undefined && value !== undefined && !row.accepts(value)) {
      issues.push(issue("option.invalid", name, `got ${shown(value)}, wanted ${row.wanted}`, remedyFor(row, value)));
    }
  }
  if (given.backend === undefined && given.method === "linear")
    issues.push(backendMissing("a linear solver is needed and none was given"));
  if (issues.length > 0) throw new InvalidOptionError(issues);
  const {
    gap = 0.01,
    seed = 1,
    method = "auto",
    backend,
    repairs = true,
    marginalPrices = false,
    allocation = "price",
  } = given as PlanOptions;
  const known = { gap, seed, method, repairs, marginalPrices, allocation };
  return { ...(given as PlanOptions), ...known, ...(backend ? { backend } : {}) };
}

/** A backend that is not awaited, or not called, is none yet; a gap in per cent, or in quotes, is told as the number meant. */
function remedyFor({ name, wanted }: OptionRow, value: unknown): string {
  const share = name === "gap" ? shareMeant(value) : undefined;
  if (share !== undefined) return `Pass a share: { gap: ${share} } for ${Number((100 * share).toPrecision(12))} %.`;
  if (name === "backend" && isObject(value) && typeof value["then"] === "function")
    return "Await it: { backend: await highs() }.";
  if (name === "backend" && typeof value === "function")
    return "Call it: { backend: await highs() }, or { backend: lp() }.";
  return `Pass ${wanted}.`;
}

/** The share that somebody meant who wrote 5, "5 %" or "0.05"; undefined where nothing is near. */
function shareMeant(value: unknown): number | undefined {
  const written = typeof value === "string" ? /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(value) : null;
  const number = written === null ? value : Number(written[1]);
  if (typeof number !== "number" || !(number >= 0 && number <= 100)) return undefined;
  return number > 1 || written?.[2] === "%" ? number / 100 : number;
}

/** What to say when a linear solver is needed and there is none. */
export function backendMissing(message: string): Issue {
  const remedy =
    'Type: import { highs } from "katascope/highs"; then planContinent(continent, { backend: await highs() }). ' +
    'Without WebAssembly: import { lp } from "katascope/lp"; then { backend: lp() }.';
  return issue("option.backend-missing", "backend", message, remedy);
}

function issue(code: string, path: string, message: string, remedy: string): Issue {
  return { code, path: path === "" ? "options" : `options.${path}`, message, remedy };
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (isObject(value)) {
    if (typeof value["then"] === "function") return "a promise";
    return Array.isArray(value) ? "an array" : "an object";
  }
  return typeof value === "function" ? "a function" : String(value);
}
