import { createHash } from "node:crypto";

/** 48 characters, as the aliyun CLI makes them. */
export const verifier = "abcdefghijklmnop0123456789abcdef0123456789abcdef";

/** S256, written apart from the simulator. */
export function challenge(of: string = verifier): string {
  return createHash("sha256").update(of).digest("base64url");
}
