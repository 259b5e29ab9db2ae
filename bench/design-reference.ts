/**
 * What HiGHS 1.15.1 (WebAssembly) finds of the public network-design instances, computed once: the value of the linear
 * relaxation with strong rows, and the optimum, proved, where it ended within 90 seconds.
 */
export const DESIGN_REFERENCE: Readonly<Record<string, { readonly relaxed: number; readonly best?: number }>> = {
  c33: { relaxed: 422853.262, best: 423848 },
  c35: { relaxed: 368819.455, best: 371475 },
  c36: { relaxed: 633466.161, best: 643036 },
  c41: { relaxed: 427947.37, best: 429398 },
  c42: { relaxed: 575255.004, best: 586077 },
  c49: { relaxed: 53022.903 },
  c50: { relaxed: 90174.169 },
};
