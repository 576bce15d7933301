/**
 * Alibaba Cloud credentials from HashiCorp Vault's secrets engine `alicloud`, and the profile mode `Vault`.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { vault } from "alicred-source-vault";
 *
 * const resolver = refreshing(vault({ role: "deploy" }), { host: nodeHost() });
 * ```
 *
 * @module
 */
import * as core from "@alicred/core";
import * as kit from "@alicred/plugin-kit";

/** Where Vault is, and which role of the secrets engine to use. */
export interface VaultOptions {
  readonly role: string;
  /** Default: the variable `VAULT_ADDR`. */
  readonly address?: string | undefined;
  /** Default: the variable `VAULT_TOKEN`. */
  readonly token?: kit.TokenFrom | undefined;
}

const role = core.stringMatching(/^[\w.-]{1,64}$/, "is not the name of a role");
const address: core.Rule = {
  accepts: (value) => /^https?:/.test(String(value)) && kit.parseEndpoint(String(value)) !== undefined,
  complaint: "is not an https: address",
};

const SEALED = "Vault is sealed. Unseal it: vault operator unseal.";
const REFUSED = "Check the token, its policies and the name of the role.";

/** @param originOf says where an option came from, in traces and messages */
function vaultSource(options: VaultOptions, originOf: (option: string) => string): core.CredentialSource {
  let lease = { id: "", seconds: 0, accessKeyId: "" };
  let revoke: () => unknown = () => undefined;

  async function resolve(context: core.ResolveContext): Promise<core.Answer> {
    const { host, held, rejected, serverClock } = context;
    const setting = kit.settingOf(host, options.address, originOf("address"), ["VAULT_ADDR"]);
    const server = kit.checkSetting(setting, address);
    if (server === undefined) return core.notConfigured("environment variable VAULT_ADDR");
    context.supplied("address", server.from);
    const tokenFrom = options.token ? originOf("token") : "environment variable VAULT_TOKEN";
    context.supplied("token", tokenFrom);
    const token = await kit.readToken(context, options.token ?? { variable: "VAULT_TOKEN" }, tokenFrom);
    // Each key is a new RAM user: a dry run makes none, and one whose reply was lost is not asked for again at once.
    if (context.explaining) return core.wouldAnswer();
    const send = (path: string, change?: object, by = context): Promise<core.HttpResponse> => {
      const url = `${kit.parseEndpoint(server.value)}/v1/${path}`;
      const put = change && { method: "PUT" as const, body: JSON.stringify(change) };
      const request = { method: "GET" as const, url, headers: { "x-vault-token": token }, ...put };
      return core.sendRequest(by, () => request, { retries: 0 });
    };
    const after = (seconds: unknown): number => serverClock.now() + Number(seconds) * 1000;

    if (held?.accessKeyId === lease.accessKeyId && rejected?.accessKeyId !== lease.accessKeyId) {
      const renewal = await send("sys/leases/renew", { lease_id: lease.id, increment: lease.seconds });
      const { lease_duration } = kit.parseJson(renewal.text) ?? {};
      const { accessKeyId, accessKeySecret } = held;
      // A lease near the end of its longest life gets less than it asks for, or nothing: time for a new key.
      if (Number(lease_duration) >= lease.seconds)
        return core.found({ accessKeyId, accessKeySecret, expiration: after(lease_duration) });
    }
    const reply = await send(`alicloud/creds/${options.role}`);
    if (reply.status === 503 && reply.text.includes("Vault is sealed"))
      throw new core.UnavailableError("VAULT_SEALED", SEALED, { status: 503 });
    const hint = reply.status < 429 ? REFUSED : undefined;
    if (reply.status !== 200) throw core.statusError(context, "Vault", reply, { hint });
    const { data, lease_id, lease_duration, renewable } = kit.readJsonReply(reply, "Vault");
    const { access_key, secret_key, security_token, expiration = after(lease_duration) } = Object(data);
    if (renewable) lease = { id: String(lease_id), seconds: Number(lease_duration), accessKeyId: access_key };
    // The signal of this context aborts when the resolver is closed.
    const later = core.createContext({ host, signal: new AbortController().signal });
    revoke = () => renewable && send("sys/leases/revoke", { lease_id }, later);
    return core.found({
      accessKeyId: access_key,
      accessKeySecret: secret_key,
      securityToken: security_token,
      expiration,
    });
  }

  return { name: "vault", resolve, close: () => revoke() };
}

const fieldRules = { vault_role: role, vault_address: address, vault_token: core.nonEmptyString };
const vaultFields = core.schemaOf<Record<keyof typeof fieldRules, string>>(fieldRules, ["vault_role"]);

/** `Vault`: a key of the role `vault_role`. Vault's own variables complete the profile. */
export const vaultMode: kit.ProfileMode = {
  mode: "Vault",
  fields: ["vault_role"],
  optionalFields: ["vault_address", "vault_token"],
  source({ name, fields }) {
    const given = core.parseOptions(vaultFields, fields, `profile "${name}"`, "INVALID_CONFIGURATION");
    const { vault_role: role, vault_address: address, vault_token: token } = given;
    return vaultSource({ role, address, token }, (option) => `field vault_${option} of profile "${name}"`);
  },
};

/** The plugin: keys from Vault, and the profile mode `Vault`. */
export const vaultPlugin: core.Plugin<VaultOptions, VaultOptions, kit.ProfileMode> = core.definePlugin({
  name: "vault",
  options: core.schemaOf<VaultOptions>({ role, address, token: kit.tokenFrom }, ["role"]),
  source: (options) => vaultSource(options, (option) => `argument ${option}`),
  profileModes: [vaultMode],
});

/** @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used. */
export const vault: (options: VaultOptions) => core.CredentialSource = vaultPlugin.source;
