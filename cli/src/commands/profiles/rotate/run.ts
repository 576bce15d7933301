import { createContext, type Host, RefusedError, type ResolveContext } from "@alicred/core";
import { textOf } from "@alicred/plugin-kit";
import type { SigningKey } from "@alicred/sts";
import { wrongUse } from "../../../command/command-error.ts";
import { editProfiles, type Profiles, readProfiles } from "../../../command/config-file.ts";
import { commandHost } from "../../../command/host.ts";
import { shortKeyId } from "../../../command/profile-fields.ts";
import { profileNamed } from "../../../command/profile-source.ts";
import { profileWord } from "../../../command/profile-word.ts";
import { listed } from "../../../terminal/language.ts";
import { whileWaiting } from "../../../terminal/progress.ts";
import { printError } from "../../../terminal/terminal.ts";
import type { Identity } from "../../whoami/identity.ts";
import { callerOf } from "../caller.ts";
import { callerText } from "../describe.ts";
import type { FamilyOptions } from "../options.ts";
import { type Rotation, type RotationJournal, rotationJournal } from "./journal.ts";
import { type ListedKey, type Ram, ramClient } from "./ram.ts";
import { rotateText } from "./text.ts";

export interface RotateOptions extends FamilyOptions {
  readonly deleteOld?: boolean;
}

/** The parts of a rotation. */
interface Work {
  readonly name: string;
  readonly host: Host;
  readonly context: ResolveContext;
  readonly options: RotateOptions;
  readonly ram: Ram;
  readonly journal: RotationJournal;
  /** The owner of a key. */
  identify(key: SigningKey): Promise<Identity>;
}

/** RAM allows a user as many access keys. */
const MOST_KEYS = 2;
/** How long a new key may take until every service knows it. */
const PROOF_MS = 120_000;
const PROOF_PAUSE_MS = 2_000;
/** The time in which a key was created whose secret was lost. */
const CREATION_MS = 60_000;

/**
 * `alicred profiles rotate NAME`: a new access key for the user of a profile. The new one is proven before the profile
 * gets it, and the old one is disabled, not deleted. Ended at any moment, the next run continues.
 */
export async function rotateKey(name: string, options: RotateOptions): Promise<void> {
  const host = commandHost();
  const profiles = await readProfiles(host, options.configFile);
  const { fields } = profileNamed(profiles, name);
  const context = createContext({ host, signal: new AbortController().signal });
  const work: Work = {
    name,
    host,
    context,
    options,
    ram: ramClient(context, fields),
    journal: rotationJournal(host, profiles.path),
    identify: (key) => callerOf(key, context, fields),
  };
  let rotation = await work.journal.read(name);
  if (rotation !== undefined) printError([rotateText().resumes(name)]);
  rotation = await created(work, profiles, rotation);
  const next = newKeyOf(rotation);
  if (rotation.step === "created") rotation = await saved(work, rotation, next);
  await retire(work, rotation, next);
}

/** The access key of the profile, which must be that of a user. */
function keyOf(profiles: Profiles, name: string): SigningKey {
  const {
    mode,
    access_key_id: id,
    access_key_secret: secret,
    sts_token,
  } = profileNamed(profiles, name).fields;
  const said = rotateText();
  if (!/^(ak|ramrolearn)$/i.test(textOf(mode)))
    throw wrongUse(said.mode(name, textOf(mode ?? "?").slice(0, 24)));
  if (sts_token !== undefined || textOf(id).startsWith("STS.")) throw wrongUse(said.session(name));
  return { accessKeyId: textOf(id), accessKeySecret: textOf(secret) };
}

/** Creates the new key, unless an earlier run did, and knows it. */
async function created(work: Work, profiles: Profiles, earlier: Rotation | undefined): Promise<Rotation> {
  const { name, ram, journal, context, identify } = work;
  const said = rotateText();
  if (earlier !== undefined && earlier.step !== "creating") return earlier;
  const key = keyOf(profiles, name);
  const caller = await identify(key);
  if (caller.type === "Account") throw wrongUse(said.mainAccount(name));
  if (caller.user === undefined) throw wrongUse(said.notUser(name));
  let keys = await ram.listKeys(key);
  if (earlier !== undefined) keys = await withoutLost(work, key, keys, earlier);
  const ids = keys.map(({ id }) => id);
  if (keys.length >= MOST_KEYS) {
    const other = keys.find(({ id }) => id !== key.accessKeyId)?.id ?? "ID";
    const list = listed(keys.map(({ id, isActive }) => (isActive ? said.active(id) : said.inactive(id))));
    await journal.write(name, undefined);
    throw wrongUse(said.limit(list, aliyunLine(name, `DeleteAccessKey --UserAccessKeyId ${other}`)));
  }
  const oldId = key.accessKeyId;
  const intent: Rotation = {
    step: "creating",
    oldId,
    keysBefore: ids,
    startedAtMs: context.serverClock.now(),
  };
  await journal.write(name, intent);
  const next = await whileWaiting(said.creating, ram.createKey(key));
  const rotation: Rotation = {
    ...intent,
    step: "created",
    newId: next.accessKeyId,
    newSecret: next.accessKeySecret,
  };
  await journal.write(name, rotation);
  return rotation;
}

