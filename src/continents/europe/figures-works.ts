import { type Figure, ROUGH, type Unit } from "./figure.ts";

interface WorksTable {
  /** Capacities in Mt/yr, the smallest first: [value, low, high, quality, source]. */
  readonly sizes: readonly (readonly [number, number, number, Figure["quality"], string])[];
  /** Tonnes of steel and of concrete built in per t/yr of capacity at the reference size. */
  readonly built: readonly [number, number];
  readonly life: number;
  /** Exponent of specific energy in capacity: [value, low, high, quality, source]. */
  readonly run: readonly [number, number, number, Figure["quality"], string];
  /** Which size, from 1, the recipe's energy belongs to. */
  readonly reference: number;
}

const LAW = [-0.1, -0.15, -0.05, "rough", `${ROUGH}: the general law -0.05 to -0.15`] as const;
const GLASS_LAW = "Glass Machinery Plants & Accessories 3/2019 p. 39: 6.2 and 8.2 % less at 100 than at 60 m2";
const SMALL = (low: number, high: number, value: number) => [value, low, high, "rough", ROUGH] as const;

const TABLE: Readonly<Record<string, WorksTable>> = {
  "blast furnace": {
    sizes: [
      SMALL(1, 3, 2),
      [4, 4, 6, "quoted", "smallest efficient integrated works, papercamp.com, 2011; Tarr, 1980s: 6"],
      SMALL(6, 10, 8),
    ],
    built: [0.15, 0.5],
    life: 40,
    run: LAW,
    reference: 2,
  },
  "electric arc": {
    sizes: [
      [0.5, 0.3, 0.6, "quoted", "smallest efficient electric arc works, papercamp.com, 2011"],
      [1.05, 0.9, 1.2, "quoted", "beam mill, siteselection.com"],
      [2.7, 2, 3, "quoted", "new US flat mills of 3.0 million short tons, steelmarketupdate.com"],
    ],
    built: [0.06, 0.3],
    life: 35,
    run: LAW,
    reference: 2,
  },
  kiln: {
    sizes: [
      [0.32, 0.3, 0.5, "quoted", "World Bank, Yemen Arab Republic: Manufacturing Industry, 1982 (GAMS YEMCEM)"],
      [0.9, 0.5, 1, "computed", "EU mean plant: 179.5 Mt in 200 plants, 2021 (cement, taken for clinker)"],
      [2, 1.5, 2, "quoted", "new line of 6,000 t/day, Voronezh, cemnet.com"],
    ],
    built: [0.015, 0.25],
    life: 40,
    run: LAW,
    reference: 2,
  },
  "grinding mill": {
    sizes: [SMALL(0.2, 0.5, 0.3), SMALL(1, 2, 1.5)],
    built: [0.008, 0.08],
    life: 40,
    run: [-0.05, -0.1, 0, "rough", ROUGH],
    reference: 2,
  },
  "ammonia plant": {
    sizes: [
      [0.2, 0.1, 0.31, "computed", "mean plant of China: 80 Mt in 400 plants, Clariant"],
      [0.5, 0.31, 0.6, "quoted", "many modern plants exceed 1,500 t/day, Cooper"],
      SMALL(0.8, 1.2, 1.1),
    ],
    built: [0.08, 0.25],
    life: 30,
    run: [-0.1, -0.15, -0.05, "rough", `${ROUGH}; agrees with 36.6 GJ/t mean and 28 to 33 for the ten best (IFA)`],
    reference: 1,
  },
  "flour mill": {
    sizes: [
      [0.012, 0.01, 0.02, "computed", "EU mean: 45 Mt of grain in 3,800 mills, flourmillers.eu"],
      [0.08, 0.05, 0.1, "computed", "UK mean: 4 Mt in 51 mills, nabim.org.uk"],
      SMALL(0.2, 0.5, 0.4),
    ],
    built: [0.015, 0.15],
    life: 40,
    run: [-0.05, -0.1, 0, "rough", ROUGH],
    reference: 2,
  },
  bakery: {
    sizes: [
      [0.000093, 0.00008, 0.0002, "computed", "craft: 55 % of 32 Mt in 190,000 firms, bread-initiative.eu, fob.uk.com"],
      SMALL(0.001, 0.005, 0.002),
      [0.018, 0.01, 0.03, "computed", "EU plant bakeries: 45 % of 39 Mt in about 1,000, Federation of Bakers"],
      [0.07, 0.064, 0.078, "computed", "UK plant bakeries, Federation of Bakers"],
    ],
    built: [0.05, 0.3],
    life: 25,
    run: [0, -0.05, 0, "rough", `${ROUGH}: beyond the home oven no gain with size is shown`],
    reference: 3,
  },
  glassworks: {
    sizes: [
      SMALL(0.02, 0.08, 0.05),
      [0.155, 0.15, 0.2, "computed", "EU mean: 8.5 Mt on 55 float lines, Glass for Europe"],
      [0.26, 0.2, 0.3, "quoted", "a line of over 700 t/day, glassandroofs.com"],
    ],
    built: [0.08, 0.4],
    life: 30,
    run: [-0.146, -0.167, -0.125, "computed", GLASS_LAW],
    reference: 2,
  },
  "paper mill": {
    sizes: [
      SMALL(0.01, 0.05, 0.03),
      [0.1, 0.08, 0.12, "computed", "European mean: 92.2 Mt in 900 mills, 2018"],
      SMALL(0.3, 0.8, 0.5),
    ],
    built: [0.1, 0.6],
    life: 40,
    run: LAW,
    reference: 2,
  },
};

