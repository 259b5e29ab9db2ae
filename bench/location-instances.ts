import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { LocationProblem } from "../src/problems/location.ts";

/** Readers of the public instances, where the optional instance folder is present. */

export const INSTANCE_FOLDER = process.env["KATASCOPE_INSTANCES"] ?? "../shared/instances";

export const hasInstances = existsSync(`${INSTANCE_FOLDER}/location`);

export type ProblemKind = "uncapacitated" | "split" | "single" | "median";

export interface Known {
  readonly name: string;
  readonly kind: ProblemKind;
  readonly value: number;
  readonly isOptimal: boolean;
}

const KINDS: Readonly<Record<string, ProblemKind>> = {
  uncapacitated: "uncapacitated",
  "capacitated, split service": "split",
  "capacitated, single source": "single",
  "p-median": "median",
};

/** The published values of all location instances. */
export function knownValues(): Known[] {
  const lines = readFileSync(`${INSTANCE_FOLDER}/optima.tsv`, "utf8").trim().split("\n").slice(1);
  return lines.flatMap((line) => {
    const [name, problem, value, status] = line.split("\t");
    const kind = KINDS[problem];
    return kind === undefined ? [] : [{ name, kind, value: Number(value), isOptimal: status.startsWith("optimal") }];
  });
}

function textOf(path: string): string {
  return gunzipSync(readFileSync(`${INSTANCE_FOLDER}/location/${path}`)).toString("latin1");
}

/** Hands out a file's numbers one after another. */
class Numbers {
  readonly #words: string[];
  #at = 0;
  constructor(text: string) {
    this.#words = text.trim().split(/\s+/);
  }
  next(): number {
    return Number(this.#words[this.#at++]);
  }
  skip(): void {
    this.#at++;
  }
  many(count: number): number[] {
    return Array.from({ length: count }, () => this.next());
  }
}

/** Reads an instance by the name it has in `optima.tsv`. */
export function readInstance(name: string, kind: ProblemKind): LocationProblem {
  const [folder, file] = name.split("/");
  if (folder === "orlib-uncapacitated") return beasley(textOf(`${folder}/${file}.txt.gz`));
  if (folder === "euclid") return uflLib(textOf(`${folder}/${file}.txt.gz`));
  if (folder === "koerkel-ghosh") return uflLib(textOf(`${folder}/${file}.gz`));
  if (folder === "tbed1") return perUnit(textOf(`${folder}/${file}.gz`));
  if (folder === "pmed") return median(textOf(`${folder}/${file}.txt.gz`));
  const singleSource = kind === "single";
  if (folder === "diaz-fernandez") return { ...byCustomer(textOf(`${folder}/${file}.gz`)), singleSource };
  return { ...capacitated(textOf(`${folder}/${file}.gz`)), singleSource };
}

function capacitated(text: string): LocationProblem {
  const numbers = new Numbers(text);
  const siteCount = numbers.next();
  const customerCount = numbers.next();
  const capacity: number[] = [];
  const openCost: number[] = [];
  for (let i = 0; i < siteCount; i++) {
    capacity.push(numbers.next());
    openCost.push(numbers.next());
  }
  const demand = numbers.many(customerCount);
  return { siteCount, customerCount, openCost, capacity, demand, cost: numbers.many(siteCount * customerCount) };
}

function beasley(text: string): LocationProblem {
  const numbers = new Numbers(text);
  const siteCount = numbers.next();
  const customerCount = numbers.next();
  const openCost: number[] = [];
  for (let i = 0; i < siteCount; i++) {
    numbers.skip();
    openCost.push(numbers.next());
  }
  const cost = new Float64Array(siteCount * customerCount);
  for (let j = 0; j < customerCount; j++) {
    numbers.skip();
    for (let i = 0; i < siteCount; i++) cost[i * customerCount + j] = numbers.next();
  }
  return { siteCount, customerCount, openCost, cost };
}

function uflLib(text: string): LocationProblem {
  const numbers = new Numbers(text.slice(text.indexOf("\n") + 1));
  const siteCount = numbers.next();
  const customerCount = numbers.next();
  numbers.skip();
  const openCost: number[] = [];
  const cost: number[] = [];
  for (let i = 0; i < siteCount; i++) {
    numbers.skip();
    openCost.push(numbers.next());
    for (let j = 0; j < customerCount; j++) cost.push(numbers.next());
  }
  return { siteCount, customerCount, openCost, cost };
}

function perUnit(text: string): LocationProblem {
  const numbers = new Numbers(text);
  const siteCount = numbers.next();
  const customerCount = numbers.next();
  const demand = numbers.many(customerCount);
  const capacity = numbers.many(siteCount);
  const openCost = numbers.many(siteCount);
  const cost: number[] = [];
  for (let i = 0; i < siteCount; i++) {
    // The product of two decimals is the decimal meant, once the doubles' noise is rounded off.
    for (let j = 0; j < customerCount; j++) cost.push(Number((numbers.next() * demand[j]).toFixed(6)));
  }
  return { siteCount, customerCount, openCost, capacity, demand, cost };
}

function byCustomer(text: string): LocationProblem {
  const numbers = new Numbers(text);
  const customerCount = numbers.next();
  const siteCount = numbers.next();
  const cost = new Float64Array(siteCount * customerCount);
  for (let j = 0; j < customerCount; j++)
    for (let i = 0; i < siteCount; i++) cost[i * customerCount + j] = numbers.next();
  const demand = numbers.many(customerCount);
  const openCost = numbers.many(siteCount);
  return { siteCount, customerCount, openCost, capacity: numbers.many(siteCount), demand, cost };
}

function median(text: string): LocationProblem {
  const numbers = new Numbers(text);
  const n = numbers.next();
  const edges = numbers.next();
  const exactlyOpen = numbers.next();
  const cost = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < n; i++) cost[i * n + i] = 0;
  for (let e = 0; e < edges; e++) {
    const i = numbers.next() - 1;
    const j = numbers.next() - 1;
    // The last of several edges between two nodes is the one that counts.
    cost[i * n + j] = cost[j * n + i] = numbers.next();
  }
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const through = cost[i * n + k];
      if (through === Number.POSITIVE_INFINITY) continue;
      for (let j = 0; j < n; j++) cost[i * n + j] = Math.min(cost[i * n + j], through + cost[k * n + j]);
    }
  }
  return { siteCount: n, customerCount: n, openCost: new Float64Array(n), cost, exactlyOpen };
}
