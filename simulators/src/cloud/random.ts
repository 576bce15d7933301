/** A deterministic source of random values, the same in every runtime. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** `length` characters drawn from `alphabet`, 2 to 64 ASCII characters. */
  text(length: number, alphabet?: string): string;
  /** A version 4 UUID, lower case. */
  uuid(): string;
  /** Where the sequence stands, empty at its start; give it to `restore` to continue from there. */
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

/** An alphabet, made ready to be drawn from. */
interface Alphabet {
  readonly codes: Uint8Array;
  /** Whole where a shift finds the next character. */
  readonly bitsPerChar: number;
  readonly charsPerDraw: number;
}

const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX = "0123456789abcdef";
const BASE36_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
/** Taken from the 32 bits of a draw, so that all texts are about equally likely. */
const USED_BITS = 30;
const HELD_BUFFERS = 32;
const ascii = new TextDecoder();
/** Alphabets that were drawn from; global because each follows from its characters alone. */
const ALPHABETS = new Map<string, Alphabet>();
/** Room for a text that is being drawn, one for each length; global because no text outlasts the call that draws it. */
const BUFFERS = new Map<number, Uint8Array>();

/**
 * The generator sfc32 of PractRand, its state filled from the seed by FNV-1a. One seed, one sequence. Not for real
 * secrets.
 */
export function createRandom(seed: number | string): Random {
  return new Sfc32(seed);
}

/**
 * A class, because a world has dozens of them, and functions for each would be most of their cost. Begins when it is
 * first drawn from, because most worlds draw from few of theirs.
 */
class Sfc32 implements Random {
  readonly #seed: number | string;
  #hasBegun = false;
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number | string) {
    this.#seed = seed;
  }

  next(): number {
    return this.#draw() / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  text(length: number, alphabet: string = BASE62): string {
    const chars = bufferOf(length);
    this.#fill(chars, ALPHABETS.get(alphabet) ?? prepare(alphabet));
    return ascii.decode(chars);
  }

  uuid(): string {
    const digits = this.text(30, HEX);
    const variant = this.text(1, "89ab");
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18)}`;
  }

  state(): readonly number[] {
    return this.#hasBegun ? [this.#a, this.#b, this.#c, this.#counter] : [];
  }

  restore([a = 0, b = 0, c = 0, counter]: readonly number[]): void {
    this.#hasBegun = counter !== undefined;
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#counter = counter ?? 1;
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#a = hash(`a:${this.#seed}`);
    this.#b = hash(`b:${this.#seed}`);
    this.#c = hash(`c:${this.#seed}`);
    for (let i = 0; i < 12; i++) this.#draw();
  }

  /** 32 bits. */
  #draw(): number {
    if (!this.#hasBegun) this.#begin();
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    const turned = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (turned + sum) | 0;
    return sum >>> 0;
  }

  #fill(chars: Uint8Array, { codes, bitsPerChar, charsPerDraw }: Alphabet): void {
    const base = codes.length;
    const byShifts = Number.isInteger(bitsPerChar);
    for (let i = 0; i < chars.length; ) {
      const end = Math.min(i + charsPerDraw, chars.length);
      let drawn = this.#draw();
      if (byShifts) {
        for (let shift = 32 - bitsPerChar; i < end; i++, shift -= bitsPerChar)
          chars[i] = codes[(drawn >>> shift) & (base - 1)] ?? 0;
        continue;
      }
      for (drawn /= 4_294_967_296; i < end; i++) {
        const scaled = drawn * base;
        const index = Math.floor(scaled);
        chars[i] = codes[index] ?? 0;
        drawn = scaled - index;
      }
    }
  }
}

function bufferOf(length: number): Uint8Array {
  const known = BUFFERS.get(length);
  if (known !== undefined) return known;
  if (BUFFERS.size === HELD_BUFFERS) BUFFERS.clear();
  const made = new Uint8Array(length);
  BUFFERS.set(length, made);
  return made;
}

/** As many characters from each draw as its bits are good for: long tokens are most of what a service says. */
function prepare(characters: string): Alphabet {
  const bitsPerChar = Math.log2(characters.length);
  const made: Alphabet = {
    codes: new TextEncoder().encode(characters),
    bitsPerChar,
    charsPerDraw: Math.floor(USED_BITS / bitsPerChar),
  };
  ALPHABETS.set(characters, made);
  return made;
}

/** 16 hexadecimal digits that change with any character of a text. Not for real seals. */
export function checksum(text: string): string {
  return hexDigits(hash(text)) + hexDigits(hash(text, 0x5bd1e995));
}

/** For 32 bits, because V8 is slow to write numbers of any base but ten. */
function hexDigits(value: number): string {
  let digits = "";
  for (let shift = 28; shift >= 0; shift -= 4) digits += HEX.charAt((value >>> shift) & 15);
  return digits;
}

/** A whole number from 0 to 2^31 in at least `length` digits of base 36. */
export function base36(value: number, length: number): string {
  let digits = "";
  for (let left = value; left > 0; left = Math.floor(left / 36))
    digits = BASE36_DIGITS.charAt(left % 36) + digits;
  return digits.padStart(length, "0");
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string, start = 0x811c9dc5): number {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
