import { type Figure, ROUGH } from "./figure.ts";

const WORLD_BANK =
  "World Bank, SP.POP.TOTL (CC BY 4.0), as kept in github.com/datasets/population, data/population.csv, March 2026";

/** Mid-year population 2024 in thousands, by two-letter country code. */
const THOUSANDS: Readonly<Record<string, number>> = {
  AL: 2377,
  AT: 9178,
  BA: 3164,
  BE: 11859,
  BG: 6441,
  BY: 9133,
  CH: 9006,
  CY: 1358,
  CZ: 10905,
  DE: 83517,
  DK: 5977,
  EE: 1372,
  ES: 48849,
  FI: 5620,
  FR: 68552,
  GB: 69226,
  GR: 10405,
  HR: 3866,
  HU: 9562,
  IE: 5396,
  IS: 387,
  IT: 58953,
  LT: 2888,
  LU: 677,
  LV: 1866,
  MD: 2402,
  ME: 624,
  MK: 1824,
  MT: 569,
  NL: 17993,
  NO: 5572,
  PL: 36559,
  PT: 10695,
  RO: 19052,
  RS: 6586,
  SE: 10570,
  SI: 2127,
  SK: 5422,
  TR: 85519,
  UA: 37860,
  XK: 1594,
};

/** Countries of the sample, in the order of their codes; Russia is taken west of 60 degrees east. */
export const COUNTRIES: readonly string[] = [...Object.keys(THOUSANDS), "RU"].sort();

/** Where two tables of the same year differ by more, the range says so: 10 % in the Balkans and the Baltics. */
const UNSURE = new Set(["AL", "BA", "CY", "EE", "LT", "LV", "MD", "ME", "MK", "UA", "XK"]);

const populations: readonly Figure[] = Object.entries(THOUSANDS).map(([country, thousands]) => ({
  id: `population-${country}`,
  value: thousands * 1000,
  unit: "people",
  low: Math.round(thousands * (UNSURE.has(country) ? 900 : 980)),
  high: Math.round(thousands * (UNSURE.has(country) ? 1050 : 1020)),
  source: WORLD_BANK,
  year: "2024",
  carrier: "none",
  boundary: country === "CY" ? "mid-year, the whole island" : "mid-year",
  quality: "quoted",
}));

/** kg of finished steel per person, by country; others take the world's mean. */
const STEEL: Readonly<Record<string, number>> = { DE: 313, ES: 284, FR: 177, IT: 389, PL: 321 };
/** kg of bread per person, by country; others take the European mean: [value, low, high, year]. */
const BREAD: Readonly<Record<string, readonly [number, number, number, string]>> = {
  AT: [80, 60, 85, "2014"],
  BG: [95, 80, 100, "2014"],
  DE: [80, 60, 85, "2014"],
  GB: [32, 30, 40, "2014"],
  TR: [200, 100, 200, "2000"],
};

