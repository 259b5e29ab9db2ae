import { section } from "./markdown-text.ts";

/** Words that are not everybody's, as they stand in the report, and what they mean. */
const WORDS: readonly (readonly [word: string, meaning: string])[] = [
  ["works", "what stands or is built on one site; a candidate is a site where a works may be"],
  ["module", "one unit of a size that a works comes in: it is kept, built or taken down as a whole"],
  ["load", "what is run, as a share of what the open modules could run all year"],
  ["found", "supplied by areas themselves: by nature or from the past, without any works"],
  ["guide price", "MJ that one unit more is worth by the prices that prove the bound"],
  ["embodied", "MJ that one unit took on average, with all that went into it"],
  ["certified bound", "the least that any plan could take; proved, and checked without trusting the solver"],
  ["gap", "how much less than this plan a better one could at most take"],
  [
    "what siting can avoid",
    "what the plan takes beyond the floor; the floor is what all of it would take in one place, " +
      "by the leanest works, with nothing carried, built or kept ready",
  ],
  ["arc visits", "how often the algorithms looked at an arc: work that is the same on every machine, unlike time"],
  ["rounded at the door", "figures handed in that were rounded to whole kilograms, metres or MJ"],
];

const UNITS =
  "Amounts are a year's: t, kt, Mt and Gt are a tonne, a thousand, a million and a billion tonnes. Energies are primary: " +
  "an MJ is a million joules; GJ, TJ, PJ and EJ are each a thousand times the one before.";

/** What the units and those words mean that occur in the page so far, one line each. */
export function wordsSection(page: string): string {
  const text = page.toLowerCase();
  const words = WORDS.filter(([word]) => text.includes(word));
  return section("Words", UNITS, words.map(([word, meaning]) => `- ${word}: ${meaning}.`).join("\n"));
}
