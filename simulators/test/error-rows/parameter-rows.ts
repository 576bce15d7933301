import { assumeAdmin, type Client, roleArn, whoAmI } from "../support/worlds.ts";
import { plain, type Row, send } from "./row.ts";

/** Errors about the request's parameters and permissions. */
export const parameterRows: readonly Row[] = [
  ...["RoleArn", "RoleSessionName"].map((name) => ({
    code: `Missing${name}`,
    status: 400,
    message: `${name} is mandatory for this action.`,
    when: "AssumeRole comes without it",
    send: send(Object.fromEntries(Object.entries(assumeAdmin).filter(([other]) => other !== name))),
  })),
  ...["AccessKeyId", "SignatureMethod", "SignatureVersion", "Signature", "Timestamp", "SignatureNonce"].map(
    (name, at, names) => ({
      code: `Missing${name}`,
      status: 400,
      message: `${name} is mandatory for this action.`,
      when: "a call that has to be signed comes without it",
      send: (client: Client) =>
        plain({
          Action: "GetCallerIdentity",
          ...Object.fromEntries(names.slice(0, at).map((other) => [other, "x"])),
          ...(at > 0 && { AccessKeyId: client.cloud.accessKey("alice").accessKeyId }),
          ...(at > 1 && { SignatureMethod: "HMAC-SHA1" }),
          ...(at > 2 && { SignatureVersion: "1.0" }),
          ...(at > 4 && { Timestamp: "2026-01-07T08:00:00Z" }),
        })(client),
    }),
  ),
  {
    code: "MissingAction",
    status: 400,
    message: "Action is mandatory for this action.",
    when: "no action is named",
    send: plain({}),
  },
  {
    code: "MissingVersion",
    status: 400,
    message: "Version is mandatory for this action.",
    when: "no version is named",
    send: plain({ Action: "GetCallerIdentity", Version: "" }),
  },
  {
    code: "InvalidParameter",
    status: 400,
    message: 'The specified parameter "Action or Version" is not valid.',
    when: "the version is another",
    send: send({ ...whoAmI, Version: "2014-05-26" }),
  },
  {
    code: "InvalidParameter",
    status: 400,
    message: 'The specified parameter "SignatureMethod" is not valid.',
    when: "the signature method is another",
    send: send({ ...whoAmI, SignatureMethod: "HMAC-MD5" }),
  },
  ...["AssumeRoll", "assumerole", "constructor", "toString", "__proto__"].map((Action) => ({
    code: "InvalidAction.NotFound",
    status: 404,
    message: "Specified api is not found, please check your url and method.",
    when: `the action is ${Action}`,
    send: send({ Action }),
  })),
  {
    code: "InvalidProtocol.NeedSsl",
    status: 404,
    message: "Your request is denied as lack of ssl protect.",
    when: "a real host is called over plain HTTP",
    send: send(whoAmI, { endpoint: "http://sts.aliyuncs.com/" }),
  },
  ...["899", "43201", "1e3", "-900", "abc"].map((DurationSeconds) => ({
    code: "InvalidParameter.DurationSeconds",
    status: 400,
    message: "The Min/Max value of DurationSeconds is 15min/1hr.",
    when: `${DurationSeconds} seconds are asked for of a role of twelve hours`,
    send: send({ ...assumeAdmin, DurationSeconds }),
  })),
  {
    code: "InvalidParameter.DurationSeconds",
    status: 400,
    message: "The Min/Max value of DurationSeconds is 15min/1hr.",
    when: "more than an hour is asked for of a role of one hour",
    send: send({ ...assumeAdmin, RoleArn: roleArn("reader"), DurationSeconds: "3601" }),
  },
  ...(
    [
      ["RoleArn", "acs:ram::1:user/x"],
      ["RoleArn", "admin"],
      ["RoleSessionName", "x"],
      ["RoleSessionName", "x".repeat(65)],
      ["RoleSessionName", "with space"],
      ["ExternalId", "x"],
      ["ExternalId", "x".repeat(1225)],
      ["ExternalId", "with space"],
      ["SerialNumber", "123"],
      ["TokenCode", "12345"],
      ["SourceIdentity", "*"],
      ["SourceIdentity", "x"],
      ["SourceIdentity", "acs:ram::1:user/alice"],
      ["SourceIdentity", "alibabacloud:alice"],
    ] as const
  ).map(([name, value]) => ({
    code: `InvalidParameter.${name}`,
    status: 400,
    message: `The parameter ${name} is wrongly formed.`,
    when: `it is ${value.slice(0, 20)} (${value.length})`,
    send: send({ ...assumeAdmin, [name]: value }),
  })),
  ...[
    '{"Version":"1"',
    '{"Version":"2","Statement":[]}',
    '{"Version":"1","Statement":[{"Effect":"Allow"}]}',
    '{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEqual":{"a":"b"}}}]}',
  ].map((Policy) => ({
    code: "InvalidParameter.PolicyGrammar",
    status: 400,
    message: "The parameter Policy has not passed grammar check.",
    when: `the policy is ${Policy}`,
    send: send({ ...assumeAdmin, Policy }),
  })),
  {
    code: "InvalidParameter.PolicySize",
    status: 400,
    message: "The size of Policy must be smaller than 2048 bytes.",
    when: "the policy is longer",
    send: send({ ...assumeAdmin, Policy: " ".repeat(2049) }),
  },
  ...["text/plain", "application/json"].map((type) => ({
    code: "InvalidParameter.ContentType",
    status: 400,
    message:
      'The ContentType request header must be either "application/json" or "application/x-www-form-urlencoded".',
    when: `the body is no ${type === "text/plain" ? "form" : "JSON"}`,
    send: plain(whoAmI, { headers: { "content-type": type }, body: "not an object" }),
  })),
  {
    code: "NoPermission",
    status: 403,
    message: "You are not authorized to do this action. You should be authorized by RAM.",
    when: "the user has no policy for it",
    send: ({ cloud, call }) => call(assumeAdmin, { keys: cloud.accessKey("bob") }),
  },
  {
    code: "NoPermission",
    status: 403,
    message: "You are not authorized to do this action. You should be authorized by RAM.",
    when: "the main account calls",
    send: ({ cloud, call }) => call(assumeAdmin, { keys: cloud.accessKey("LTAI5tRootOfTheAccount01") }),
  },
  ...(
    [
      ["trusts a service only", { RoleArn: roleArn("ecs-app") }],
      ["asks for an ExternalId", { RoleArn: roleArn("partner", "2000000000000002") }],
      [
        "asks for another ExternalId",
        { RoleArn: roleArn("partner", "2000000000000002"), ExternalId: "partner-43" },
      ],
    ] as const
  ).map(([when, params]) => ({
    code: "NoPermission",
    status: 403,
    message: "You are not authorized to do this action. You should be authorized by RAM.",
    when: `the role ${when}`,
    send: send({ ...assumeAdmin, ...params }),
  })),
  {
    code: "EntityNotExist.Role",
    status: 404,
    message: "The specified Role not exists .",
    when: "nobody has such a role",
    send: send({ ...assumeAdmin, RoleArn: roleArn("nobody") }),
  },
];
