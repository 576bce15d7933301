/**
 * Shared code of the plugins' sources: variables, token files, JSON replies, endpoints, kept sessions.
 *
 * @example
 * ```ts
 * import { type CredentialSource, found, notConfigured, sendRequest } from "@alicred/core";
 * import { readCredentials, readJsonReply, readVariable } from "@alicred/plugin-kit";
 *
 * export const vault: CredentialSource = {
 *   name: "vault",
 *   async resolve(context) {
 *     const address = readVariable(context.host, ["VAULT_ADDRESS"]);
 *     if (address === undefined) return notConfigured("environment variable VAULT_ADDRESS");
 *     const reply = await sendRequest(context, () => ({ method: "GET", url: address.value, headers: {} }));
 *     return found(readCredentials(readJsonReply(reply, "The vault"), { what: "The vault" }));
 *   },
 * };
 * ```
 *
 * @module
 */
export { base64, hex, type KeptKey, keptMacs, utf8, webDigests } from "./digests.ts";
export { type HostKind, hostKind, parseEndpoint } from "./endpoint.ts";
export { encodingNote, expandHome, MAX_CONFIG_BYTES, readTextFile } from "./files.ts";
export { type JsonObject, lifetimeOf, numberOf, parseJson, readJsonReply, textOf } from "./json.ts";
export { type Login, loginDenied, loginExpired, loginRequired, quote } from "./login-required.ts";
export { nearestNames, shown } from "./names.ts";
export { createPkce, type Pkce } from "./pkce.ts";
export type { Profile, ProfileErrorCode, ProfileFields } from "./profile.ts";
export {
  type NoProfileFile,
  type ProfileFile,
  readProfileFile,
  SELECTING_VARIABLES,
  type SelectingVariables,
} from "./profile-file.ts";
export type {
  Authorization,
  AuthorizationRequest,
  HeldLogin,
  LoginChoice,
  LoginCode,
  LoginPlace,
  LoginQuestion,
  LoginTerminal,
  ProfileLogin,
} from "./profile-login.ts";
export {
  type ModeProvider,
  modeProviders,
  type ProfileMode,
  type ProfilePlugin,
  profileModesOf,
} from "./profile-mode.ts";
export {
  type CredentialsDocumentOptions,
  type CredentialsNames,
  type ReadCredentialsOptions,
  readCredentials,
  readCredentialsDocument,
} from "./read-credentials.ts";
export { readHeader } from "./read-header.ts";
export { date, printable, texts, wholeNumber } from "./rules.ts";
export {
  fixedSource,
  memoizedSource,
  namedStep,
  notConfiguredSource,
  REREAD_AFTER_MS,
  requiredSource,
  rereadSession,
  type SuppliedPart,
} from "./sources.ts";
export {
  type FieldTime,
  readStoredSession,
  readTimeField,
  SESSION_FIELDS,
  type SessionFields,
  sessionFields,
  storeSession,
  timeField,
  timeFieldWarning,
  warnOfTime,
} from "./stored-session.ts";
export { callWithToken, readToken, readTokenVariable, type TokenFrom, tokenFrom } from "./token.ts";
export { checkSetting, externalProcessBan, readVariable, type Setting, settingOf } from "./variables.ts";
