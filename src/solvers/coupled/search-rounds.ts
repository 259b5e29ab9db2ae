/** How many rounds prices are raised at a time, arcs added in between, and until when. */
export const ROUNDS = {
  /** Coarse prices, which guide plans: these need one price a place. */
  coarse: [20, 30, 50, 100],
  /** Fine prices, which prove the bound. */
  fine: [20, 30, 50, 100, 200, 250],
  /** They are left alone when so many rounds raise the bound by less than this part, and after so many times. */
  little: 2e-5,
  mostRaises: 40,
  /** Prices by label, which prove more where places are few enough for them. */
  label: [60, 120, 180],
  mostLabelled: 120,
};

/** The same after a former plan, whose prices are nearly right and whose works are nearly all good; and trials of a pass. */
export const AGAIN = {
  /** At first: these bring no higher bound yet, but tell which works are open on the average. */
  first: 20,
  fine: [50, 100, 200],
  trials: 100,
};
