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
  /** Where the sequence stands; give it to `restore` to continue from there. */
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const hex = "0123456789abcdef";
const base36Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
/** Of the 32 of a draw, so that every text is about as likely as any other. */
const usedBits = 30;
const heldBuffers = 32;
const ascii = new TextDecoder();

/** The generator sfc32 of PractRand, its state filled from the seed by FNV-1a. One seed, one sequence. Not for real secrets. */
export function createRandom(seed: number | string): Random {
  /** One for each length: services ask for few. */
  const buffers = new Map<number, Uint8Array>();
  let [a, b, c, counter] = [hash(`a:${seed}`), hash(`b:${seed}`), hash(`c:${seed}`), 1];

  /** 32 bits. */
  function draw(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }

  const next = (): number => draw() / 4_294_967_296;

  function buffer(length: number): Uint8Array {
    const known = buffers.get(length);
    if (known !== undefined) return known;
    if (buffers.size === heldBuffers) buffers.clear();
    const made = new Uint8Array(length);
    buffers.set(length, made);
    return made;
  }

  /** As many characters from each draw as its bits are good for: long tokens are most of what a service says. */
  function fill(codes: Uint8Array, alphabet: string): void {
    const base = alphabet.length;
    const bits = Math.log2(base);
    const charsPerDraw = Math.floor(usedBits / bits);
    const byShifts = Number.isInteger(bits);
    for (let i = 0; i < codes.length; ) {
      const end = Math.min(i + charsPerDraw, codes.length);
      let drawn = draw();
      if (byShifts) {
        for (let shift = 32 - bits; i < end; i++, shift -= bits)
          codes[i] = alphabet.charCodeAt((drawn >>> shift) & (base - 1));
        continue;
      }
      for (drawn /= 4_294_967_296; i < end; i++) {
        const scaled = drawn * base;
        const index = Math.floor(scaled);
        codes[i] = alphabet.charCodeAt(index);
        drawn = scaled - index;
      }
    }
  }

  function text(length: number, alphabet = base62): string {
    const codes = buffer(length);
    fill(codes, alphabet);
    return ascii.decode(codes);
  }

  for (let i = 0; i < 12; i++) next();
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    text,
    uuid() {
      const digits = text(30, hex);
      const variant = text(1, "89ab");
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18)}`;
    },
    state: () => [a, b, c, counter],
    restore(state) {
      [a, b, c, counter] = [state[0] ?? 0, state[1] ?? 0, state[2] ?? 0, state[3] ?? 0];
    },
  };
}

/** 16 hexadecimal digits that change with any character of a text. Not for real seals. */
export function checksum(text: string): string {
  return hexDigits(hash(text)) + hexDigits(hash(text, 0x5bd1e995));
}

/** Of 32 bits. V8 writes numbers of any base but ten the slow way. */
function hexDigits(value: number): string {
  let digits = "";
  for (let shift = 28; shift >= 0; shift -= 4) digits += hex.charAt((value >>> shift) & 15);
  return digits;
}

/** A whole number from 0 to 2^31 in at least `length` digits of base 36. */
export function base36(value: number, length: number): string {
  let digits = "";
  for (let left = value; left > 0; left = Math.floor(left / 36))
    digits = base36Digits.charAt(left % 36) + digits;
  return digits.padStart(length, "0");
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string, start = 0x811c9dc5): number {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
