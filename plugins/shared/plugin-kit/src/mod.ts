/**
 * Shared code of the plugins' sources: variables, token files, JSON replies, endpoints, kept sessions.
 *
 * @module
 */
export { callWithToken } from "./call-with-token.ts";
export { type CredentialsDocumentOptions, readCredentialsDocument } from "./credentials-document.ts";
export { externalProcessBan } from "./external-process-ban.ts";
export { fixedSource, type SuppliedPart } from "./fixed-source.ts";
export { encodingNote, expandHome, MAX_CONFIG_BYTES } from "./home-files.ts";
export { type HostKind, hostKind } from "./host-kind.ts";
export { type JsonObject, parseJson, readJsonReply } from "./json.ts";
export { type Login, loginDenied, loginExpired, loginRequired, quote } from "./login-required.ts";
export { nearestNames } from "./nearest-names.ts";
export { parseEndpoint } from "./parse-endpoint.ts";
export { createPkce, type Pkce } from "./pkce.ts";
export type { Profile, ProfileFields, ProfileMode, ProfilePlugin } from "./profile.ts";
export type { ProfileErrorCode } from "./profile-error-code.ts";
export type { NoProfileFile, ProfileFile, SelectingVariables } from "./profile-file.ts";
export { readProfileFile, SELECTING_VARIABLES } from "./profile-file.ts";
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
export { type ModeProvider, modeProviders, profileModesOf } from "./profile-modes.ts";
export { type CredentialsNames, type ReadCredentialsOptions, readCredentials } from "./read-credentials.ts";
export { readHeader } from "./read-header.ts";
export { readTextFile } from "./read-text-file.ts";
export { REREAD_AFTER_MS } from "./reread.ts";
export { date, printable, texts, wholeNumber } from "./rules.ts";
export { shown } from "./shown.ts";
export {
  readStoredSession,
  SESSION_FIELDS,
  type SessionFields,
  sessionFields,
  storeSession,
} from "./stored-session.ts";
export { type FieldTime, readTimeField, timeField, timeFieldWarning } from "./time-field.ts";
export { readToken, readTokenVariable, type TokenFrom, tokenFrom } from "./token.ts";
export { checkSetting, readVariable, type Setting, settingOf } from "./variables.ts";
export {
  memoizedSource,
  namedStep,
  notConfiguredSource,
  requiredSource,
  rereadSession,
} from "./wrappers.ts";
