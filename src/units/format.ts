/** How figures are written for people: three significant digits and a unit that suits their size. */

interface Step {
  readonly unit: string;
  /** How many of the base unit it is. */
  readonly worth: number;
}

const ENERGY: readonly Step[] = [
  { unit: "J", worth: 1e-6 },
  { unit: "kJ", worth: 1e-3 },
  { unit: "MJ", worth: 1 },
  { unit: "GJ", worth: 1e3 },
  { unit: "TJ", worth: 1e6 },
  { unit: "PJ", worth: 1e9 },
  { unit: "EJ", worth: 1e12 },
];

const MASS: readonly Step[] = [
  { unit: "g", worth: 1e-6 },
  { unit: "kg", worth: 1e-3 },
  { unit: "t", worth: 1 },
  { unit: "kt", worth: 1e3 },
  { unit: "Mt", worth: 1e6 },
  { unit: "Gt", worth: 1e9 },
];

/** Words for large counts of units that take no prefix: 2.4 million MWh. */
const COUNT: readonly Step[] = [
  { unit: "", worth: 1 },
  { unit: "thousand", worth: 1e3 },
  { unit: "million", worth: 1e6 },
  { unit: "billion", worth: 1e9 },
];

const DIGITS = 3;

/** An energy: `formatEnergy(12.34e9)` is "12.3 PJ". Units: MJ. */
export function formatEnergy(megajoules: number): string {
  return inSteps(megajoules, ENERGY, "MJ");
}

/**
 * An amount of a good: `formatAmount(1.2e6)` is "1.2 Mt", `formatAmount(2.4e6, "MWh")` is "2.4 million MWh".
 * Units: tonnes, or the good's own unit, whose name is handed in.
 */
export function formatAmount(amount: number, unit = "t"): string {
  return unit === "t" ? inSteps(amount, MASS, "t") : `${formatCount(amount)} ${unit}`;
}

/** A number without a unit: "950", "12.3 thousand", "2.4 million". */
export function formatCount(count: number): string {
  return inSteps(count, COUNT, "").trimEnd();
}

/** A distance: `formatDistance(0.42)` is "420 m", `formatDistance(1234.5)` is "1230 km". Units: kilometres. */
export function formatDistance(kilometres: number): string {
  if (Math.abs(kilometres) >= 0.9995) return `${inDigits(kilometres)} km`;
  return kilometres === 0 ? "0 km" : `${inDigits(kilometres * 1000)} m`;
}

/** A share as a percentage: `formatShare(0.0123)` is "1.23 %". */
export function formatShare(share: number): string {
  return `${inDigits(share * 100)} %`;
}

/** Three significant digits, never in powers of ten where they can be avoided; what is no number says so. */
function inDigits(value: number): string {
  if (Number.isNaN(value)) return "unknown";
  if (!Number.isFinite(value)) return value > 0 ? "unlimited" : "-unlimited";
  return String(Number(value.toPrecision(DIGITS)) + 0);
}

function inSteps(value: number, steps: readonly Step[], base: string): string {
  if (value === 0 || !Number.isFinite(value)) return `${inDigits(value)} ${base}`;
  // Rounded before the step is chosen, so that 999.9 is written as one of the next unit.
  const rounded = Number(Math.abs(value).toPrecision(DIGITS));
  let chosen = steps[0];
  for (const step of steps) if (rounded >= step.worth) chosen = step;
  return `${inDigits(value / chosen.worth)} ${chosen.unit}`;
}
