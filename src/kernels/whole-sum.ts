/** Sums of whole numbers, exact however large: doubles while they can hold the sum, then exact arithmetic. */
import { ExactSum } from "../base/exact.ts";

/** While products and partial sums stay below this, doubles add them without rounding. */
const SAFE = 2 ** 52;

/** The sum of a[k] * b[k] over whole numbers, rounded once to the nearest double. */
export function sumOfProducts(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let partial = 0;
  let exact: ExactSum | undefined;
  for (let k = 0; k < a.length; k++) {
    const product = a[k] * b[k];
    if (product < SAFE && product > -SAFE) partial += product;
    else {
      exact ??= new ExactSum();
      exact.addProduct(a[k], b[k]);
    }
    if (partial >= SAFE || partial <= -SAFE) {
      exact ??= new ExactSum();
      exact.add(partial);
      partial = 0;
    }
  }
  return exact === undefined ? partial : exact.add(partial).value;
}
