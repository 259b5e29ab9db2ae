/** What HiGHS 1.15.1 (WebAssembly) found of a public network-design instance, once, and in how many seconds. */
export interface DesignReference {
  /** Value of the linear relaxation with strong rows. */
  readonly relaxed: number;
  readonly relaxedSeconds: number;
  /** The best plan. */
  readonly best: number;
  /** Seconds to its proof; absent where the run was ended after 300 seconds. */
  readonly provedSeconds?: number;
}

export const DESIGN_REFERENCE: Readonly<Record<string, DesignReference>> = {
  c33: { relaxed: 422853.262, relaxedSeconds: 2.1, best: 423848, provedSeconds: 1.6 },
  c35: { relaxed: 368819.455, relaxedSeconds: 0.5, best: 371475, provedSeconds: 28.8 },
  c36: { relaxed: 633466.161, relaxedSeconds: 0.6, best: 643036, provedSeconds: 52.4 },
  c41: { relaxed: 427947.37, relaxedSeconds: 0.4, best: 429398, provedSeconds: 4.7 },
  c42: { relaxed: 575255.004, relaxedSeconds: 1.2, best: 586077, provedSeconds: 57.3 },
  c49: { relaxed: 53022.903, relaxedSeconds: 16, best: 54494 },
  c50: { relaxed: 90174.169, relaxedSeconds: 46, best: 144056 },
};
