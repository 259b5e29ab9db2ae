/** What typed arrays say of themselves: what is read off one from a stranger may have been written over. */
const OF_ALL_KINDS = Object.getPrototypeOf(Float64Array.prototype) as object;
const kindOf = Object.getOwnPropertyDescriptor(OF_ALL_KINDS, Symbol.toStringTag)!.get!;
const lengthOf = Object.getOwnPropertyDescriptor(OF_ALL_KINDS, "length")!.get!;

/** Whether it is a typed array, of as many numbers as it says, that can be put beside doubles. */
export function isTypedNumbers(list: unknown): boolean {
  const kind: string | undefined = kindOf.call(list);
  if (kind === undefined || kind === "BigInt64Array" || kind === "BigUint64Array") return false;
  return lengthOf.call(list) === (list as Float64Array).length;
}

/** Copies numbers from a stranger; false, and nothing is, where they are no typed array of as many. */
export function copyNumbers(numbers: ArrayLike<number>, into: Float64Array): boolean {
  if (kindOf.call(numbers) === undefined || lengthOf.call(numbers) !== into.length) return false;
  into.set(numbers);
  return true;
}

/** Copies an array into a longer one. */
export function longer<A extends Float64Array | Int32Array>(array: A, length: number): A {
  const copy = (array instanceof Float64Array ? new Float64Array(length) : new Int32Array(length)) as A;
  copy.set(array);
  return copy;
}
