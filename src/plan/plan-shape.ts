/*
 * What a plan must look like before anybody may look into it: a plan may come from a stranger's text. Whether it
 * is any good as a plan is for `verifyPlan` to say.
 */

/** Takes down what has not the shape it should have: where, and what it must be. */
type Refuse = (path: string, message: string) => void;

/**
 * Says whether a value has a shape, and refuses each part that has not. Without a path it only says whether: nearly all
 * that is looked at is as it should be, and to name every part of it would take longer than all else.
 */
type Shape = (value: unknown, path: string | undefined, refuse: Refuse) => boolean;

function leaf(wanted: string, is: (value: unknown) => boolean): Shape {
  return (value, path, refuse) => {
    if (is(value)) return true;
    if (path !== undefined) refuse(path, `This must be ${wanted}.`);
    return false;
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a check passes for each item; with a path without stopping at the first that fails, so that all are refused. */
function each<Item>(
  items: readonly Item[],
  path: string | undefined,
  check: (item: Item, at: number) => boolean,
): boolean {
  let passed = true;
  for (let at = 0; at < items.length; at++) {
    if (check(items[at], at)) continue;
    if (path === undefined) return false;
    passed = false;
  }
  return passed;
}

const aList = leaf("a list", () => false);
const anObject = leaf("an object", () => false);

function listOf(item: Shape): Shape {
  return (value, path, refuse) => {
    if (!Array.isArray(value)) return aList(value, path, refuse);
    return each(value as unknown[], path, (one, i) => item(one, path === undefined ? path : `${path}[${i}]`, refuse));
  };
}

function recordOf(item: Shape): Shape {
  return (value, path, refuse) => {
    if (!isRecord(value)) return anObject(value, path, refuse);
    return each(Object.keys(value), path, (id) => item(value[id], path === undefined ? path : `${path}.${id}`, refuse));
  };
}

function own(record: Readonly<Record<string, unknown>>, id: string): unknown {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

/** An object with these fields; further fields do no harm. */
function fields(required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape {
  const all = [
    ...Object.entries(required).map(([id, shape]) => ({ id, shape, isRequired: true })),
    ...Object.entries(optional).map(([id, shape]) => ({ id, shape, isRequired: false })),
  ];
  return (value, path, refuse) => {
    if (!isRecord(value)) return anObject(value, path, refuse);
    return each(all, path, ({ id, shape, isRequired }) => {
      const field = own(value, id);
      if (!isRequired && field === undefined) return true;
      return shape(field, path === undefined ? path : path === "" ? id : `${path}.${id}`, refuse);
    });
  };
}

/** The same at once where all is as it should be, and by name where it is not. */
function named(shape: Shape): (value: unknown, path: string, refuse: Refuse) => boolean {
  return (value, path, refuse) => shape(value, undefined, refuse) || shape(value, path, refuse);
}

const number = leaf("a finite number", Number.isFinite);
const text = leaf("text", (value) => typeof value === "string");

const amounts = recordOf(number);
const derivative = leaf('a finite number or "cannot"', (value) => value === "cannot" || Number.isFinite(value));
const figures = listOf(fields({ area: text, good: text, value: number }));

const forms = new Set<unknown>(["weak", "strong", "fine"]);
const form = leaf('"weak", "strong" or "fine"', (value) => forms.has(value));
const prices = { prices: recordOf(amounts), resources: recordOf(amounts), links: recordOf(listOf(number)) };
const fine = fields({ demand: recordOf(amounts), inputs: recordOf(recordOf(amounts)) });

const by = leaf(
  '"site", "area" or "federation"',
  (value) => value === "site" || value === "area" || value === "federation",
);
const of = leaf('"area" or "continent"', (value) => value === "area" || value === "continent");
const ofGroup = { good: text, by, group: text, price: number };
const options = fields({
  served: recordOf(amounts),
  shareCaps: listOf(fields({ ...ofGroup, of }, { area: text })),
  reserve: listOf(fields(ofGroup)),
});

const terminals = recordOf(amounts);
const caseLeaf = fields(
  {},
  { form, impossible: leaf("true", (value) => value === true), ...prices, terminals, options },
);

const isText = (value: unknown): boolean => typeof value === "string";

const isSource = (source: Readonly<Record<string, unknown>>): boolean =>
  isText(own(source, "site")) !== isText(own(source, "area"));

const wholeNumber = leaf(
  "a site, a size and a part; a link and a size; an area, a mode and a size; or a good, an area and a source",
  (value) => {
    if (!isRecord(value)) return false;
    const source = own(value, "source");
    if (Object.hasOwn(value, "good"))
      return isText(own(value, "good")) && isText(own(value, "to")) && isRecord(source) && isSource(source);
    if (!isText(own(value, "size"))) return false;
    if (Object.hasOwn(value, "mode")) return isText(own(value, "area")) && isText(own(value, "mode"));
    const part = own(value, "part");
    return isText(own(value, "site")) ? part === "kept" || part === "built" : isText(own(value, "link"));
  },
);

const whole = leaf("a whole number", Number.isSafeInteger);
const fork = fields({ whole: wholeNumber, atMost: whole, below: whole, above: whole });

const oneCase: Shape = (value, path, refuse) =>
  (isRecord(value) && Object.hasOwn(value, "whole") ? fork : caseLeaf)(value, path, refuse);

const isTrue = leaf("true", (value) => value === true);
const numbers = listOf(number);
const evidence = fields(
  { prices: numbers, aggregatePrice: number },
  {
    capacityPrices: numbers,
    secondPrices: numbers,
    pricedSites: listOf(whole),
    clusters: listOf(fields({ sites: listOf(whole), sets: listOf(whole), prices: numbers })),
    wholeSites: listOf(leaf("0 or 1", (value) => value === 0 || value === 1)),
    coversDemand: isTrue,
    triesPlans: isTrue,
    setPrices: numbers,
  },
);
const kind = leaf('"site", "count" or "pair"', (value) => value === "site" || value === "count" || value === "pair");
const split = fields({ kind, below: whole, above: whole }, { site: whole, customer: whole, at: whole });
const node = fields({ evidence: listOf(evidence) }, { split, blocked: listOf(whole) });
const located = fields(
  { costScale: number, amountScale: number, stepsPerUnit: number, threshold: number, nodes: listOf(node) },
  { copiesApart: isTrue },
);
const part = fields({ goods: listOf(text) }, { form, cases: listOf(oneCase), located });

const certificate = fields(
  { version: leaf("1", (value) => value === 1), form, bound: number, ...prices },
  { terminals, fine, options, cases: listOf(oneCase), parts: listOf(part) },
);

/** The shape of a certificate. */
export const certificateShape = named(certificate);

const energies = { total: number, production: number, construction: number, standing: number };

const plan = fields(
  {
    continent: text,
    areas: listOf(text),
    goods: listOf(text),
    objective: number,
    energy: fields({ ...energies, transport: number, surplus: number }),
    shortagePenalty: number,
    spent: listOf(
      fields({ purpose: text, area: text, energy: number }, { good: text, site: text, link: text, terminal: text }),
    ),
    sites: listOf(
      fields({
        site: text,
        area: text,
        sizes: listOf(fields({ name: text, kept: number, built: number, closed: number, runs: amounts, load: number })),
      }),
    ),
    links: listOf(
      fields({
        link: text,
        built: amounts,
        ways: listOf(fields({ tonnes: amounts, guidePrice: number }, { use: number })),
      }),
    ),
    terminals: listOf(
      fields({ area: text, mode: text, built: amounts, tonnes: number, guidePrice: number }, { use: number }),
    ),
    transfers: listOf(fields({ area: text, mode: text, good: text, load: number, unload: number })),
    shipments: listOf(
      fields(
        { good: text, from: text, to: text, tonnes: number, energy: number, links: listOf(text) },
        { site: text, final: leaf("true", (value) => value === true) },
      ),
    ),
    balances: listOf(
      fields({
        ...{ area: text, good: text, supplied: number, made: number, taken: number },
        ...{ in: number, out: number, used: number, surplus: number, unmet: number },
      }),
    ),
    resources: listOf(fields({ area: text, resource: text, used: number, guidePrice: number }, { available: number })),
    guidePrices: figures,
    embodied: figures,
    commonEnergy: number,
    certificate,
  },
  {
    allocation: leaf('"price" or "mass"', (value) => value === "price" || value === "mass"),
    marginalPrices: listOf(fields({ area: text, good: text, more: derivative, less: derivative })),
  },
);

/** The shape of a plan: every field that plans must have, of its type; numbers finite. */
export const planShape = named(plan);
