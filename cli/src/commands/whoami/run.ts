import { type Credentials, RefusedError } from "@alicred/core";
import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { withResolver } from "../../command/resolver.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { fieldLines } from "../../terminal/table.ts";
import { print, printJson, printWarning } from "../../terminal/terminal.ts";
import { askIdentity, type Identity, identityText } from "./identity.ts";
import { whoamiText } from "./text.ts";

/** The options of `alicred whoami` at the prompt. */
export interface WhoamiOptions extends CommandOptions {
  /** The id of the account that it must be. */
  readonly expectAccount?: string;
  /** The name of the role that it must be. */
  readonly expectRole?: string;
}

/** `alicred whoami`: GetCallerIdentity with the resolved credentials. Fails when it is another identity than expected. */
export function whoamiCommand(options: WhoamiOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(() =>
    withResolver(options, program, async ({ resolver, host, region }) => {
      const credentials = await resolver.get();
      const identity = await askIdentity(host, credentials, region());
      if (options.json) printJson(asJson(identity, credentials));
      else show(identity, credentials, host.clock.now());
      check(identity, options);
    }),
  );
}

function show(identity: Identity, { expiration, provenance }: Credentials, nowMs: number): void {
  const text = whoamiText();
  const { arn, session, type } = identity;
  print(
    fieldLines([
      [text.who, identityText(identity)],
      ...(session === undefined ? [] : [[text.session, session]]),
      [text.arn, arn],
      ...(expiration === undefined ? [] : [[text.until, describeExpiry(expiration, nowMs)]]),
      [text.from, provenance.join(" < ")],
    ]),
  );
  if (type === "Account") printWarning(text.mainAccountWarning);
}

function asJson(identity: Identity, { expiration, provenance }: Credentials): unknown {
  return { ...identity, expiration: expiration?.toISOString(), provenance };
}

/** @throws {RefusedError} `OTHER_IDENTITY`. */
function check(identity: Identity, { expectAccount, expectRole }: WhoamiOptions): void {
  const text = whoamiText();
  const { accountId, role } = identity;
  if (expectAccount !== undefined && accountId !== expectAccount)
    throw new RefusedError("OTHER_IDENTITY", text.otherAccount(expectAccount, accountId));
  if (expectRole !== undefined && role !== expectRole)
    throw new RefusedError("OTHER_IDENTITY", text.otherRole(expectRole, identityText(identity)));
}
