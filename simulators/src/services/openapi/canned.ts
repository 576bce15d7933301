import { principalArn } from "../../cloud/ram/principal.ts";
import type { Caller } from "../../cloud/rpc/authenticate.ts";
import type { ReplyFields } from "../../cloud/rpc/reply.ts";
import type { OpenApiContext, ProductAction } from "./action.ts";
import { ramName } from "./product.ts";
import type { CannedReply, Json } from "./world.ts";

const LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 17;
const DEFAULT_PAGE_SIZE = 10;
const MOST_PER_PAGE = 100;
const PLACEHOLDER = /\{(accountId|callerArn|requestId|now|param:[\w.]+(?:\|[^{}]*)?|id:[\w-]*)\}/g;

/** A reply that a world or the table of this service describes, as an action. */
export function cannedAction(canned: CannedReply): ProductAction {
  const isFixed = JSON.stringify(canned.reply).search(PLACEHOLDER) < 0;
  return {
    permission: ({ product }, { principal }) => ({
      resource: canned.resource ?? `acs:${ramName(product)}:*:${principal.accountId}:*`,
    }),
    run(context, caller) {
      const reply = (isFixed ? canned.reply : filled(context, caller, canned.reply)) as ReplyFields;
      const fields = canned.paging === undefined ? reply : paged(context, reply, canned.paging);
      return { ...(canned.status !== undefined && { status: canned.status }), fields };
    },
  };
}

function filled(context: OpenApiContext, caller: Caller, value: Json): unknown {
  if (typeof value === "string")
    return value.replace(PLACEHOLDER, (_, name: string) => textOf(context, caller, name));
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one: Json) => filled(context, caller, one));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(context, caller, one)]));
}

function textOf(context: OpenApiContext, { principal }: Caller, placeholder: string): string {
  const { exchange, request, world, isoSeconds } = context;
  if (placeholder === "accountId") return principal.accountId;
  if (placeholder === "callerArn") return principalArn(principal);
  if (placeholder === "requestId") return exchange.requestId;
  if (placeholder === "now") return isoSeconds(exchange.now());
  if (placeholder.startsWith("id:"))
    return placeholder.slice(3) + world.random("openapi:ids").text(ID_LENGTH, LOWER);
  const [name = "", missing = ""] = placeholder.slice("param:".length).split("|");
  return request.params.get(name) ?? missing;
}

/** Gives out a page of a list: by NextToken and MaxResults where the client names one of them, otherwise by number. */
function paged({ request: { params } }: OpenApiContext, reply: ReplyFields, path: string): ReplyFields {
  const names = path.split(".");
  const found = names.reduce<unknown>((value, name) => {
    return typeof value === "object" && value !== null ? (value as ReplyFields)[name] : undefined;
  }, reply);
  const all = Array.isArray(found) ? (found as readonly ReplyFields[]) : [];
  const TotalCount = all.length;
  if (params.has("NextToken") || params.has("MaxResults")) {
    const size = pageSize(params.get("MaxResults"));
    const start = wholeNumber(params.get("NextToken")) ?? 0;
    const NextToken = start + size < TotalCount ? String(start + size) : "";
    return {
      ...withList(reply, names, all.slice(start, start + size)),
      TotalCount,
      MaxResults: size,
      NextToken,
    };
  }
  const PageSize = pageSize(params.get("PageSize"));
  const PageNumber = Math.max(1, wholeNumber(params.get("PageNumber")) ?? 1);
  const start = (PageNumber - 1) * PageSize;
  return { ...withList(reply, names, all.slice(start, start + PageSize)), TotalCount, PageNumber, PageSize };
}

function withList(
  reply: ReplyFields,
  [name = "", ...rest]: readonly string[],
  list: readonly ReplyFields[],
): ReplyFields {
  const inner = reply[name];
  if (rest.length === 0) return { ...reply, [name]: list };
  return { ...reply, [name]: withList(typeof inner === "object" ? (inner as ReplyFields) : {}, rest, list) };
}

/** From 1, because a page of none would never lead to the end. */
function pageSize(text: string | undefined): number {
  return Math.min(wholeNumber(text) || DEFAULT_PAGE_SIZE, MOST_PER_PAGE);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
