/**
 * Numbers as people read them: three significant digits, thousands separated by commas, the unit always beside.
 * Written here by hand because `toLocaleString` differs between engines and would break byte equality.
 */

const ENERGY_STEPS = [
  ["EJ", 1e12],
  ["PJ", 1e9],
  ["TJ", 1e6],
  ["GJ", 1e3],
  ["MJ", 1],
] as const;

const TONNE_STEPS = [
  ["Gt", 1e9],
  ["Mt", 1e6],
  ["kt", 1e3],
  ["t", 1],
] as const;

const COUNT_STEPS = [
  ["billion", 1e9],
  ["million", 1e6],
] as const;

/** Puts commas between thousands of a plain decimal: `"-1234.5"` gives `"-1,234.5"`. */
function separateThousands(decimal: string): string {
  const [whole, fraction] = decimal.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** Rounds to so many decimals, without an exponent and without "-0"; what is not finite is put in words. */
export function formatDecimals(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "unlimited" : "none";
  const text = value.toFixed(decimals);
  return separateThousands(Number(text) === 0 ? text.replace("-", "") : text);
}

/** How many decimals show a value to so many significant digits; whole digits are never cut. */
export function decimalsFor(value: number, digits: number): number {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || !Number.isFinite(magnitude)) return 0;
  // toExponential rounds first, so 9.996 to three digits counts as 10.0 and not as 9.996.
  const exponent = Number(magnitude.toExponential(digits - 1).split("e")[1]);
  return Math.min(12, Math.max(0, digits - 1 - exponent));
}

/** A number to so many significant digits (whole digits are kept): 0.01234 is "0.0123", 12345 is "12,345". */
export function formatNumber(value: number, digits = 3): string {
  return formatDecimals(value, decimalsFor(value, digits));
}

function stepFor<Step extends readonly [string, number]>(value: number, steps: readonly Step[]): Step | undefined {
  const magnitude = Math.abs(value);
  // The factor lets 999.7 kt become 1.00 Mt rather than 1,000 kt.
  return steps.find(([, size]) => magnitude >= 0.9995 * size);
}

/** The energy unit in which a number of MJ reads best, and how many MJ it is. */
export function energyUnit(megajoules: number): readonly [string, number] {
  return stepFor(megajoules, ENERGY_STEPS) ?? ["MJ", 1];
}

/** MJ in the unit that reads best: 8.31e12 is "8.31 EJ". */
export function formatJoules(megajoules: number, digits = 3): string {
  const [unit, size] = energyUnit(megajoules);
  return `${formatNumber(megajoules / size, digits)} ${unit}`;
}

/** An amount of a good: tonnes as t, kt, Mt or Gt; any other unit counted in millions and billions. */
export function formatQuantity(amount: number, unit: string, digits = 3): string {
  if (unit === "t") {
    const [name, size] = stepFor(amount, TONNE_STEPS) ?? ["t", 1];
    return `${formatNumber(amount / size, digits)} ${name}`;
  }
  return `${formatCount(amount, digits)} ${unit}`;
}

/** A bare count: "12,345", "447 million". */
export function formatCount(value: number, digits = 3): string {
  const step = stepFor(value, COUNT_STEPS);
  return step === undefined ? formatNumber(value, digits) : `${formatNumber(value / step[1], digits)} ${step[0]}`;
}

/** A share as a percentage to two or three significant digits: 0.0112 is "1.1 %", 0.9602 is "96.0 %", 0 is "0 %". */
export function formatShare(share: number): string {
  const percent = share * 100;
  const magnitude = Math.abs(percent);
  if (magnitude < 1e-7) return percent > 0 ? "< 0.0000001 %" : "0 %";
  const decimals = magnitude >= 99.95 ? 0 : magnitude >= 9.95 ? 1 : Math.min(7, decimalsFor(percent, 2));
  return `${formatDecimals(percent, decimals)} %`;
}

/** What is printed may make a gap look so many times as wide as it is. */
const WIDEST = 2;

/**
 * An objective and the bound below it in one unit, with as many digits as it takes to show how far apart they are
 * (three to seven). The bound is rounded down: a printed proof claims nothing extra.
 */
export function formatBracket(
  objective: number,
  bound: number,
): { readonly objective: string; readonly bound: string } {
  const [unit, size] = energyUnit(objective);
  for (let digits = 3; ; digits++) {
    const decimals = decimalsFor(objective / size, digits);
    const scale = 10 ** decimals;
    const high = Math.round((objective / size) * scale) / scale;
    const low = Math.floor((bound / size) * scale + 1e-6) / scale;
    const isTold = high !== low && high - low <= (WIDEST * (objective - bound)) / size;
    if (isTold || digits >= 7 || objective === bound) {
      return {
        objective: `${formatDecimals(high, decimals)} ${unit}`,
        bound: `${formatDecimals(low, decimals)} ${unit}`,
      };
    }
  }
}

/**
 * Rounds parts so that what is printed adds up to the printed total: each part is rounded down and the
 * units that are left over go to the largest remainders (ties to the first).
 *
 * Gives the parts and the total in steps of 10 ** -decimals, as whole numbers of steps.
 */
export function roundToSum(
  parts: readonly number[],
  decimals: number,
): { readonly parts: readonly number[]; readonly total: number } {
  const scale = 10 ** decimals;
  const scaled = parts.map((part) => part * scale);
  // Adding zero makes +0 of -0.
  const total = Math.round(scaled.reduce((sum, part) => sum + part, 0)) + 0;
  const rounded = scaled.map((part) => Math.floor(part) + 0);
  const order = scaled
    .map((part, index) => ({ index, remainder: part - rounded[index] }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = total - rounded.reduce((sum, part) => sum + part, 0);
  for (const { index } of order) {
    if (left <= 0) break;
    rounded[index]++;
    left--;
  }
  return { parts: rounded, total };
}

/** "1 area", "24 areas". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatDecimals(count, 0)} ${count === 1 ? one : many}`;
}
