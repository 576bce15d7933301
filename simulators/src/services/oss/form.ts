import { verify } from "./authenticate.ts";
import { authorize } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import { addressOf } from "./objects.ts";
import { type Proof, readCredential } from "./proof.ts";
import { plainReply, xmlReply } from "./reply.ts";
import type { Bucket } from "./store.ts";

/** `POST /` with a form: an object that a page sends, under a policy that its server signed. */
export async function postObject(context: OssContext, bucket: Bucket): Promise<Response> {
  const { world, exchange, store } = context;
  const form = await readForm(context);
  const file = form.get("file");
  const key = text(form, "key").replace(/\$\{filename\}/g, () => (file instanceof File ? file.name : ""));
  if (key === "" || file === null)
    throw new OssError("InvalidArgument", { reason: "the form has no key or no file" });
  const body = new Uint8Array(
    typeof file === "string" ? new TextEncoder().encode(file) : await file.arrayBuffer(),
  );
  const policy = text(form, "policy");
  const caller = policy === "" ? undefined : verify(world, exchange, proofOf(form, policy));
  if (policy !== "") checkPolicy(context, bucket, form, { policy, key, size: body.length });
  authorize({ ...context, caller }, "oss:PutObject", bucket, key);
  const type =
    text(form, "Content-Type") || (file instanceof File && file.type) || "application/octet-stream";
  const meta = [...form]
    .filter(([name]) => name.startsWith("x-oss-meta-"))
    .map(([name]) => [name, text(form, name)]);
  const object = store.objectOf(body, exchange.now(), { "content-type": type, ...Object.fromEntries(meta) });
  store.setObject(bucket.name, key, object);
  const { etag } = object;
  const redirect = text(form, "success_action_redirect");
  if (URL.canParse(redirect)) return plainReply(exchange, 303, { location: redirect, etag });
  const status = text(form, "success_action_status");
  if (status !== "201") return plainReply(exchange, status === "200" ? 200 : 204, { etag });
  const fields = { Bucket: bucket.name, Location: addressOf(bucket, key), Key: key, ETag: etag };
  return xmlReply(exchange, "PostResponse", fields, { status: 201, etag });
}

async function readForm({ exchange }: OssContext): Promise<FormData> {
  const { headers, body } = exchange.received;
  const type = headers.get("content-type") ?? "";
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new OssError("InvalidArgument", { reason: "the body is not a form with a file" });
  }
}

function proofOf(form: FormData, policy: string): Proof {
  const securityToken = text(form, "x-oss-security-token") || undefined;
  if (text(form, "x-oss-signature") === "") {
    const accessKeyId = text(form, "OSSAccessKeyId");
    return {
      accessKeyId,
      securityToken,
      signature: text(form, "Signature"),
      scope: undefined,
      toSign: policy,
    };
  }
  const { accessKeyId, scope } = readCredential(text(form, "x-oss-credential"));
  return {
    accessKeyId,
    securityToken,
    signature: text(form, "x-oss-signature"),
    scope,
    toSign: policy,
  };
}

/** https://www.alibabacloud.com/help/en/oss/developer-reference/postobject */
function checkPolicy(
  { exchange }: OssContext,
  bucket: Bucket,
  form: FormData,
  asked: { readonly policy: string; readonly key: string; readonly size: number },
): void {
  const { expiration, conditions } = readPolicy(asked.policy);
  const endsMs = Date.parse(String(expiration));
  if (Number.isNaN(endsMs)) throw refusal("the policy has no expiration");
  if (endsMs <= exchange.now()) throw refusal("the policy has expired");
  const fieldOf = (field: string): string => {
    if (field === "bucket") return bucket.name;
    return field === "key" ? asked.key : text(form, field);
  };
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      for (const [field, value] of Object.entries(Object(condition)))
        if (fieldOf(field) !== value) throw refusal(`${field} is not as the policy says`);
      continue;
    }
    const [operator, subject, value] = condition as readonly unknown[];
    const found = fieldOf(String(subject).replace(/^\$/, ""));
    if (operator === "content-length-range" && (asked.size < Number(subject) || asked.size > Number(value)))
      throw refusal("the file is not as long as the policy says");
    if (operator === "eq" && found !== value) throw refusal(`${subject} is not as the policy says`);
    if (operator === "starts-with" && !found.startsWith(String(value)))
      throw refusal(`${subject} does not begin as the policy says`);
    if (operator === "in" && !(Array.isArray(value) && value.includes(found)))
      throw refusal(`${subject} is not among those that the policy allows`);
  }
}

function readPolicy(policy: string): {
  readonly expiration: unknown;
  readonly conditions: readonly unknown[];
} {
  try {
    const bytes = Uint8Array.from(atob(policy), (char) => char.charCodeAt(0));
    const { expiration, conditions } = Object(JSON.parse(new TextDecoder().decode(bytes)));
    return { expiration, conditions: Array.isArray(conditions) ? conditions : [] };
  } catch {
    throw refusal("the policy is not JSON in Base64");
  }
}

function refusal(reason: string): OssError {
  return new OssError("AccessDenied:policy", { reason });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
