import type { Figure } from "./figure.ts";
import { FREIGHT_FIGURES } from "./figures-freight.ts";
import { NATURE_FIGURES } from "./figures-nature.ts";
import { PEOPLE_FIGURES } from "./figures-people.ts";
import { RECIPE_FIGURES } from "./figures-recipes.ts";
import { WORKS_FIGURES } from "./figures-works.ts";

/**
 * Every number that the sample Europe is made from, with its source, year, carrier, boundary and range.
 * The model asks for them by id; `europe({ figures: { "rail-energy": 0.06 } })` replaces some.
 */
export const europeFigures: readonly Figure[] = [
  ...PEOPLE_FIGURES,
  ...NATURE_FIGURES,
  ...RECIPE_FIGURES,
  ...WORKS_FIGURES,
  ...FREIGHT_FIGURES,
];
