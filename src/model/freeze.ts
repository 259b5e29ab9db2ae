/** Freezes plain data all through, so that no plan can be made of one continent and checked on another. */
export function freezeDeeply<Data>(data: Data): Data {
  if (typeof data !== "object" || data === null || Object.isFrozen(data)) return data;
  Object.freeze(data);
  for (const part of Object.values(data)) freezeDeeply(part);
  return data;
}
