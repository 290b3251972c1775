/** Gives each name once: a second `a` is `a-2`. */
export class UniqueNames {
  readonly #taken = new Set<string>();

  take(name: string): string {
    let own = name;
    for (let n = 2; this.#taken.has(own.toLowerCase()); n++) own = `${name}-${n}`;
    this.#taken.add(own.toLowerCase());
    return own;
  }
}
