/** A binary heap of places by their distances. */
export class Heap {
  readonly keys: number[] = [];
  readonly places: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  push(key: number, place: number): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.places.push(place);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.keys[up] <= key) break;
      this.keys[at] = this.keys[up];
      this.places[at] = this.places[up];
      at = up;
    }
    this.keys[at] = key;
    this.places[at] = place;
  }

  /** Takes the least place out; the heap must not be empty. */
  pop(): { key: number; place: number } {
    const out = { key: this.keys[0], place: this.places[0] };
    const key = this.keys.pop()!;
    const place = this.places.pop()!;
    const size = this.keys.length;
    if (size === 0) return out;
    let at = 0;
    for (let down = 1; down < size; down = 2 * at + 1) {
      if (down + 1 < size && this.keys[down + 1] < this.keys[down]) down++;
      if (this.keys[down] >= key) break;
      this.keys[at] = this.keys[down];
      this.places[at] = this.places[down];
      at = down;
    }
    this.keys[at] = key;
    this.places[at] = place;
    return out;
  }
}
