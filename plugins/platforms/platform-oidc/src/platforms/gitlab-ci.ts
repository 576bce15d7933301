import { readVariable } from "@alicred/plugin-kit";
import type { Platform } from "../platform.ts";

const VARIABLE = "GITLAB_OIDC_TOKEN";

/**
 * GitLab CI: `id_tokens` of a job makes variables with tokens. They are not renewed, and end with the job.
 *
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication
 */
export const gitlabCi: Platform = {
  name: "gitlab-ci",
  takes: ["variable"],
  carriers: ({ variable = VARIABLE }) => [`environment variable ${variable}`],
  hint: `Add id_tokens to the job: ${VARIABLE}: { aud: sts.aliyuncs.com }.`,
  isDetectable: true,
  locate({ host }, { variable = VARIABLE }) {
    return readVariable(host, [variable]);
  },
};
