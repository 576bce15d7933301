/** Fields that hold credentials, in the spellings of all services, reduced to small letters. */
export const credentialFields: readonly string[] = [
  "accesskeyid",
  "accesskeysecret",
  "securitytoken",
  "ststoken",
  "expiration",
];

/** Fields that hold the security token. */
export const tokenFields: readonly string[] = ["securitytoken", "ststoken"];

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

/** A copy in which the named fields, at any depth, are replaced. Spelling of names is compared without case, `-` and `_`. */
export function mapFields(
  json: unknown,
  fields: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  const wanted = new Set(fields.map(plain));
  function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        wanted.has(plain(name)) ? change(inner) : copy(inner),
      ]),
    );
  }
  return copy(json);
}

/** A copy without the named fields. */
export function cloneWithout(json: unknown, fields: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(mapFields(json, fields, () => undefined)) ?? "null");
}

/** A copy whose expiry fields are written in another form. */
export function rewriteExpiration(
  json: unknown,
  format: "offset" | "zoneless" | "epoch-seconds" | "milliseconds" | "unparsable",
): unknown {
  return mapFields(json, ["expiration"], (value) => {
    const ms = typeof value === "number" ? value : Date.parse(String(value));
    if (Number.isNaN(ms) || format === "unparsable") return "soon";
    if (format === "epoch-seconds") return Math.floor(ms / 1000);
    if (format === "milliseconds") return new Date(ms).toISOString();
    if (format === "zoneless") return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
    return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
  });
}
