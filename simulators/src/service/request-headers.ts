/**
 * Headers of a request, read once: `Headers` of some runtimes sorts and checks anew whenever it is asked. Names are in
 * lower case.
 */
export class RequestHeaders {
  readonly names: readonly string[];
  readonly #values: readonly string[];

  constructor(headers: Headers) {
    const names: string[] = [];
    const values: string[] = [];
    headers.forEach((value, name) => {
      names.push(name);
      values.push(value);
    });
    this.names = names;
    this.#values = values;
  }

  get(name: string): string | undefined {
    const at = this.names.indexOf(name);
    return at < 0 ? undefined : this.#values[at];
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }
}
