// The official client of OSS for Node: node --import tsx node-oss.ts CONFIG
import { createRequire } from "node:module";
import { type ClientConfig, tell } from "./answer.ts";

interface Named {
  readonly name: string;
}

interface OssClient {
  put(key: string, body: Buffer): Promise<unknown>;
  get(key: string, options?: object): Promise<{ readonly content: Buffer }>;
  head(key: string): Promise<{ readonly res: { readonly headers: Readonly<Record<string, string>> } }>;
  delete(key: string): Promise<unknown>;
  copy(key: string, source: string): Promise<unknown>;
  list(
    query: object,
  ): Promise<{ readonly objects?: readonly Named[]; readonly prefixes?: readonly string[] }>;
  listV2(
    query: object,
  ): Promise<{ readonly objects?: readonly Named[]; readonly prefixes?: readonly string[] }>;
  initMultipartUpload(key: string): Promise<{ readonly uploadId: string }>;
  uploadPart(
    key: string,
    id: string,
    number: number,
    file: Buffer,
    start: number,
    end: number,
  ): Promise<{ readonly etag: string }>;
  completeMultipartUpload(
    key: string,
    id: string,
    parts: readonly object[],
  ): Promise<{ readonly etag: string }>;
  signatureUrl(key: string, options: object): string;
  signatureUrlV4(method: string, expires: number, request: undefined, key: string): Promise<string>;
}

const OSS = createRequire(import.meta.url)("ali-oss") as new (options: object) => OssClient;

await tell(async (config) => {
  const { call = "", signature, region } = config;
  let session = { ...keysOf(config) };
  const client = new OSS({
    region: `oss-${region}`,
    endpoint: config["endpoint"],
    bucket: config["bucket"],
    authorizationV4: signature === "v4",
    ...session,
    // Asked before every request.
    refreshSTSTokenInterval: 0,
    refreshSTSToken: async () => session,
  });
  const text = async (key: string, options?: object): Promise<string> =>
    String((await client.get(key, options)).content);

  const calls: Record<string, () => Promise<string>> = {
    async objects() {
      await client.put("a b+c/中.txt", Buffer.from("hello oss"));
      const { res } = await client.head("a b+c/中.txt");
      const part = await text("a b+c/中.txt", { headers: { Range: "bytes=1-4" } });
      return `${await text("a b+c/中.txt")} ${part} ${res.headers["content-length"]}`;
    },
    async lists() {
      for (const key of ["list/a b", "list/c/d"]) await client.put(key, Buffer.from("x"));
      const shown = async (method: "list" | "listV2"): Promise<string> => {
        const { objects = [], prefixes = [] } = await client[method]({ prefix: "list/", delimiter: "/" });
        return [...objects.map(({ name }) => name), ...prefixes].join();
      };
      return `${await shown("list")} ${await shown("listV2")}`;
    },
    async copy() {
      await client.put("from x", Buffer.from("copied"));
      await client.copy("to y", "from x");
      return text("to y");
    },
    async multipart() {
      const { uploadId } = await client.initMultipartUpload("big");
      const parts: object[] = [];
      for (const [at, size] of [102_400, 102_400, 3].entries()) {
        const file = Buffer.alloc(size, "abc"[at]);
        const { etag } = await client.uploadPart("big", uploadId, at + 1, file, 0, size);
        parts.push({ number: at + 1, etag });
        session = keysOf(config, "next");
      }
      const { etag } = await client.completeMultipartUpload("big", uploadId, parts);
      const { res } = await client.head("big");
      return `${res.headers["content-length"]} ${etag.replaceAll('"', "").split("-")[1]}`;
    },
    async presigned() {
      await client.put("shared", Buffer.from("by address"));
      const url =
        signature === "v4"
          ? await client.signatureUrlV4("GET", 60, undefined, "shared")
          : client.signatureUrl("shared", { expires: 60 });
      return (await fetch(url)).text();
    },
    async delete() {
      await client.put("gone", Buffer.from("x"));
      await client.delete("gone");
      return codeOf(client.head("gone"));
    },
    async expired() {
      session = keysOf(config, "expired");
      return codeOf(client.get("shared"));
    },
  };
  return { result: await calls[call]?.() };
});

async function codeOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => "no error",
    (error: unknown) => String((error as { code?: string }).code),
  );
}

function keysOf(config: ClientConfig, which = ""): Readonly<Record<string, string | undefined>> {
  const named = (name: string): string | undefined =>
    config[which === "" ? name : which + name.charAt(0).toUpperCase() + name.slice(1)];
  return {
    accessKeyId: named("accessKeyId"),
    accessKeySecret: named("accessKeySecret"),
    stsToken: named("securityToken"),
  };
}
