export { type HighsOptions, highs } from "./backends/highs.ts";
export type {
  LinearBackend,
  LinearLimits,
  LinearProblem,
  LinearProgress,
  LinearSolution,
  LinearStatus,
} from "./problems/linear.ts";
