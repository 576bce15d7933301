import { readVariable } from "@alicred/plugin-kit";
import { runForToken } from "../fetch-token.ts";
import type { Platform } from "../platform.ts";

// The second has more in its subject; a trust policy for the first, org/…/project/…/*, admits both.
const VARIABLES = ["CIRCLE_OIDC_TOKEN_V2", "CIRCLE_OIDC_TOKEN"];

/**
 * CircleCI: each job with a context has a token in a variable, whose audience is the organization's id. For another
 * audience its command is run.
 *
 * @see https://circleci.com/docs/openid-connect-tokens/
 */
export const circleci: Platform = {
  name: "circleci",
  takes: ["variable", "audience"],
  carriers: ({ variable }) => [`environment variable ${variable ?? VARIABLES.join(" or ")}`],
  hint: "Give the job a context, without which CircleCI issues no token.",
  isDetectable: true,
  locate(context, { variable, audience }) {
    const setting = readVariable(context.host, variable ? [variable] : VARIABLES);
    if (!setting || audience === undefined) return setting;
    const claims = JSON.stringify({ aud: audience });
    const what = "the command circleci run oidc get";
    const argv = ["circleci", "run", "oidc", "get", "--claims", claims] as const;
    return { value: () => runForToken(context, argv, what), from: what };
  },
};
