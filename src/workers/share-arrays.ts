type NumberArray = Int8Array | Int32Array | Float64Array;

/**
 * Copies plain data so that its typed arrays are in memory that all threads see; those that are already are left where
 * they are. Arrays of numbers become Float64Array. What is in it twice is copied once.
 *
 * @param known copies made before, by what they are of.
 */
export function shareArrays<Data>(data: Data, known: WeakMap<object, object>): Data {
  return copied(data, known) as Data;
}

function copied(value: unknown, known: WeakMap<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const result = copyOf(value, known);
  known.set(value, result);
  return result;
}

function copyOf(value: object, known: WeakMap<object, object>): object {
  if (isNumbers(value)) return value.buffer instanceof SharedArrayBuffer ? value : sharedCopy(value);
  if (Array.isArray(value)) {
    const isNumeric = value.length > 0 && value.every((entry) => typeof entry === "number");
    return isNumeric ? sharedCopy(Float64Array.from(value)) : value.map((entry) => copied(entry, known));
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copied(entry, known)]));
}

function isNumbers(value: object): value is NumberArray {
  return value instanceof Float64Array || value instanceof Int32Array || value instanceof Int8Array;
}

function sharedCopy(values: NumberArray): NumberArray {
  const room = new SharedArrayBuffer(values.byteLength);
  const copy =
    values instanceof Float64Array
      ? new Float64Array(room)
      : values instanceof Int32Array
        ? new Int32Array(room)
        : new Int8Array(room);
  copy.set(values);
  return copy;
}
