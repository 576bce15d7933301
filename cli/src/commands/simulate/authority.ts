import { type CertificateAuthority, createCertificateAuthority } from "@alicred/simulators/serve";
import { readGivenText } from "../../command/given-text.ts";
import { writeWhole } from "./files.ts";

/**
 * The authority that a file keeps, which is created if it does not exist, or a new one without a file.
 *
 * @throws `TypeError` for a file that holds no such authority, and what the system says of files.
 */
export async function openAuthority(path: string | undefined): Promise<CertificateAuthority> {
  if (path === undefined) return createCertificateAuthority();
  const text = await readGivenText(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text !== undefined) return restored(path, text);
  const authority = await createCertificateAuthority();
  await writeWhole(path, `${authority.certificate}${authority.key}`, 0o600);
  return authority;
}

async function restored(path: string, text: string): Promise<CertificateAuthority> {
  const parts = text.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g) ?? [];
  const cert = `${parts.find((part) => part.includes("CERTIFICATE")) ?? ""}\n`;
  const key = parts.find((part) => part.includes("PRIVATE KEY")) ?? "";
  try {
    return await createCertificateAuthority({ key, cert });
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${path}: ${error.message}`) : error;
  }
}
