import type { CredentialSource, ResolveContext } from "@alicred/core";
import type { Profile, ProfileFields } from "@alicred/plugin-kit";

export interface TestProfileOptions {
  /** Default: `p`. */
  readonly name?: string;
  /** Sources of other profiles, by name. Default: none. */
  readonly others?: Readonly<Record<string, CredentialSource>>;
  /** The source for other fields. Default: throws an error. */
  readonly sourceOfFields?: (fields: ProfileFields) => CredentialSource;
}

/** A profile as a mode sees it, kept in memory: it keeps what is updated. */
export interface TestProfile extends Profile {
  /** The fields as they are now. */
  current(): ProfileFields;
  /** Changes fields as another process would. */
  change(fields: ProfileFields): void;
}

/** A profile with these fields, without a file. */
export function createTestProfile(fields: ProfileFields, options: TestProfileOptions = {}): TestProfile {
  const { name = "p", others = {}, sourceOfFields = unexpected } = options;
  let latest = fields;
  let turn: Promise<unknown> = Promise.resolve();
  async function apply(
    context: ResolveContext,
    change: (latest: ProfileFields) => Promise<ProfileFields>,
  ): Promise<ProfileFields> {
    context.signal.throwIfAborted();
    const changed = await change(latest);
    // Not merged into the earlier fields: another process may have changed them meanwhile.
    latest = { ...latest, ...changed };
    return latest;
  }
  return {
    name,
    get fields() {
      return latest;
    },
    sourceOf(other) {
      const source = others[other];
      if (source === undefined) throw new Error(`the test has no profile "${other}"`);
      return source;
    },
    sourceOfFields,
    update(context, change) {
      const run = (): Promise<ProfileFields> => apply(context, change);
      const own = turn.then(run, run);
      turn = own;
      return own;
    },
    current: () => latest,
    change(more) {
      latest = { ...latest, ...more };
    },
  };
}

function unexpected(): never {
  throw new Error("the test expects no other fields");
}
