import { nearest } from "../../cloud/names.ts";
import type { RpcRequest } from "../../cloud/rpc/request.ts";
import type { ProductAction } from "./action.ts";
import { BUILT_IN_REPLIES } from "./built-in.ts";
import { cannedAction } from "./canned.ts";
import { OpenApiError } from "./errors.ts";
import { KMS_ACTIONS, KMS_VERSION } from "./kms.ts";
import { RAM_ACTIONS, RAM_VERSION } from "./ram.ts";
import type { OpenApiDescription } from "./world.ts";

/** An action that the gateway knows. */
interface Entry {
  readonly product: string;
  readonly version: string | undefined;
  readonly action: string;
  readonly does: ProductAction;
}

/** The actions of a world. */
export interface Catalogue {
  /** @throws `OpenApiError` for a product, version or action that the world does not have. */
  find(product: string, request: RpcRequest): ProductAction;
  /** The product of an action and a version, for hosts that do not tell. */
  productOf(action: string | undefined, version: string | undefined): string | undefined;
}

const ANY = "*";
const IN_CODE: readonly Entry[] = [
  ...[...RAM_ACTIONS].map(([action, does]) => ({ product: "ram", version: RAM_VERSION, action, does })),
  ...[...KMS_ACTIONS].map(([action, does]) => ({ product: "kms", version: KMS_VERSION, action, does })),
];

/** Names of the actions that every world has. */
export const BUILT_IN_ACTIONS: readonly string[] = [
  ...IN_CODE.map(({ action }) => action),
  ...BUILT_IN_REPLIES.map(({ action }) => action),
];

/** Names of the actions that a world adds. */
export function actionsOf({ replies = [] }: OpenApiDescription = {}): readonly string[] {
  return replies.map(({ action }) => action).filter((action) => action !== ANY);
}

/** The actions of a world, and those that every world has. */
export function createCatalogue({ replies = [] }: OpenApiDescription = {}): Catalogue {
  const canned = [...replies, ...BUILT_IN_REPLIES].map((reply) => ({
    product: reply.product,
    version: reply.version,
    action: reply.action,
    does: cannedAction(reply),
  }));
  const entries: readonly Entry[] = [
    ...canned.slice(0, replies.length),
    ...IN_CODE,
    ...canned.slice(replies.length),
  ];

  function find(product: string, { action = "", version = "" }: RpcRequest): ProductAction {
    const ofProduct = entries.filter((one) => one.product === product || one.product === ANY);
    if (ofProduct.length === 0)
      throw new OpenApiError({
        row: "InvalidProduct.NotFound",
        reason: noSuch(
          "product",
          product,
          entries.map((one) => one.product),
        ),
      });
    if (!version) throw new OpenApiError({ row: "Missing{0}", subject: "Version" });
    const ofVersion = ofProduct.filter((one) => (one.version ?? version) === version);
    const found =
      ofVersion.find((one) => one.action === action) ?? ofVersion.find((one) => one.action === ANY);
    if (found !== undefined) return found.does;
    const versions = ofProduct.flatMap((one) => one.version ?? []);
    if (ofVersion.length === 0)
      throw new OpenApiError({
        row: "InvalidVersion",
        reason: noSuch(`version of ${product}`, version, versions),
      });
    throw new OpenApiError({
      row: "InvalidAction.NotFound",
      reason: noSuch(
        `action of ${product} ${version}`,
        action,
        ofVersion.map((one) => one.action),
      ),
    });
  }

  return {
    find,
    productOf: (action, version) =>
      entries.find((one) => one.action === action && (one.version ?? version) === version)?.product,
  };
}

function noSuch(what: string, name: string, known: readonly string[]): string {
  const all = [...new Set(known)].filter((one) => one !== ANY);
  const hint = nearest(name, all);
  return `the world has no ${what} named ${JSON.stringify(name)}${hint ? `; near: ${hint}` : ""}; there are ${all.join(", ")}; add it to openapi.replies`;
}
