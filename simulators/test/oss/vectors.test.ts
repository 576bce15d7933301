import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createVirtualClock, simulateCloud, type WorldDescription } from "../../src/mod.ts";

interface Vector {
  readonly version: 1 | 4;
  readonly in: "header" | "url" | "form";
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly stringToSign?: string;
  readonly signature: string;
  readonly clients: readonly string[];
}

interface Vectors {
  readonly clock: string;
  readonly region: string;
  readonly bucket: string;
  readonly keys: readonly {
    readonly accessKeyId: string;
    readonly accessKeySecret: string;
    readonly securityToken?: string;
  }[];
  readonly vectors: readonly Vector[];
}

const file = JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8")) as Vectors;
const [plain, session] = file.keys;
const accountId = "1000000000000001";
const scope = `20260304/${file.region}/oss/aliyun_v4_request`;

/** A world in which the keys of the vectors may do everything, with secrets of their own or others. */
function cloudOf(change = ""): ReturnType<typeof simulateCloud> {
  const trust = {
    Effect: "Allow" as const,
    Action: "sts:AssumeRole",
    Principal: { RAM: [`acs:ram::${accountId}:root`] },
  };
  const world: WorldDescription = {
    accounts: [
      {
        id: accountId,
        users: [
          {
            name: "u",
            accessKeys: [{ id: plain?.accessKeyId ?? "", secret: `${plain?.accessKeySecret}${change}` }],
            policies: ["AliyunOSSFullAccess"],
          },
        ],
        roles: [
          { name: "r", trustPolicy: { Version: "1", Statement: [trust] }, policies: ["AliyunOSSFullAccess"] },
        ],
      },
    ],
    sessions: [
      {
        accessKeyId: session?.accessKeyId ?? "",
        accessKeySecret: `${session?.accessKeySecret}${change}`,
        securityToken: session?.securityToken ?? "",
        roleArn: `acs:ram::${accountId}:role/r`,
        sessionName: "s",
        expiration: "2026-03-04T06:00:00Z",
      },
    ],
    oss: { buckets: [{ name: file.bucket }] },
  };
  return simulateCloud({ clock: createVirtualClock({ startMs: Date.parse(file.clock) }), world });
}

function requestOf({
  version,
  in: place,
  method = "POST",
  url = "",
  headers = {},
  policy = "",
  signature,
}: Vector): Request {
  if (place === "form") {
    const form = new FormData();
    form.set("key", "from/a/form");
    form.set("policy", btoa(policy));
    if (version === 1) {
      form.set("OSSAccessKeyId", plain?.accessKeyId ?? "");
      form.set("Signature", signature);
    } else {
      form.set("x-oss-signature-version", "OSS4-HMAC-SHA256");
      form.set("x-oss-credential", `${plain?.accessKeyId}/${scope}`);
      form.set("x-oss-date", "20260304T050607Z");
      form.set("x-oss-signature", signature);
    }
    form.set("file", new File(["hello oss"], "f.txt"));
    return new Request(`http://${file.bucket}.oss-${file.region}.aliyuncs.com/`, { method, body: form });
  }
  const sent = new Headers(headers);
  if (place === "header") {
    const key = headers["x-oss-security-token"] === undefined ? plain : session;
    const additional = headers["host"] === undefined ? "" : "AdditionalHeaders=host,";
    sent.set(
      "authorization",
      version === 1
        ? `OSS ${key?.accessKeyId}:${signature}`
        : `OSS4-HMAC-SHA256 Credential=${key?.accessKeyId}/${scope},${additional}Signature=${signature}`,
    );
  }
  return new Request(url, { method, headers: sent });
}

const cases = file.vectors.map(
  (vector, index) => [index + 1, `V${vector.version}`, vector.in, vector] as const,
);

describe("what official clients signed", () => {
  it("is 39 requests", () => {
    expect(cases).toHaveLength(39);
  });

  it.each(cases)(
    "no. %i, %s by %s: is taken, and refused for another secret",
    async (_no, _version, _place, vector) => {
      const cloud = cloudOf();
      const reply = await cloud.fetch(requestOf(vector));
      const text = await reply.text();
      expect([text, reply.status]).not.toContain(403);
      expect(cloud.journal.entries()[0]?.identity).toMatch(/^acs:ram::/);
      const refused = await cloudOf("x").fetch(requestOf(vector));
      expect([refused.status, await refused.text()]).toEqual([
        403,
        expect.stringContaining("SignatureDoesNotMatch"),
      ]);
    },
  );
});
