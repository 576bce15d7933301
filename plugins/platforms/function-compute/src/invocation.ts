/**
 * The session that comes with one invocation, as the input of a call: `get({ input: fromContext(context) })`.
 *
 * @module
 */
import { readHeader } from "@alicred/plugin-kit";

/** The parts of a session, as far as they are given. */
export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** Marks the inputs of every copy of this package in a program. */
const KEYS: unique symbol = Symbol.for("@alicred/function-compute/keys") as never;

/** One invocation, as an input. Printing or serialising it shows no secret. */
export interface Invocation {
  /** The place that the session came from. */
  readonly kind: "context" | "headers";
}

interface WithKeys extends Invocation {
  readonly [KEYS]: () => Partial<Keys> | undefined;
}

/** The part of a handler's `context` that counts; without a role of the function the parts are empty or absent. */
export interface FunctionComputeContext {
  readonly credentials?: Partial<Keys> | null | undefined;
}

/**
 * The input for an invocation of a handler, from its `context`.
 *
 * @see https://help.aliyun.com/document_detail/2513565.html
 */
export function fromContext(context: FunctionComputeContext): Invocation {
  return invocation("context", () => {
    const { accessKeyId, accessKeySecret, securityToken } = context?.credentials ?? {};
    return { accessKeyId, accessKeySecret, securityToken };
  });
}

/**
 * The input for an invocation of a custom runtime or a container, from the headers of its request: a `Request`, an
 * `IncomingMessage`, `Headers` or headers by name.
 */
export function fromHeaders(request: unknown): Invocation {
  const header = (name: string): string | undefined => readHeader(request, `x-fc-${name}`);
  return invocation("headers", () => ({
    accessKeyId: header("access-key-id"),
    accessKeySecret: header("access-key-secret"),
    securityToken: header("security-token"),
  }));
}

/** Whether a call's input is an invocation. */
export function isInvocation(input: unknown): input is Invocation {
  return KEYS in Object(input);
}

/** The session of an invocation; `undefined` when it has no part of one. */
export function keysOf(input: Invocation): Partial<Keys> | undefined {
  return (input as WithKeys)[KEYS]();
}

type Given = { readonly [Part in keyof Keys]: string | undefined };

function invocation(kind: Invocation["kind"], read: () => Given): Invocation {
  const keys = (): Partial<Keys> | undefined => {
    const given = Object.entries(read()).filter(([, value]) => value !== undefined && value !== "");
    return given.length > 0 ? Object.fromEntries(given) : undefined;
  };
  // Not enumerable, and a function: nothing prints, spreads or serialises what it returns.
  return Object.freeze(Object.defineProperty({ kind }, KEYS, { value: keys }));
}