const needs: readonly Figure[] = [
  ...Object.entries(STEEL).map(
    ([country, value]): Figure => ({
      id: `steel-per-person-${country}`,
      value,
      unit: "kg/person/yr",
      low: Math.round(value * 0.85),
      high: Math.round(value * 1.15),
      source: "worldsteel, steel statistics, apparent use of finished steel per head",
      year: "2024",
      carrier: "none",
      boundary: "finished steel used in the country; steel inside imported things is out",
      quality: "quoted",
    }),
  ),
  {
    id: "steel-per-person",
    value: 233,
    unit: "kg/person/yr",
    low: 177,
    high: 389,
    source: "worldsteel, world mean; the range is that of the European countries quoted",
    year: "2021",
    carrier: "none",
    boundary: "finished steel; stands for countries without a figure of their own",
    quality: "quoted",
  },
  {
    id: "cement-per-person",
    value: 400,
    unit: "kg/person/yr",
    low: 300,
    high: 521,
    source:
      "EU27: 179.5 Mt for 450 million people, https://kordeusz.pl/12/27+672.html; the high end is the world mean of 2019",
    year: "2021",
    carrier: "none",
    boundary: "production, near to consumption",
    quality: "computed",
  },
  {
    id: "glass-per-person",
    value: 72,
    unit: "kg/person/yr",
    low: 60,
    high: 80,
    source: "EU28: 36.8 Mt for 513 million people, https://www.statista.com/statistics/1154296/glass-production-eu/",
    year: "2019",
    carrier: "none",
    boundary: "all glass, production",
    quality: "computed",
  },
  {
    id: "paper-per-person",
    value: 120,
    unit: "kg/person/yr",
    low: 60,
    high: 179,
    source: `${ROUGH}; western Europe used 179 in 2011, https://www.reference.com/technology/online-resources-paper-consumption-statistics-f51ddf3dde2ce6da`,
    year: "about 2020",
    carrier: "none",
    boundary: "paper and board, apparent use, the east of the continent lower than the west",
    quality: "rough",
  },
  ...Object.entries(BREAD).map(
    ([country, [value, low, high, year]]): Figure => ({
      id: `bread-per-person-${country}`,
      value,
      unit: "kg/person/yr",
      low,
      high,
      source:
        "Federation of Bakers, European bread market, https://fob.uk.com/about-the-bread-industry/industry-facts/european-bread-market",
      year,
      carrier: "none",
      boundary: "bread eaten",
      quality: "quoted",
    }),
  ),
  {
    id: "bread-per-person",
    value: 50,
    unit: "kg/person/yr",
    low: 50,
    high: 68,
    source:
      "European Bread Initiative, https://www.bread-initiative.eu/about-bread/bread-and-economy/ (most EU countries)",
    year: "2014",
    carrier: "none",
    boundary: "bread eaten; stands for countries without a figure of their own",
    quality: "quoted",
  },
  {
    id: "flour-per-person",
    value: 40,
    unit: "kg/person/yr",
    low: 25,
    high: 50,
    source:
      "European Flour Millers, https://flourmillers.eu/page/facts: 35 Mt for 450 million people is 78, less the flour in 50 kg of bread",
    year: "2023",
    carrier: "none",
    boundary: "flour for everything but bread",
    quality: "computed",
  },
  {
    id: "ammonia-per-person",
    value: 33,
    unit: "kg/person/yr",
    low: 25,
    high: 38,
    source: "PyPSA-Eur configuration (MIT), EU production of about 17 Mt",
    year: "about 2019",
    carrier: "none",
    boundary: "all ammonia, fertiliser and industry",
    quality: "computed",
  },
  {
    id: "ammonia-on-fields",
    value: 0.8,
    unit: "share",
    low: 0.7,
    high: 0.9,
    source: ROUGH,
    year: "undated",
    carrier: "none",
    boundary: "share of ammonia that is needed where wheat grows; the rest where people live",
    quality: "rough",
  },
  {
    id: "scrap-per-person",
    value: 222,
    unit: "kg/person/yr",
    low: 150,
    high: 240,
    source:
      "EuRIC after JRC: 100 Mt for 450 million people in the EU, https://eurometal.net/boosting-steel-scrap-recycling-in-the-eu-euric-position-paper/",
    year: "about 2023",
    carrier: "none",
    boundary: "old and new steel scrap that arises; taken for the whole continent",
    quality: "computed",
  },
  {
    id: "waste-paper-per-person",
    value: 70,
    unit: "kg/person/yr",
    low: 40,
    high: 110,
    source: ROUGH,
    year: "about 2020",
    carrier: "none",
    boundary: "paper collected for recycling",
    quality: "rough",
  },
];

/** People and what they need in a year. */
export const PEOPLE_FIGURES: readonly Figure[] = [
  ...populations,
  {
    id: "population-RU",
    value: 105e6,
    unit: "people",
    low: 100e6,
    high: 112e6,
    source: `${ROUGH}; Russia whole had 143,534 thousand in 2024 (World Bank)`,
    year: "2024",
    carrier: "none",
    boundary: "Russia west of 60 degrees east",
    quality: "rough",
  },
  ...needs,
];
