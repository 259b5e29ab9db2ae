/** Whether a number from a stranger is the place of something in a list of so many. */
export function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
