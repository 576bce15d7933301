import { resolve } from "node:path";
import { AlicredError, type Host } from "@alicred/core";
import { expandHome, textOf } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { editProfiles, readProfiles } from "../../command/config-file.ts";
import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { profileNamed } from "../../command/profile-source.ts";
import { withResolver } from "../../command/resolver.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { quoteIfNeeded } from "../../terminal/quote.ts";
import { print, printDocument, printJson, printWarning } from "../../terminal/terminal.ts";
import { resolveIdentity } from "../exec/identity.ts";
import type { Identity } from "../exec/variables.ts";
import { checkName } from "../profiles/draft.ts";
import { snapshotFields } from "../resolve/documents.ts";
import { runCheck } from "./check.ts";
import { DOCUMENT_FORMS, type Material } from "./documents.ts";
import { type FormName, WAYS, type Way } from "./forms.ts";
import { ownCommand } from "./own-command.ts";
import { exportText } from "./text.ts";
import { writePrivateFile } from "./write-file.ts";

/** The options of `alicred export`. */
export interface ExportOptions extends CommandOptions {
  readonly for: FormName;
  readonly way?: Way;
  readonly name?: string;
  readonly to?: string;
  readonly uri?: string;
  readonly region?: string;
  readonly force?: boolean;
  readonly check?: boolean;
}

/** `alicred export`: writes what another tool needs to use the credentials. */
export function exportCommand(options: ExportOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(async () => {
    const way = wayOf(options);
    await withResolver(options, program, async (tools) => {
      // Nobody is asked where the tool will ask for itself.
      const identity =
        way === "snapshot" ? await resolveIdentity(tools, { ...options, minTtl: 0 }) : undefined;
      const region = options.region ?? (identity ? identity.region : await ownRegion(tools.host, options));
      const subject: Subject = { way, identity, region };
      if (options.for === "config") await exportProfile(tools.host, options, subject);
      else await exportDocument(tools.host, options, options.for, subject);
    });
  });
}

/** The content that is written, and its form. */
interface Subject {
  readonly way: Way;
  /** For a snapshot. */
  readonly identity: Identity | undefined;
  readonly region: string | undefined;
}

/**
 * The region of the profile that a tool will ask for by itself.
 *
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, before a profile is written that leads nowhere.
 */
async function ownRegion(
  host: Host,
  { profile, configFile, as, providerConfig, compat }: ExportOptions,
): Promise<string | undefined> {
  // Other tools know other files of profiles.
  if (profile === undefined || (as ?? providerConfig ?? compat) !== undefined) return undefined;
  const { fields } = profileNamed(await readProfiles(host, configFile), profile);
  return textOf(fields["region_id"]) || undefined;
}

function wayOf({ for: tool, way, uri, profile, providerConfig }: ExportOptions): Way {
  const text = exportText();
  const ways: readonly Way[] = tool === "config" ? WAYS : DOCUMENT_FORMS[tool].ways;
  const [best = "snapshot"] = ways;
  const chosen = way ?? (uri === undefined ? best : "uri");
  if (!ways.includes(chosen)) throw wrongUse(text.cannot(tool, chosen, ways.join(", ")));
  if (chosen === "external" && providerConfig === "-") throw wrongUse(text.readOnce);
  if (chosen !== "uri" && uri !== undefined) throw wrongUse(text.uriOfOtherWay(chosen));
  if (chosen === "uri" && uri === undefined && tool !== "compose")
    throw wrongUse(text.needsUri(profile === undefined ? "NAME" : quoteIfNeeded(profile)));
  return chosen;
}

