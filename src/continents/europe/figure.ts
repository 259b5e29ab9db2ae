import { InternalError } from "../../base/errors.ts";

/** A number with its papers: where it comes from, what it covers, and how far sources differ. */
export interface Figure {
  /** What the model calls it. */
  readonly id: string;
  readonly value: number;
  readonly unit: Unit;
  readonly low: number;
  readonly high: number;
  readonly source: string;
  /** Year or years the number is about; "undated" where the source does not say. */
  readonly year: string;
  /** Kind of energy, or "none" where it is not an energy. */
  readonly carrier: string;
  /** What is inside the number and what is not. */
  readonly boundary: string;
  /** "quoted": stood in the source; "computed": arithmetic on quoted numbers; "rough": general knowledge, no page to cite. */
  readonly quality: "quoted" | "computed" | "rough";
}

/** Every unit a figure may have, with the least and the most that a believable figure in it can be. */
export const FIGURE_UNITS = {
  people: [1e5, 2e8],
  "people/km2": [1, 1000],
  "kg/person/yr": [1, 1000],
  "Mt/yr": [1e-5, 500],
  "million m3/yr": [0.1, 200],
  "MJ/t": [1, 60_000],
  "MJ/tkm": [0.01, 5],
  "MJ per t/yr": [10, 20_000],
  "MJ/MJ": [1, 3],
  "m/s": [0.05, 10],
  "t/t": [0.01, 3],
  "t/m3": [0.3, 1],
  yr: [5, 100],
  km: [1, 3000],
  share: [0, 1],
  exponent: [-0.3, 1],
  factor: [1, 2],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type Unit = keyof typeof FIGURE_UNITS;

/** Marks a number that has no page to cite. */
export const ROUGH = "rounded general knowledge; no page to cite yet";

/** The value of a figure by id; asking for one that is not there is a defect of the model, so it throws. */
export type FigureValue = (id: string) => number;

/**
 * Looks figures up, with some of them replaced.
 *
 * Throws: InternalError from the look-up where the table lacks what the model asks for.
 */
export function figureValues(figures: readonly Figure[], replaced: Readonly<Record<string, number>>): FigureValue {
  const values = new Map(figures.map((figure) => [figure.id, figure.value]));
  for (const [id, value] of Object.entries(replaced)) values.set(id, value);
  return (id) => {
    const value = values.get(id);
    if (value === undefined) throw new InternalError(`The sample Europe has no figure "${id}".`, { id });
    return value;
  };
}
