// Three ways in which a page stores a file in OSS itself.
import { found, refreshing, sendRequest } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import {
  type OssPlace,
  ossError,
  ossFetch,
  ossUrl,
  type PresignedForm,
  type PresignedUrl,
} from "@alicred/interop/oss";

interface Session {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiresAtMs: number;
  readonly place: OssPlace;
  readonly prefix: string;
}

const host = webHost({ requestScoped: false });
let latest: Session | undefined;
/** Asks the server for a session, and for the next one before it ends. */
const session = refreshing(
  {
    name: "server",
    async resolve(context) {
      const url = new URL("/session", location.href).href;
      const { text } = await sendRequest(context, () => ({ method: "POST", url }));
      const given: Session = JSON.parse(text);
      latest = given;
      const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = given;
      return found({ accessKeyId, accessKeySecret, securityToken, expiration: expiresAtMs });
    },
  },
  { host },
);

const ways = {
  async put(file: File): Promise<Response> {
    const query = new URLSearchParams({ name: file.name, type: file.type });
    const { url, headers } = await ask<PresignedUrl>(`/put?${query}`);
    return fetch(url, { method: "PUT", headers, body: file });
  },
  async form(file: File): Promise<Response> {
    const { url, fields } = await ask<PresignedForm>("/form");
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("key", `users/ada/${file.name}`);
    // The last field, as OSS demands.
    form.append("file", file);
    return fetch(url, { method: "POST", body: form });
  },
  async session(file: File): Promise<Response> {
    await session.get();
    const { place = {}, prefix = "" } = latest ?? {};
    const oss = ossFetch(session, { host, fetch: (url, init) => fetch(url, init), ...place });
    return oss(ossUrl(place, prefix + file.name), { method: "PUT", body: file });
  },
};

for (const [way, upload] of Object.entries(ways)) {
  document.getElementById(way)?.addEventListener("click", async () => {
    const file = document.querySelector<HTMLInputElement>("#file")?.files?.[0];
    if (file === undefined) return;
    const outcome = await upload(file).then(
      async (reply) => (reply.ok ? "stored" : (await ossError(reply)).message),
      (error: unknown) => String(error),
    );
    document.getElementById("log")?.append(`${way}: ${outcome}\n`);
  });
}

async function ask<T>(path: string): Promise<T> {
  const reply = await fetch(path, { method: "POST" });
  if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
  return reply.json();
}
