/** What numbers add up to, one after the other: exact while whole sums stay below 2^53. */
export function total(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < numbers.length; k++) sum += numbers[k];
  return sum;
}
