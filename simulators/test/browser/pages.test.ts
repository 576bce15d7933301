import { expect, it, onTestFinished } from "vitest";
import { type Cloud, simulateCloud } from "../../src/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { clientId } from "../support/cloud-sso.ts";
import { sites, state } from "../support/oauth.ts";
import { challenge, verifier } from "../support/pkce.ts";
import { describeInChromium, startSite } from "./browser.ts";

type Json = Readonly<Record<string, string>>;

async function post(url: string, body: unknown): Promise<Json> {
  const headers = { "content-type": "application/json" };
  return (await (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json()) as Json;
}

interface Device {
  readonly cloud: Cloud;
  readonly url: string;
  readonly origin: string;
  readonly device: Json;
  poll(): Promise<Json>;
}

async function startDevice(): Promise<Device> {
  const cloud = simulateCloud();
  const served = await serve(cloud);
  onTestFinished(() => served.close());
  const url = `${served.url}/cloud-sso`;
  const device = await post(`${url}/device-authorization`, {
    PortalUrl: `${url}/start/login`,
    ClientId: clientId,
    CodeChallenge: challenge(),
    CodeChallengeMethod: "S256",
  });
  const poll = (): Promise<Json> =>
    post(`${url}/token`, {
      ClientId: clientId,
      DeviceCode: device["DeviceCode"],
      CodeVerifier: verifier,
      GrantType: "urn:ietf:params:oauth:grant-type:device_code",
    });
  return { cloud, url, origin: served.url, device, poll };
}

async function startAuthorization(): Promise<{
  readonly url: string;
  readonly origin: string;
  readonly callback: { readonly url: string; readonly asked: Promise<URL> };
  readonly redirectUri: string;
}> {
  const served = await serve(simulateCloud());
  onTestFinished(() => served.close());
  const callback = await startSite("<title>Back at the program</title>", "/cli/callback");
  const redirectUri = `${callback.url}/cli/callback`;
  const query = new URLSearchParams({
    response_type: "code",
    client_id: sites.INTL.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: challenge(),
    code_challenge_method: "S256",
  });
  return { url: `${served.url}/oauth2/v1/auth?${query}`, origin: served.url, callback, redirectUri };
}

describeInChromium("the pages", (browser) => {
  it.each([true, false])("a person approves a device (scripts: %s)", async (javaScriptEnabled) => {
    const { url, origin, device, poll } = await startDevice();
    const { page, origins, complaints } = await browser.open({ javaScriptEnabled });
    await page.goto(`${url}/start/login`);
    await page.getByLabel("Code").fill((device["UserCode"] ?? "").toLowerCase());
    await page.getByRole("button", { name: "Continue" }).click();
    expect((await poll())["ErrorCode"]).toBe("AuthorizationPending");
    await page.getByRole("radio", { name: "Alice Anders" }).check();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("heading", { name: "Device signed in" }).waitFor();
    expect(await poll()).toMatchObject({ TokenType: "Bearer" });
    expect([...origins]).toEqual([origin]);
    expect(complaints).toEqual([]);
  });

  it("a person approves a device by keyboard alone", async () => {
    const { device, poll } = await startDevice();
    const { page } = await browser.open();
    await page.goto(device["VerificationUriComplete"] ?? "");
    for (const key of ["Tab", "Space", "ArrowDown", "Tab", "Enter"]) await page.keyboard.press(key);
    await page.getByText("It acts for Bob Berg.").waitFor();
    expect(await poll()).toMatchObject({ TokenType: "Bearer" });
  });

  it("a person denies a device", async () => {
    const { device, poll } = await startDevice();
    const { page } = await browser.open();
    await page.goto(device["VerificationUriComplete"] ?? "");
    await page.getByRole("button", { name: "Deny" }).click();
    await page.getByRole("heading", { name: "Device turned away" }).waitFor();
    expect((await poll())["ErrorCode"]).toBe("AccessDenied");
    await page.reload();
    await page.getByRole("heading", { name: "Device turned away" }).waitFor();
  });

  it("a wrong code, and nobody chosen, are said in words", async () => {
    const { url, device } = await startDevice();
    const { page } = await browser.open();
    await page.goto(`${url}/device/code?user_code=AAAA-AAAA`);
    await page.getByRole("alert").filter({ hasText: "unknown or has expired" }).waitFor();
    await page.goto(device["VerificationUriComplete"] ?? "");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("alert").filter({ hasText: "Choose who signs in." }).waitFor();
  });

  it("another site can neither send the form nor frame the page", async () => {
    const { cloud, device, poll } = await startDevice();
    const target = device["VerificationUriComplete"] ?? "";
    const evil = await startSite(
      `<form method="post" action="${target}"><input name="user" value="alice">
       <button name="decision" value="approve">Win a prize</button></form><iframe src="${target}"></iframe>`,
    );
    const { page, complaints } = await browser.open();
    await page.goto(evil.url);
    expect(complaints.join()).toContain("frame-ancestors 'none'");
    await page.getByRole("button", { name: "Win a prize" }).click();
    await page.getByRole("heading", { name: "Not sent from this page" }).waitFor();
    expect(cloud.journal.count({ code: "CrossOrigin" })).toBe(1);
    expect((await poll())["ErrorCode"]).toBe("AuthorizationPending");
  });

  it("a person approves the command line, and the browser goes back to it with a code", async () => {
    const { url, origin, callback, redirectUri } = await startAuthorization();
    const { page, origins, complaints } = await browser.open();
    await page.goto(url);
    await page.getByRole("radio", { name: "alice" }).check();
    await page.getByRole("button", { name: "Approve" }).click();
    const back = await callback.asked;
    await expect.poll(() => page.title()).toBe("Back at the program");
    expect(back.searchParams.get("state")).toBe(state);
    const reply = await fetch(`${origin}/v1/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: back.searchParams.get("code") ?? "",
        client_id: sites.INTL.clientId,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    });
    const tokens = (await reply.json()) as Json;
    const exchanged = await fetch(`${origin}/v1/exchange`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens["access_token"]}` },
    });
    expect(Object.keys((await exchanged.json()) as Json)).toContain("securityToken");
    expect([...origins]).toEqual([origin, callback.url]);
    expect(complaints).toEqual([]);
  });

  it("a person denies the command line", async () => {
    const { url, callback } = await startAuthorization();
    const { page } = await browser.open();
    await page.goto(url);
    await page.getByRole("button", { name: "Deny" }).click();
    const { searchParams } = await callback.asked;
    expect(searchParams.get("error")).toBe("access_denied");
    expect(searchParams.get("state")).toBe(state);
    expect(searchParams.has("code")).toBe(false);
  });

  it.each(["light", "dark"] as const)("text has contrast enough in %s", async (colorScheme) => {
    const { device } = await startDevice();
    const { page } = await browser.open({ colorScheme });
    await page.goto(device["VerificationUriComplete"] ?? "");
    await page.getByRole("radio", { name: "Alice Anders" }).check();
    await page.getByRole("button", { name: "Approve" }).hover();
    const ratios = await page.evaluate<Record<string, number>>(contrastOfText);
    expect(Object.keys(ratios).length).toBeGreaterThan(10);
    expect(Object.entries(ratios).filter(([, ratio]) => ratio < 4.5)).toEqual([]);
  });
});

/** Contrast of each piece of text with what is behind it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrastOfText = `(() => {
  const rgb = (css) => (css.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (css) => {
    const [r, g, b] = rgb(css).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (rgb(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const ratios = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent.trim();
    if (text === "") continue;
    const [low, high] = [light(getComputedStyle(node.parentElement).color), light(behind(node.parentElement))].sort((a, b) => a - b);
    ratios[text] = (high + 0.05) / (low + 0.05);
  }
  return ratios;
})()`;
