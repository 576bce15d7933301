import type { Principal } from "../../cloud/ram/principal.ts";
import type { Caller } from "../../cloud/rpc/authenticate.ts";
import type { ReplyFields } from "../../cloud/rpc/reply.ts";
import type { AccessKey } from "../../cloud/world/directory.ts";
import { type OpenApiContext, type ProductAction, required } from "./action.ts";
import { OpenApiError } from "./errors.ts";

type User = Extract<Principal, { readonly type: "RAMUser" }>;

const DEFAULT_KEYS_PER_USER = 2;
/** When users, and keys that the world describes, were created. */
const CREATED_AT_MS = Date.UTC(2025, 0, 1);

/** Version of the API. */
export const RAM_VERSION = "2015-05-01";

/**
 * Actions of RAM on the users of the world and their access keys, as
 * https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview describes them. Without
 * UserName a RAM user means itself.
 */
export const RAM_ACTIONS: ReadonlyMap<string, ProductAction> = new Map([
  ["GetUser", actionOn((context, user) => ({ User: describeUser(context, user) }))],
  [
    "ListAccessKeys",
    actionOn((context, user) => ({
      AccessKeys: {
        AccessKey: context.world.directory.accessKeysOf(user).map((key) => describeKey(context, key)),
      },
    })),
  ],
  ["CreateAccessKey", actionOn(createAccessKey)],
  ["UpdateAccessKey", actionOn(updateAccessKey)],
  ["DeleteAccessKey", actionOn(deleteAccessKey)],
]);

function actionOn(act: (context: OpenApiContext, user: User) => ReplyFields): ProductAction {
  return {
    permission(context, { principal }) {
      const name = context.request.params.get("UserName") ?? ownName(principal);
      const isOwn = principal.type === "RAMUser" && principal.userName === name;
      return {
        resource: `acs:ram:*:${principal.accountId}:user/${name}`,
        free: isOwn && context.world.description.openapi?.usersManageAccessKeys === true,
      };
    },
    run: (context, caller) => ({ fields: act(context, findUser(context, caller)) }),
  };
}

function ownName(principal: Principal): string {
  return principal.type === "RAMUser" ? principal.userName : "*";
}

/** @throws `OpenApiError` when there is no such user in the caller's account. */
function findUser({ world, request }: OpenApiContext, { principal }: Caller): User {
  const asked = request.params.get("UserName");
  if (!asked && principal.type === "RAMUser") return principal;
  const name = asked || required(request, "UserName");
  for (const one of world.directory.principals())
    if (one.type === "RAMUser" && one.accountId === principal.accountId && one.userName === name) return one;
  throw new OpenApiError({ row: "EntityNotExist.User", reason: `the account has no user ${name}` });
}

function createAccessKey(context: OpenApiContext, user: User): ReplyFields {
  const { world, exchange } = context;
  const most = world.description.openapi?.accessKeysPerUser ?? DEFAULT_KEYS_PER_USER;
  if (world.directory.accessKeysOf(user).length >= most)
    throw new OpenApiError({
      row: "LimitExceeded.User.AccessKey",
      reason: `${user.userName} has ${most} access keys already`,
    });
  const key = world.directory.createAccessKey(user, exchange.now());
  return { AccessKey: { ...describeKey(context, key), AccessKeySecret: key.secret } };
}

function updateAccessKey(context: OpenApiContext, user: User): ReplyFields {
  const key = findKey(context, user);
  const status = required(context.request, "Status");
  if (status !== "Active" && status !== "Inactive")
    throw new OpenApiError({ row: "InvalidParameter.{0}", subject: "Status" });
  key.active = status === "Active";
  return {};
}

function deleteAccessKey(context: OpenApiContext, user: User): ReplyFields {
  context.world.directory.deleteAccessKey(findKey(context, user).id);
  return {};
}

/** @throws `OpenApiError` when the user has no such key. */
function findKey({ world, request }: OpenApiContext, user: User): AccessKey {
  const id = required(request, "UserAccessKeyId");
  const key = world.directory.accessKeysOf(user).find((one) => one.id === id);
  if (key !== undefined) return key;
  throw new OpenApiError({
    row: "EntityNotExist.User.AccessKey",
    reason: `${user.userName} has no access key ${id}`,
  });
}

function describeKey(
  { isoSeconds }: OpenApiContext,
  { id, active, createdAtMs = CREATED_AT_MS }: AccessKey,
): ReplyFields {
  return { AccessKeyId: id, Status: active ? "Active" : "Inactive", CreateDate: isoSeconds(createdAtMs) };
}

function describeUser({ isoSeconds }: OpenApiContext, { userId, userName }: User): ReplyFields {
  return {
    UserId: userId,
    UserName: userName,
    DisplayName: userName,
    MobilePhone: "",
    Email: "",
    Comments: "",
    CreateDate: isoSeconds(CREATED_AT_MS),
    UpdateDate: isoSeconds(CREATED_AT_MS),
  };
}
