export { lp } from "./backends/lp.ts";
export type {
  LinearBackend,
  LinearLimits,
  LinearProblem,
  LinearProgress,
  LinearSolution,
  LinearStatus,
} from "./problems/linear.ts";
