/** Tells people apart by what is known to be theirs, such as keys and names: two who share any of it are one. */
export class People {
  /** What each has; first of all a key, by which they are called. */
  readonly #known: Set<string>[] = [];

  /** Says that all of this is one person's. */
  join(key: string, ...more: readonly string[]): void {
    const all = [key, ...more];
    const [first, ...others] = this.#known.filter((one) => all.some((mark) => one.has(mark)));
    const person = first ?? new Set<string>();
    if (first === undefined) this.#known.push(person);
    for (const other of others) this.#known.splice(this.#known.indexOf(other), 1);
    for (const mark of [...others.flatMap((other) => [...other]), ...all]) person.add(mark);
  }

  /** Gives the one key by which whoever has this one is called. */
  nameOf(key: string): string {
    const [name = key] = this.#known.find((one) => one.has(key)) ?? [];
    return name;
  }
}