/** The keys, without one that an interrupted run created and whose secret was lost with it: that one is deleted. */
async function withoutLost(
  { ram }: Work,
  key: SigningKey,
  keys: readonly ListedKey[],
  { keysBefore, startedAtMs }: Rotation,
): Promise<readonly ListedKey[]> {
  const lost = keys.filter(
    ({ id, createdAtMs = 0 }) =>
      !keysBefore.includes(id) &&
      // RAM tells whole seconds.
      createdAtMs >= startedAtMs - 2_000 &&
      createdAtMs <= startedAtMs + CREATION_MS,
  );
  for (const { id } of lost) {
    await ram.deleteKey(key, id);
    printError([rotateText().lost(shortKeyId(id))]);
  }
  return keys.filter((each) => !lost.includes(each));
}

function newKeyOf({ newId = "", newSecret = "" }: Rotation): SigningKey {
  return { accessKeyId: newId, accessKeySecret: newSecret };
}

/** Proves the new key, and writes it to the profile and to all that have the same old one. */
async function saved(work: Work, rotation: Rotation, next: SigningKey): Promise<Rotation> {
  const { name, host, options, journal, identify } = work;
  const said = rotateText();
  const profiles = await readProfiles(host, options.configFile);
  const { fields } = profileNamed(profiles, name);
  const isSaved = fields["access_key_id"] === rotation.newId;
  if (!isSaved && fields["access_key_id"] !== rotation.oldId) throw wrongUse(said.changed(name));
  const caller = await whileWaiting(said.proving, proven(work, next));
  if (!isSaved && (await identify(keyOf(profiles, name))).arn !== caller.arn) throw wrongUse(said.otherUser);
  printError([said.created(shortKeyId(rotation.newId), callerText(caller))]);
  let names: readonly string[] = [];
  await editProfiles(host, options.configFile, (latest) => {
    const sharing = latest.profiles.filter((each) => each.fields["access_key_id"] === rotation.oldId);
    names = sharing.map((each) => each.name);
    return {
      set: names.map((each) => ({
        name: each,
        fields: { access_key_id: next.accessKeyId, access_key_secret: next.accessKeySecret },
      })),
    };
  });
  const later: Rotation = { ...rotation, step: "saved" };
  await journal.write(name, later);
  if (names.length > 0) printError([said.saved(listed(names.map((each) => `"${each}"`)))]);
  return later;
}

/** Asks with the new key until the service knows it. */
async function proven({ context, identify }: Work, next: SigningKey): Promise<Identity> {
  const { clock } = context.host;
  const endMs = clock.now() + PROOF_MS;
  for (;;) {
    try {
      return await identify(next);
    } catch (thrown) {
      const isUnknown =
        thrown instanceof RefusedError && /^InvalidAccessKeyId|^Signature/.test(thrown.serverCode ?? "");
      if (!isUnknown || clock.now() >= endMs) throw thrown;
      await clock.sleep(PROOF_PAUSE_MS);
    }
  }
}

/** Disables the old key by the new one, or deletes it, and ends the journal. */
async function retire(work: Work, { oldId }: Rotation, next: SigningKey): Promise<void> {
  const { name, ram, journal, options } = work;
  const said = rotateText();
  const word = profileWord(name, options.configFile);
  const old = (await ram.listKeys(next)).find(({ id }) => id === oldId);
  if (old?.isActive) {
    await ram.disableKey(next, oldId);
    printError([said.disabled(shortKeyId(oldId))]);
  }
  if (old !== undefined && options.deleteOld) {
    await ram.deleteKey(next, oldId);
    printError([said.deleted(shortKeyId(oldId))]);
  } else if (old !== undefined) {
    printError([
      said.undo(aliyunLine(word, `UpdateAccessKey --UserAccessKeyId ${oldId} --Status Active`)),
      said.deleteLater(aliyunLine(word, `DeleteAccessKey --UserAccessKeyId ${oldId}`)),
    ]);
  }
  await journal.write(name, undefined);
}

function aliyunLine(word: string, call: string): string {
  return `alicred exec ${word} -- aliyun ram ${call}`;
}
