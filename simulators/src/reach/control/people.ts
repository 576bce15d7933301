import { z } from "zod";
import { type ActionRoute, defineAction, filled, member } from "./action.ts";

const user = z.strictObject({ user: filled });
const session = z.object({ accessToken: z.string(), expiresAt: z.string() });
const redirect = z.object({ location: z.string() });

/** Actions of people at the portal of CloudSSO and at the authorization page of OAuth. */
export const peopleActions: readonly ActionRoute[] = [
  defineAction({
    method: "GET",
    path: "/logins",
    summary: "Devices that wait for a person at the CloudSSO portal, oldest first",
    reply: z.object({ logins: z.array(z.object({ userCode: z.string() })), users: z.array(z.string()) }),
    act: (cloud) => ({
      logins: member(cloud, "cloudSso")
        .pending()
        .map((userCode) => ({ userCode })),
      users: ssoUsers(cloud.world.description),
    }),
  }),
  defineAction({
    method: "POST",
    path: "/logins/{userCode}/approve",
    summary: "Approve a device as a user of the CloudSSO directory",
    body: user,
    act: (cloud, body, { userCode = "" }) => member(cloud, "cloudSso").approve(userCode, body),
  }),
  defineAction({
    method: "POST",
    path: "/logins/{userCode}/deny",
    summary: "Deny a device",
    act: (cloud, _, { userCode = "" }) => member(cloud, "cloudSso").deny(userCode),
  }),
  defineAction({
    method: "POST",
    path: "/cloud-sso/sign-in",
    summary: "An access token of CloudSSO, without the device",
    body: user,
    reply: session,
    reveals: true,
    act(cloud, body) {
      const { accessToken, expiresAtMs } = member(cloud, "cloudSso").signIn(body.user);
      return { accessToken, expiresAt: new Date(expiresAtMs).toISOString() };
    },
  }),
  defineAction({
    method: "POST",
    path: "/oauth/approve",
    summary:
      "Approve what an authorization address asks for; the answer is where the browser is sent, code included",
    body: z.strictObject({ url: z.url(), user: filled }),
    reply: redirect,
    reveals: true,
    act: (cloud, body) => ({ location: member(cloud, "oauth").approve(body.url, body).href }),
  }),
  defineAction({
    method: "POST",
    path: "/oauth/deny",
    summary: "Deny what an authorization address asks for",
    body: z.strictObject({ url: z.url() }),
    reply: redirect,
    reveals: true,
    act: (cloud, { url }) => ({ location: member(cloud, "oauth").deny(url).href }),
  }),
  defineAction({
    method: "POST",
    path: "/oauth/sign-in",
    summary: "Tokens of the aliyun CLI, without the page",
    body: z.strictObject({ user: filled, site: z.enum(["CN", "INTL"]).optional() }),
    reply: session.extend({ refreshToken: z.string() }),
    reveals: true,
    act(cloud, { user: name, site }) {
      const { accessToken, refreshToken, accessExpiresAtMs } = member(cloud, "oauth").signIn(name, site);
      return { accessToken, refreshToken, expiresAt: new Date(accessExpiresAtMs).toISOString() };
    },
  }),
];

/** Names of the users of a CloudSSO directory. */
export function ssoUsers(description: object): readonly string[] {
  const { cloudSso } = description as { cloudSso?: { users: readonly { name: string }[] } };
  return cloudSso?.users.map(({ name }) => name) ?? [];
}
