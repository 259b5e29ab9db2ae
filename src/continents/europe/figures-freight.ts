import { type Figure, ROUGH, type Unit } from "./figure.ts";

type Row = readonly [string, number, Unit, number, number, string, string, string, string, Figure["quality"]];

const IFEU = "ifeu, EcoTransIT methodology 2010, table 23: train of 1,000 t gross, average goods";
const IEA = "IEA, The Future of Trucks, 2017";
const LIPASTO = "VTT LIPASTO, http://lipasto.vtt.fi/yksikkopaastot/tavaraliikenne/vesiliikenne/kaikki_rahti.htm";
const BARGES =
  "VTT LIPASTO (pusher barge, large 0.22, small 0.30); Moselle commission (33.4 g CO2/tkm at 74 g/MJ, 0.45); German inland vessel 0.014 L/tkm, 0.50";
const PIPE =
  "Danish Energy Agency 2021: 1 % of the energy per 1,000 km, re-read in PyPSA technology-data outputs/costs_2025.csv";
const DIRECTIVE = "Directive (EU) 2023/1791, default coefficient";
const LANES = "NGA Pub. 151, Distances Between Ports, 2001, against Eurostat's maritime network";
const END = "loading, and again unloading";

const rows: readonly Row[] = [
  [
    "electricity-primary",
    1.9,
    "MJ/MJ",
    1.7,
    2.5,
    "electricity",
    "primary MJ behind a final MJ",
    DIRECTIVE,
    "2023",
    "quoted",
  ],
  ["diesel-primary", 1.2, "MJ/MJ", 1.1, 1.3, "diesel", "primary MJ behind a final MJ", ROUGH, "undated", "rough"],
  ["fuel-oil-primary", 1.15, "MJ/MJ", 1.1, 1.2, "fuel oil", "primary MJ behind a final MJ", ROUGH, "undated", "rough"],
  ["coal-primary", 1.1, "MJ/MJ", 1.05, 1.15, "coal", "primary MJ behind a final MJ", ROUGH, "undated", "rough"],
  [
    "rail-energy",
    0.116,
    "MJ/tkm",
    0.06,
    0.23,
    "electricity",
    "final, at the train, empty running in",
    IFEU,
    "2008",
    "quoted",
  ],
  ["road-energy", 1.36, "MJ/tkm", 1.25, 4.25, "diesel", "final; heavy truck", IEA, "2017", "quoted"],
  ["delivery-energy", 1.54, "MJ/tkm", 1.36, 4.25, "diesel", "final; medium truck", IEA, "2017", "quoted"],
  ["ship-energy", 0.2, "MJ/tkm", 0.14, 0.34, "fuel oil", "final; medium bulk ship", LIPASTO, "2007", "quoted"],
  [
    "barge-energy",
    0.4,
    "MJ/tkm",
    0.22,
    0.5,
    "diesel",
    "final; between a large pusher and a motor vessel, both ways together",
    BARGES,
    "2007",
    "computed",
  ],
  [
    "river-current",
    1,
    "m/s",
    0.6,
    1.7,
    "none",
    "current of free rivers; a boat takes 1 - current / speed of its mean energy down and 1 + current / speed up",
    ROUGH,
    "undated",
    "rough",
  ],
  ["dammed-current", 0.3, "m/s", 0.1, 0.6, "none", "current of rivers with weirs and locks", ROUGH, "undated", "rough"],
  ["barge-speed", 3.6, "m/s", 2.5, 4.5, "none", "of a laden boat through the water", ROUGH, "undated", "rough"],
  ["pipeline-energy", 0.5, "MJ/tkm", 0.3, 0.7, "electricity", "final; compressors, methane", PIPE, "2021", "computed"],
  [
    "liquid-pipeline-energy",
    0.2,
    "MJ/tkm",
    0.1,
    0.3,
    "electricity",
    "final; pumps, oil, taken for other liquids too",
    ROUGH,
    "undated",
    "rough",
  ],
  ["rail-terminal", 5, "MJ/t", 1, 30, "electricity", END, ROUGH, "undated", "rough"],
  ["road-terminal", 2, "MJ/t", 1, 30, "diesel", END, ROUGH, "undated", "rough"],
  ["ship-terminal", 10, "MJ/t", 1, 30, "electricity", END, ROUGH, "undated", "rough"],
  ["barge-terminal", 5, "MJ/t", 1, 30, "electricity", END, ROUGH, "undated", "rough"],
  ["rail-detour", 1.3, "factor", 1.2, 1.4, "none", "length of track over the modelled line", ROUGH, "undated", "rough"],
  ["road-detour", 1.3, "factor", 1.2, 1.4, "none", "length of road over the modelled line", ROUGH, "undated", "rough"],
  [
    "pipeline-detour",
    1.2,
    "factor",
    1.1,
    1.4,
    "none",
    "length of pipe over the modelled line",
    ROUGH,
    "undated",
    "rough",
  ],
  [
    "sea-detour",
    1,
    "factor",
    1,
    1.08,
    "none",
    "length of a voyage over the way by the sea lanes, which come to 0.99 to 1.04 of nine published distances",
    LANES,
    "2001",
    "computed",
  ],
  [
    "sea-reach",
    3000,
    "km",
    1500,
    3000,
    "none",
    "ports no further apart by sea have a link of their own",
    ROUGH,
    "undated",
    "rough",
  ],
];

/** Carrying, and the energy behind the energy. */
export const FREIGHT_FIGURES: readonly Figure[] = rows.map(
  ([id, value, unit, low, high, carrier, boundary, source, year, quality]) => ({
    id,
    value,
    unit,
    low,
    high,
    source,
    year,
    carrier,
    boundary,
    quality,
  }),
);
