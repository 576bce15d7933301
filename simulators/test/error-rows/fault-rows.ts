import { defaultWorld } from "../../src/mod.ts";
import { type Client, whoAmI } from "../support/worlds.ts";
import type { Row } from "./row.ts";

/** Overload and breakdown. */
export const faultRows: readonly Row[] = [
  {
    code: "Throttling.User",
    status: 400,
    message: "Request was denied due to user flow control.",
    when: "the account is over its rate",
    async send({ call }) {
      await call(whoAmI);
      await call(whoAmI);
      return call(whoAmI);
    },
    world: { world: { ...defaultWorld, sts: { requestsPerMinute: 2 } } },
  },
  ...(
    [
      ["InvalidAccessKeyId", 404, "Specified access key is not found or invalid."],
      ["AuthenticationFail.ApiUsername", 403, "The specified api username is not legal."],
      ["AuthenticationFail.ApiPassword", 403, "The specified api password is not legal."],
      ["InvalidApi.NotFound", 404, "Specified api is not found, please check your url and method."],
      ["InvalidProduct.NotFound", 404, "Cannot find product according to your specified domain."],
      ["Throttling", 400, "Request was denied due to flow control."],
      ["Throttling.Api", 400, "Request was denied due to api flow control."],
      ["MissingParameter", 400, "RoleArn is mandatory for this action."],
      ["MissingRoleSessionName", 400, "RoleSessionName is mandatory for this action."],
      ["MissingParameter.SAMLAssertion", 400, "Parameter SAMLAssertion is required."],
      ["InvalidParameter", 400, 'The specified parameter "Action or Version" is not valid.'],
      ["InvalidParameter.RoleArn", 400, "The parameter RoleArn is wrongly formed."],
      ["InvalidParameter.RoleSessionName", 400, "The parameter RoleSessionName is wrongly formed."],
      ["InvalidParameter.ExternalId", 400, "The parameter ExternalId is wrongly formed."],
      ["InvalidParameter.SerialNumber", 400, "The parameter SerialNumber is wrongly formed."],
      ["InvalidParameter.TokenCode", 400, "The parameter TokenCode is wrongly formed."],
      ["InvalidParameter.DurationSeconds", 400, "The Min/Max value of DurationSeconds is 15min/1hr."],
      ["InvalidParameter.PolicyGrammar", 400, "The parameter Policy has not passed grammar check."],
      ["AuthenticationFail.OIDCToken.Invalid", 401, "The Jwt content is invalid that cannot be recognized."],
      ["InternalError", 500, "STS Server Internal Error happened, please send the RequestId to us."],
      ["ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."],
    ] as const
  ).map(([code, status, message]) => ({
    code,
    status,
    message,
    when: "a fault asks for it",
    async send({ cloud, call }: Client) {
      cloud.faults.add({ kind: "error", code });
      return call(whoAmI);
    },
  })),
];
