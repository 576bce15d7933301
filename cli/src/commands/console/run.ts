import { createContext, type Host } from "@alicred/core";
import { parseEndpoint, textOf } from "@alicred/plugin-kit";
import { noTerminal, wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import { COMMAND_TIMEOUT_MS } from "../../command/host.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { withResolver } from "../../command/resolver.ts";
import { chosenProfile } from "../../command/selected-profile.ts";
import { obstacleHere, openBrowser } from "../../terminal/browser.ts";
import { copyToClipboard } from "../../terminal/clipboard.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { print, printError } from "../../terminal/terminal.ts";
import { ADDRESS_SECONDS, destinationOf, type Site, signInAddress } from "./federation.ts";
import { consoleText } from "./text.ts";

/** The options of `alicred console` at the prompt. */
export interface ConsoleOptions extends CommandOptions {
  /** Whether only the address is printed. */
  readonly print?: boolean;
  /** An address of the console, or a product. */
  readonly destination?: string;
  readonly browser?: string;
  /** Whether the address goes to the clipboard. */
  readonly copy?: boolean;
  readonly site?: Site;
  /** The origin of the sign-in service. */
  readonly endpoint?: string;
}

/** A session that ends sooner is not worth a visit. */
const LEAST_LIFE_MS = 60_000;

/** `alicred console`: opens the web console as the role of the resolved session. */
export function consoleCommand(options: ConsoleOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(() =>
    withResolver(options, program, async ({ resolver, host }) => {
      const text = consoleText();
      const { print: isPrinted, copy, browser } = options;
      if ([isPrinted, copy, browser !== undefined].filter(Boolean).length > 1) throw wrongUse(text.oneOf);
      const endpoint = options.endpoint === undefined ? undefined : parseEndpoint(options.endpoint);
      if (options.endpoint !== undefined && endpoint === undefined) throw wrongUse(text.badEndpoint);
      const site = options.site ?? (await siteOf(host, options));
      const destination = destinationOf(options.destination, site);
      if (destination === undefined) throw wrongUse(text.badDestination(options.destination ?? ""));
      const credentials = await resolver.get({ minTtlMs: LEAST_LIFE_MS });
      const context = createContext({ host, signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS) });
      const asking = signInAddress(context, credentials, { site, endpoint, destination });
      const address = await whileWaiting(text.asking, asking);
      if (isPrinted) {
        print([address]);
        return;
      }
      await hand(address, destination, host, options);
      const { expiration } = credentials;
      if (expiration !== undefined)
        printError([text.sessionEnds(describeExpiry(expiration, host.clock.now()))]);
    }),
  );
}

/** The site of the profile: the one of its login, or of the aliyun CLI's settings. */
async function siteOf(host: Host, { profile, configFile }: ConsoleOptions): Promise<Site> {
  const { fields = {} } = (await chosenProfile(host, profile, configFile).catch(() => undefined)) ?? {};
  const isIntl =
    /^(?:INTL|EN)$/i.test(textOf(fields["oauth_site_type"])) || /^int/i.test(textOf(fields["site"]));
  return isIntl ? "intl" : "cn";
}

/** Brings the address to the person: by the clipboard, by the browser, else on standard output. */
async function hand(
  address: string,
  destination: string,
  host: Host,
  { copy, browser }: ConsoleOptions,
): Promise<void> {
  const text = consoleText();
  if (copy) {
    if (!copyToClipboard(address)) throw noTerminal(text.noTerminal);
    printError([text.copied, text.once(ADDRESS_SECONDS)]);
    return;
  }
  const obstacle = browser === undefined ? obstacleHere((name) => host.env?.(name)) : undefined;
  if (obstacle === undefined && (await openBrowser(address, browser))) {
    printError([text.opened(destination)]);
    return;
  }
  printError([obstacle === undefined ? text.notOpened : text.elsewhere(text.obstacles[obstacle])]);
  print([address]);
  printError([text.once(ADDRESS_SECONDS)]);
}
