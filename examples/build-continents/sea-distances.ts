import { LandOutline } from "../../src/units/land-outline.ts";
import { type RawPort, readLand, readPorts, readSeaLanes } from "./read-packages.ts";
import { joinLanes, moor, waysFrom } from "./sea-lanes.ts";

/** A distance between two ports, and how it stands in the tables: sums go by junction points that they name. */
export interface PublishedDistance {
  readonly from: string;
  readonly to: string;
  readonly nauticalMiles: number;
  readonly by: string;
}

/**
 * Source: U.S. National Geospatial-Intelligence Agency, Pub. 151, Distances Between Ports, 11th edition 2001 (a work of
 * the U.S. government), read in the text at github.com/kaklin/sea-routes, PUB151_raw.txt.
 */
export const PUBLISHED: readonly PublishedDistance[] = [
  {
    from: "NLRTM",
    to: "GRPIR",
    nauticalMiles: 444 + 918 + 1508,
    by: "Ile d'Ouessant 444, Strait of Gibraltar 918, south of Greece 1,508",
  },
  { from: "NLRTM", to: "USNYC", nauticalMiles: 454 + 2937, by: "Bishop Rock 454, 2,937" },
  {
    from: "NLRTM",
    to: "CNSHA",
    nauticalMiles: 444 + 918 + 1943 + 5035 + 2207,
    by: "Ile d'Ouessant 444, Strait of Gibraltar 918, Port Said 1,943, Singapore 5,035, 2,207",
  },
  { from: "CNSHA", to: "USLAX", nauticalMiles: 5699, by: "Tsugaru-Kaikyo" },
  {
    from: "BRSSZ",
    to: "ZADUR",
    nauticalMiles: 3349 + 54 + 764,
    by: "Cape of Good Hope 3,349 from Sao Sebastiao, from which Santos is 54 further (3,409 against 3,355 to Cape Town), 764",
  },
  { from: "TRIST", to: "UAODS", nauticalMiles: 352, by: "as listed" },
  {
    from: "USNYC",
    to: "USLAX",
    nauticalMiles: 2016 + 2922,
    by: "Panama 2,016 by Windward Passage, 2,922 to El Segundo beside Los Angeles",
  },
  {
    from: "SGSIN",
    to: "AUSYD",
    nauticalMiles: 1587 + 881 + 1670,
    by: "Selat Wetar 1,587, Torres Strait 881, 1,670",
  },
  {
    from: "DEHAM",
    to: "ESVLC",
    nauticalMiles: 703 + 918 + 403,
    by: "Ile d'Ouessant 703, Strait of Gibraltar 918, 403",
  },
];

const KM_PER_NAUTICAL_MILE = 1.852;

/** What the lanes give for a published distance, the ways of both ports to their lanes included. */
export interface ComparedDistance extends PublishedDistance {
  readonly fromPort: RawPort;
  readonly toPort: RawPort;
  /** Nautical miles by the lanes. */
  readonly modelled: number;
}

export function compareDistances(): ComparedDistance[] {
  const lanes = joinLanes(readSeaLanes());
  const land = new LandOutline(readLand("50m", "coasts"));
  const ports = new Map(readPorts().map((port) => [port.code, port]));
  return PUBLISHED.map((published) => {
    const [fromPort, toPort] = [ports.get(published.from)!, ports.get(published.to)!];
    const [one, other] = [fromPort, toPort].map(({ at }) => moor(lanes, at, (place) => land.isLand(place)));
    const km = one.km + waysFrom(lanes, one.place).km[other.place] + other.km;
    return { ...published, fromPort, toPort, modelled: km / KM_PER_NAUTICAL_MILE };
  });
}

/** The comparison as a table in Markdown. */
export function distancesTable(): string {
  const rows = compareDistances().map(({ fromPort, toPort, nauticalMiles, by, modelled }) => {
    const miles = (value: number) => Math.round(value).toLocaleString("en-US");
    const ratio = (modelled / nauticalMiles).toFixed(3);
    return `| ${fromPort.name} to ${toPort.name} | ${miles(nauticalMiles)} | ${by} | ${miles(modelled)} | ${ratio} |`;
  });
  return `| from, to | Pub. 151, nautical miles | by | sea lanes | ratio |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}
