import { verify } from "./authenticate.ts";
import { authorize } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import { checkPolicy } from "./form-policy.ts";
import { addressOf, headerText } from "./objects.ts";
import { type Proof, readCredential } from "./proof.ts";
import { plainReply, xmlReply } from "./reply.ts";
import { checkKey } from "./request.ts";
import type { Bucket } from "./store.ts";

/** Fields that become headers of the object. */
const KEPT_FIELDS = /^(?:cache-control|content-disposition|content-encoding|expires|x-oss-meta-[\w-]+)$/i;

/** `POST /` with a form: an object that a page sends, under a policy that its server signed. */
export async function postObject(context: OssContext, bucket: Bucket): Promise<Response> {
  const { world, exchange, store } = context;
  const form = await readForm(context);
  const file = form.get("file");
  const key = text(form, "key").replace(/\$\{filename\}/g, () => (file instanceof File ? file.name : ""));
  if (form.has("callback")) throw new OssError("NotImplemented", { reason: "callback is not simulated" });
  if (file === null || form.getAll("file").length > 1)
    throw new OssError("IncorrectNumberOfFilesInPOSTRequest");
  if (key === "") throw new OssError("InvalidArgument", { reason: "the form has no key" });
  checkKey(key);
  const body = new Uint8Array(
    typeof file === "string" ? new TextEncoder().encode(file) : await file.arrayBuffer(),
  );
  const policy = text(form, "policy");
  const caller = policy === "" ? undefined : verify(world, exchange, proofOf(context, form, policy));
  if (policy !== "") checkPolicy(context, bucket, form, { policy, key, size: body.length });
  authorize({ ...context, caller }, "oss:PutObject", bucket, key);
  if (text(form, "x-oss-forbid-overwrite") === "true" && bucket.objects.has(key))
    throw new OssError("FileAlreadyExists");
  const type =
    text(form, "x-oss-content-type") ||
    (file instanceof File && file.type) ||
    text(form, "Content-Type") ||
    "application/octet-stream";
  const object = store.objectOf(body, exchange.now(), { ...headersIn(form), "content-type": type });
  store.setObject(bucket.name, key, object);
  const { etag } = object;
  const redirect = text(form, "success_action_redirect");
  if (URL.canParse(redirect)) return plainReply(exchange, 303, { location: redirect, etag });
  const status = text(form, "success_action_status");
  if (status !== "201") return plainReply(exchange, status === "200" ? 200 : 204, { etag });
  const fields = { Bucket: bucket.name, Location: addressOf(bucket, key), Key: key, ETag: etag };
  return xmlReply(exchange, "PostResponse", fields, { status: 201, etag });
}

/** Headers that the object gets from fields. */
function headersIn(form: FormData): Readonly<Record<string, string>> {
  const names = [...new Set(form.keys())].filter((name) => KEPT_FIELDS.test(name));
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), headerText(name, text(form, name))]));
}

async function readForm({ exchange }: OssContext): Promise<FormData> {
  const { headers, body } = exchange.received;
  const type = headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) throw new OssError("RequestIsNotMultiPartContent");
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new OssError("MalformedPOSTRequest");
  }
}

function proofOf({ exchange }: OssContext, form: FormData, policy: string): Proof {
  const securityToken = text(form, "x-oss-security-token") || undefined;
  if (text(form, "x-oss-signature") === "") {
    const accessKeyId = text(form, "OSSAccessKeyId");
    return {
      accessKeyId,
      securityToken,
      signature: text(form, "Signature"),
      scope: undefined,
      isForm: true,
      toSign: policy,
    };
  }
  const { accessKeyId, scope } = readCredential(text(form, "x-oss-credential"), exchange.received.host);
  return {
    accessKeyId,
    securityToken,
    signature: text(form, "x-oss-signature"),
    scope,
    isForm: true,
    toSign: policy,
  };
}

/** A field of a form; empty without one. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
