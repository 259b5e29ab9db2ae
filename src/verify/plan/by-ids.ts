/** One id further in a tree of ids: what the ids up to here name, and what they begin. */
export interface Branch<Value> {
  value: Value | undefined;
  below: Map<string, Branch<Value>> | undefined;
}

/**
 * What lists of ids name, such as an area and a good. No text is made of them, so that no two lists are ever taken for
 * one another, whatever letters their ids have, and that a list is found as fast as its ids are.
 */
export class ByIds<Value> {
  readonly #root: Branch<Value> = { value: undefined, below: undefined };

  /** What a list names, to be set or read; made where it is not there yet. */
  at(ids: readonly string[]): Branch<Value> {
    let branch = this.#root;
    for (const id of ids) {
      branch.below ??= new Map();
      let next = branch.below.get(id);
      if (next === undefined) {
        next = { value: undefined, below: undefined };
        branch.below.set(id, next);
      }
      branch = next;
    }
    return branch;
  }

  /** What a list names, undefined where that was never set. */
  get(ids: readonly string[]): Value | undefined {
    let branch: Branch<Value> | undefined = this.#root;
    for (const id of ids) {
      branch = branch.below?.get(id);
      if (branch === undefined) return undefined;
    }
    return branch.value;
  }
}

/** Lists of ids that have been met. */
export class MetIds {
  readonly #met = new ByIds<true>();

  /** Whether a list was met before; from now on it was. */
  meet(...ids: readonly string[]): boolean {
    const branch = this.#met.at(ids);
    const before = branch.value === true;
    branch.value = true;
    return before;
  }
}
