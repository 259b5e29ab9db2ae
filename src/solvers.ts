export type { LocationCost, LocationProblem, Point, PositionalCost, SparseCost } from "./problems/location.ts";
export { checkLocation } from "./problems/location.ts";
export type { LocationCertificate, LocationFlow, LocationResult, LocationVerdict } from "./problems/location-result.ts";
export { type LocationOptions, locateFacilities, locateFacilitiesAsync } from "./solvers/locate-facilities.ts";
export { verifyLocation } from "./verify/numbers/location.ts";