/** A profile of `config.json`, for all that read it. */
async function exportProfile(
  host: Host,
  options: ExportOptions,
  { way, identity, region }: Subject,
): Promise<void> {
  const { profile, configFile, to, force = false, uri } = options;
  const text = exportText();
  const name = options.name ?? (profile === undefined ? "alicred" : `${profile}-alicred`);
  const target = to ?? configFile;
  if (name === profile && (to === undefined || to === configFile)) throw wrongUse(text.leadsToItself(name));
  checkName(name);
  const fields = profileFields(options, way, identity);
  const withRegion = { ...fields, ...(region !== undefined && { region_id: region }) };
  if (to === "-") {
    printDocument(`${JSON.stringify({ current: name, profiles: [{ name, ...withRegion }] }, null, 2)}\n`);
    return;
  }
  let file = "";
  await editProfiles(host, target, (profiles) => {
    file = profiles.file;
    const old = profiles.profiles.find((each) => each.name === name);
    if (old !== undefined && !force) throw wrongUse(text.profileExists(name, file));
    const { name: _, ...others } = old?.fields ?? {};
    const cleared = Object.fromEntries(Object.keys(others).map((field) => [field, undefined]));
    const current = profiles.current === undefined && to !== undefined ? { current: name } : {};
    return { set: [{ name, fields: { ...cleared, ...withRegion } }], ...current };
  });
  const mode = String(fields["mode"]);
  const where = target === undefined ? [] : ["--config-path", resolve(target)];
  const next = ["aliyun", "sts", "GetCallerIdentity", "--profile", name, ...where] as const;
  if (options.json) printJson({ for: "config", file, profile: name, mode, uri });
  else
    print([
      text.wroteProfile(name, mode, file),
      ...lifeLines(host, identity),
      text.next(next.map(quoteIfNeeded).join(" ")),
    ]);
  if (region === undefined) printWarning(text.noRegion);
  if (options.check) await runCheck(next);
}

function profileFields(
  options: ExportOptions,
  way: Way,
  identity: Identity | undefined,
): Readonly<Record<string, unknown>> {
  switch (way) {
    case "external":
      return { mode: "External", process_command: ownCommand(options), ...PLAIN };
    case "uri":
      return { mode: "CredentialsURI", credentials_uri: options.uri, ...PLAIN };
    case "snapshot": {
      if (identity === undefined) return {};
      const { expiration } = identity.credentials;
      const ends =
        expiration === undefined ? {} : { sts_expiration: Math.floor(expiration.getTime() / 1_000) };
      return { ...snapshotFields(identity), ...ends };
    }
  }
}

/** The fields that the aliyun CLI wants in every profile. */
const PLAIN = { output_format: "json", language: "en" };

/** A file of the tool's own. */
async function exportDocument(
  host: Host,
  options: ExportOptions,
  tool: Exclude<FormName, "config">,
  { way, identity, region }: Subject,
): Promise<void> {
  const text = exportText();
  const form = DOCUMENT_FORMS[tool];
  const material: Material = {
    identity,
    region,
    command: way === "external" ? ownCommand(options) : "",
    uri: options.uri,
    profile: options.profile,
  };
  const document = form.document(way, material);
  const place = options.to ?? form.file ?? (tool === "compose" ? "-" : undefined);
  if (place === undefined) throw wrongUse(text.needsPlace(tool));
  if (place === "-") {
    printDocument(document);
    return;
  }
  const path = pathOf(place, host);
  await writePrivateFile(path, document, options.force ?? false);
  if (options.json) printJson({ for: tool, file: path, way });
  else
    print([
      text.wroteFile(path, tool),
      ...lifeLines(host, identity),
      text.next(form.next(quoteIfNeeded(path))),
    ]);
  if (!options.check) return;
  if (form.check === undefined) printWarning(text.noCheck(tool));
  else await runCheck(form.check(path));
}

/** @throws {AlicredError} `FILE_UNWRITABLE` when it is in the home folder and the home folder is unknown. */
function pathOf(place: string, host: Host): string {
  const path = expandHome(host, place);
  if (path === undefined) throw new AlicredError("FILE_UNWRITABLE", exportText().noHome(place));
  return resolve(path);
}

/** How long a copy lasts. */
function lifeLines(host: Host, identity: Identity | undefined): readonly string[] {
  if (identity === undefined) return [];
  const { securityToken, expiration } = identity.credentials;
  if (securityToken === undefined) return [exportText().lasting];
  return expiration === undefined ? [] : [exportText().ends(describeExpiry(expiration, host.clock.now()))];
}
