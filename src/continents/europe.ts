/** The sample continent Europe: `katascope/continents/europe`. */
export type { City, GatheredArea } from "./europe/areas.ts";
export { europeCoastline } from "./europe/coastline.ts";
export { europe } from "./europe/europe.ts";
export type { Figure, Unit } from "./europe/figure.ts";
export { europeFigures } from "./europe/figures.ts";
export type { GatheredDeposit } from "./europe/lots.ts";
export { type EuropePlace, europeGathering, europePlaces } from "./europe/report.ts";
export { type DataSource, europeSources } from "./europe/sources.ts";
export { type EuropeOptions, europeSpec } from "./europe/spec.ts";
