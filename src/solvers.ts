/** `katascope/solvers`: flow, transport, facility location and network design on anybody's arrays. */
export type { ControlOptions, Progress } from "./base/control.ts";
export { InternalError, InvalidProblemError } from "./base/errors.ts";
export type { ChainCase, ChainFork } from "./problems/chain-cases.ts";
export { checkCoupled } from "./problems/check-coupled.ts";
export type {
  CoupledArcs,
  CoupledFreight,
  CoupledPoints,
  CoupledProblem,
  CoupledRows,
} from "./problems/coupled.ts";
export type {
  CoupledCertificate,
  CoupledLabelPrices,
  CoupledPlan,
  CoupledResult,
  CoupledShipments,
  CoupledVerdict,
} from "./problems/coupled-result.ts";
export type { DesignCertificate, DesignPlan, DesignProblem, DesignResult, DesignVerdict } from "./problems/design.ts";
export { checkDesign } from "./problems/design.ts";
export type { FlowBasis, FlowCertificate, FlowProblem, FlowSolution } from "./problems/flow.ts";
export type {
  LocationCost,
  LocationProblem,
  SparseCost as LocationSparseCost,
} from "./problems/location.ts";
export { checkLocation } from "./problems/location.ts";
export type { Point, Points, PositionalCost as LocationPositionalCost } from "./problems/location-positions.ts";
export type { LocationCertificate, LocationFlow, LocationResult, LocationVerdict } from "./problems/location-result.ts";
export type {
  PositionalCost,
  SparseCost,
  TransportCertificate,
  TransportProblem,
  TransportSolution,
} from "./problems/transport.ts";
export { type DesignOptions, designNetwork, designNetworkAsync } from "./solvers/design-network.ts";
export { type LocationOptions, locateFacilities, locateFacilitiesAsync } from "./solvers/locate-facilities.ts";
export { type FlowOptions, minCostFlow, minCostFlowAsync } from "./solvers/min-cost-flow.ts";
export { type CoupledOptions, planCoupled, planCoupledAsync } from "./solvers/plan-coupled.ts";
export { type TransportOptions, transport, transportAsync } from "./solvers/transport.ts";
export { verifyCoupled } from "./verify/numbers/coupled.ts";
export { verifyDesign } from "./verify/numbers/design.ts";
export { type Verification, verifyFlow } from "./verify/numbers/flow.ts";
export { verifyLocation } from "./verify/numbers/location.ts";
export { verifyTransport } from "./verify/numbers/transport.ts";