/** MJ in a tonne of steel and of concrete, for what a works is built of. */
const STEEL_MJ = 25_000;
const CONCRETE_MJ = 1000;

export interface WorksShape {
  readonly sizes: number;
  readonly reference: number;
}

/** How many sizes each kind of works has, and which of them, from 0, is the reference. */
export const WORKS_SHAPES: Readonly<Record<string, WorksShape>> = Object.fromEntries(
  Object.entries(TABLE).map(([works, { sizes, reference }]) => [
    works,
    { sizes: sizes.length, reference: reference - 1 },
  ]),
);

function figure(
  id: string,
  unit: Unit,
  [value, low, high, quality, source]: readonly [number, number, number, Figure["quality"], string],
  boundary: string,
): Figure {
  return { id, value, unit, low, high, source, year: "as cited", carrier: "none", boundary, quality };
}

const works: readonly Figure[] = Object.entries(TABLE).flatMap(([name, { sizes, built, life, run }]) => {
  const build = built[0] * STEEL_MJ + built[1] * CONCRETE_MJ;
  const source = `${ROUGH}: ${built[0]} t of steel at 25 GJ/t and ${built[1]} t of concrete at 1.0 GJ/t per t/yr`;
  return [
    ...sizes.map((size, i) => figure(`size-${name}-${i + 1}`, "Mt/yr", size, "capacity of one module")),
    {
      ...figure(
        `build-${name}`,
        "MJ per t/yr",
        [build, build / 3, build * 3, "rough", source],
        "embodied, at the reference size",
      ),
      carrier: "primary",
    },
    figure(`life-${name}`, "yr", [life, Math.min(25, life), 50, "rough", ROUGH], "years that building is spread over"),
    figure(`run-exponent-${name}`, "exponent", run, "energy per tonne as capacity to this power"),
  ];
});

/** Sizes of candidate works, what building takes, and how energy falls with size. */
export const WORKS_FIGURES: readonly Figure[] = [
  ...works,
  figure(
    "build-exponent",
    "exponent",
    [
      0.6,
      0.4,
      0.9,
      "rough",
      "the six-tenths rule, which is about money (range: Remer & Chai 1990, World Bank 1982); for energy an assumption",
    ],
    "energy to build and to stand ready as capacity to this power",
  ),
  figure(
    "keep-share",
    "share",
    [0.04, 0.02, 0.06, "rough", ROUGH],
    "yearly energy to stand ready over that of running at full load, at the reference size",
  ),
  figure("people-per-km2", "people/km2", [106, 35, 250, "rough", ROUGH], "where bread is delivered every day"),
];
