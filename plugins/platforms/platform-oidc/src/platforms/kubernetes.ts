import { readVariable } from "@alicred/plugin-kit";
import type { Platform } from "../platform.ts";

const VARIABLES = ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABACLOUD_OIDC_TOKEN_FILE"];

/**
 * Kubernetes: a projected token in a file, which the kubelet replaces long before it ends. In ACK with RRSA variables
 * name it, the role and the provider.
 *
 * @see https://help.aliyun.com/document_detail/600451.html
 */
export const kubernetes: Platform = {
  name: "kubernetes",
  takes: ["file"],
  carriers: ({ file }) => [
    file === undefined ? `environment variable ${VARIABLES.join(" or ")}` : "argument file",
  ],
  hint: "Project a token of audience sts.aliyuncs.com into the pod, or enable RRSA in its namespace.",
  isDetectable: true,
  locate({ host }, { file }) {
    if (file !== undefined) return { value: { file }, from: "argument file" };
    const named = readVariable(host, VARIABLES);
    return named && { ...named, value: { file: named.value } };
  },
};
