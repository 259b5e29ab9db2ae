/** `katascope/solvers`: flow and transport on anybody's arrays. */
export type { ControlOptions, Progress } from "./base/control.ts";
export { InternalError, InvalidProblemError } from "./base/errors.ts";
export type { FlowBasis, FlowCertificate, FlowProblem, FlowSolution } from "./problems/flow.ts";
export type {
  PositionalCost,
  SparseCost,
  TransportCertificate,
  TransportProblem,
  TransportSolution,
} from "./problems/transport.ts";
export { type FlowOptions, minCostFlow, minCostFlowAsync } from "./solvers/min-cost-flow.ts";
export { transport, transportAsync } from "./solvers/transport.ts";
export { type Verification, verifyFlow } from "./verify/numbers/flow.ts";
export { verifyTransport } from "./verify/numbers/transport.ts";
