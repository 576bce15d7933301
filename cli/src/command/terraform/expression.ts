import { providerText } from "./text.ts";

/** A value of Terraform's language, as JSON has it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Why a value cannot be known without Terraform. It quotes no text of the files but names. */
export class Unknowable extends Error {}

/** Gives the value of a name: `var.region`, `local.prefix`, `path.module`. Throws `Unknowable`. */
export type Lookup = (root: string, name: string) => Value;

/**
 * The value of a text with `${…}` in it, as `hcl2json` and Terraform's JSON syntax have it. A text that is nothing but one
 * `${…}` has the type of the expression.
 *
 * @throws {Unknowable} for whatever is not a literal, a variable, a local or a path.
 */
export function evaluateTemplate(template: string, lookup: Lookup): Value {
  let text = "";
  let at = 0;
  while (at < template.length) {
    const rest = template.slice(at);
    if (rest.startsWith("$${") || rest.startsWith("%%{")) {
      text += rest.slice(1, 3);
      at += 3;
    } else if (rest.startsWith("%{")) {
      throw unknowable(providerText().expression);
    } else if (rest.startsWith("${")) {
      const expression = new Expression(template, at + 2, lookup);
      const value = expression.value();
      const end = expression.end("}");
      if (at === 0 && end === template.length) return value;
      text += textOf(value);
      at = end;
    } else {
      text += rest.charAt(0);
      at += 1;
    }
  }
  return text;
}

/** Reads one expression of a text, from a place in it. */
class Expression {
  readonly #source: string;
  readonly #lookup: Lookup;
  #at: number;

  constructor(source: string, at: number, lookup: Lookup) {
    this.#source = source;
    this.#lookup = lookup;
    this.#at = at;
  }

  /** The place behind a closing character, which must be next: else the expression continues in a way of its own. */
  end(closing: string): number {
    if (this.#match(/\s*/y) === undefined || this.#source.charAt(this.#at) !== closing)
      throw unknowable(providerText().expression);
    this.#at += 1;
    return this.#at;
  }

  value(): Value {
    this.#match(/\s*/y);
    const number = this.#match(/-?\d+(?:\.\d+)?/y);
    if (number !== undefined) return Number(number);
    if (this.#source.charAt(this.#at) === '"') return this.#text();
    if (this.#match(/\(/y) !== undefined) {
      const inner = this.value();
      this.end(")");
      return inner;
    }
    const name = this.#match(/[\p{L}_][\p{L}\p{N}_-]*/uy);
    if (name === undefined) throw unknowable(providerText().expression);
    if (this.#match(/\s*\(/y) !== undefined) return this.#call(name);
    if (name === "true" || name === "false") return name === "true";
    if (name === "null") return null;
    return this.#traversal(name);
  }

  /** The one function whose value needs no Terraform: alicred expands `~` itself. */
  #call(name: string): Value {
    if (name !== "pathexpand") throw unknowable(`${name}()`);
    const path = this.value();
    this.end(")");
    return path;
  }

  #traversal(root: string): Value {
    const name = this.#match(/\.[\p{L}_][\p{L}\p{N}_-]*/uy)?.slice(1);
    if (name === undefined || !["var", "local", "path"].includes(root))
      throw unknowable(name === undefined ? root : `${root}.${name}`);
    let value = this.#lookup(root, name);
    for (;;) {
      const attribute = this.#match(/\.[\p{L}_][\p{L}\p{N}_-]*/uy)?.slice(1);
      if (attribute !== undefined) value = memberOf(value, attribute, `${root}.${name}`);
      else if (this.#match(/\[/y) !== undefined) {
        const key = this.value();
        this.end("]");
        value = memberOf(value, String(key), `${root}.${name}`);
      } else return value;
    }
  }

  /** A text in quotes, with `${…}` in it. */
  #text(): Value {
    let at = this.#at + 1;
    let depth = 0;
    while (at < this.#source.length) {
      const character = this.#source.charAt(at);
      if (character === "\\") at += 1;
      else if (character === "$" && this.#source.charAt(at + 1) === "{") depth += 1;
      else if (character === "}" && depth > 0) depth -= 1;
      else if (character === '"' && depth === 0) break;
      at += 1;
    }
    const inner = this.#source.slice(this.#at + 1, at);
    this.#at = at + 1;
    return evaluateTemplate(withoutEscapes(inner), this.#lookup);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function memberOf(value: Value, key: string, name: string): Value {
  const member: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  if (member === undefined || !Object.hasOwn(Object(value), key))
    throw unknowable(`${name} ${JSON.stringify(key)}`);
  return member as Value;
}

function withoutEscapes(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return text.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}

function textOf(value: Value): string {
  if (value === null || typeof value === "object") throw unknowable(providerText().expression);
  return String(value);
}

function unknowable(what: string): Unknowable {
  return new Unknowable(providerText().needsTerraform(what));
}
