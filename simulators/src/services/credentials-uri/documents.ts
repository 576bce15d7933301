import type { Principal } from "../../cloud/ram/principal.ts";
import {
  createSessionRotation,
  type SessionRotation,
  sessionPrincipal,
} from "../../cloud/session-rotation.ts";
import type { World } from "../../cloud/world/world.ts";
import type { CredentialsDocumentDescription, CredentialsUriWorld } from "./world.ts";

/** Where documents are found in process; real ones are at an address of the user's choice. */
export const DEFAULT_HOST = "credentials.simulated.example";

/** A document of a world, for tests to act on. */
export interface CredentialsDocument {
  /** Its address in process, such as `http://credentials.simulated.example/reader`. */
  readonly url: string;
  readonly path: string;
  /** The required value of the header Authorization, if the document asks for one. */
  readonly authorizationToken: string | undefined;
  /** New credentials now, ahead of their time; the old ones stay good until they expire. */
  rotateCredentials(): void;
}

/** The same with what the service needs. */
export interface DocumentState extends CredentialsDocument {
  readonly description: CredentialsDocumentDescription;
  /** Absent for redirects. */
  readonly session?: { readonly principal: Principal; readonly rotation: SessionRotation };
}

/** The documents of a world. */
export interface CredentialsDocuments {
  /** The one at a path; without a path, the first. */
  find(path?: string): DocumentState | undefined;
  paths(): readonly string[];
}

const DEFAULT_SESSION_NAME = "credentials-uri";
const DEFAULT_SESSION_SECONDS = 3600;
const DEFAULT_ROTATE_BEFORE_EXPIRY_SECONDS = 600;

/** @throws `TypeError` when a path is described twice, or a role does not exist. */
export function createCredentialsDocuments(world: World<CredentialsUriWorld>): CredentialsDocuments {
  const documents = new Map<string, DocumentState>();
  for (const description of world.description.credentialsUri?.documents ?? []) {
    if (documents.has(description.path))
      throw new TypeError(`the world describes the credentials at ${description.path} twice`);
    documents.set(description.path, createDocument(world, description));
  }
  const [first] = documents.values();
  return {
    find: (path) => (path === undefined ? first : documents.get(path)),
    paths: () => [...documents.keys()],
  };
}

function createDocument(
  world: World<CredentialsUriWorld>,
  description: CredentialsDocumentDescription,
): DocumentState {
  const { path, roleArn } = description;
  const session = roleArn === undefined ? undefined : openRotation(world, description, roleArn);
  return {
    url: `http://${DEFAULT_HOST}${path}`,
    path,
    authorizationToken: tokenOf(world, description),
    description,
    ...(session && { session }),
    rotateCredentials: () => session?.rotation.rotate(),
  };
}

function openRotation(
  world: World<CredentialsUriWorld>,
  description: CredentialsDocumentDescription,
  roleArn: string,
): NonNullable<DocumentState["session"]> {
  const { path, sessionName = DEFAULT_SESSION_NAME } = description;
  const { sessionSeconds = DEFAULT_SESSION_SECONDS } = description;
  const { rotateBeforeExpirySeconds = DEFAULT_ROTATE_BEFORE_EXPIRY_SECONDS } = description;
  const role = world.directory.role(roleArn);
  if (role === undefined)
    throw new TypeError(`the world has no role ${roleArn}, which the credentials at ${path} name`);
  return {
    principal: sessionPrincipal(role, sessionName),
    rotation: createSessionRotation(world, {
      name: `credentials-uri:${path}`,
      issuedBy: "credentials-uri:GetCredentials",
      lifetimeMs: sessionSeconds * 1000,
      overlapMs: rotateBeforeExpirySeconds * 1000,
    }),
  };
}

function tokenOf(
  world: World<CredentialsUriWorld>,
  description: CredentialsDocumentDescription,
): string | undefined {
  const { path, authorizationToken, requiresAuthorization = authorizationToken !== undefined } = description;
  if (!requiresAuthorization) return undefined;
  const name = `the authorization token of ${path}`;
  if (authorizationToken === undefined) return world.canaries.mint("token", name);
  world.canaries.adopt(authorizationToken, name);
  return authorizationToken;
}
