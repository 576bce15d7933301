import { principalArn } from "../../../cloud/ram/principal.ts";
import { checkTimestamp, demand } from "../../../cloud/rpc/authenticate.ts";
import { stringToSignV1 } from "../../../cloud/rpc/signatures.ts";
import { StsError } from "../errors.ts";
import { durationSeconds, required } from "../parameters.ts";
import { verifyRsa } from "../saml-xml.ts";
import type { UnsignedAction } from "./action.ts";
import { expiryMs } from "./session.ts";

const LONGEST_SECONDS = 3600;

/** The deprecated exchange of a signature by an RSA key for a session access key; AccessKeyId names the public key. */
export const generateSessionAccessKey: UnsignedAction = async (context) => {
  const { world, exchange, request, nonces, isoSeconds } = context;
  const keyId = required(request, "AccessKeyId");
  for (const [name, expected] of [
    ["SignatureMethod", "SHA256withRSA"],
    ["SignatureType", "PRIVATEKEY"],
    ["SignatureVersion", "1.0"],
  ] as const) {
    if (required(request, name) !== expected) throw new StsError({ row: "InvalidParameter", subject: name });
  }
  const signature = required(request, "Signature");
  const key = world.directory.publicKey(keyId);
  if (key === undefined) throw new StsError({ row: "InvalidAccessKeyId" });
  checkTimestamp(context);
  const use = nonces.refuseUsed(exchange, keyId, demand(request, "SignatureNonce", request.nonce));
  const toSign = stringToSignV1(exchange.received.method, request.params);
  if (!(await verifyRsa(key.pem, signature, toSign))) {
    throw new StsError({ row: "SignatureDoesNotMatch", subject: toSign });
  }
  nonces.remember(use, exchange.now());
  exchange.report({ identity: principalArn(key.owner) });
  const seconds = durationSeconds(request, LONGEST_SECONDS);
  const issued = world.credentials.issue(
    {
      principal: key.owner,
      expiresAtMs: expiryMs(exchange, seconds),
      issuedBy: "sts:GenerateSessionAccessKey",
      withSecurityToken: false,
    },
    exchange.now(),
  );
  return {
    SessionAccessKey: {
      SessionAccessKeyId: issued.accessKeyId,
      SessionAccessKeySecret: issued.accessKeySecret,
      Expiration: isoSeconds(issued.expiresAtMs),
    },
  };
};
