import { endpoint, type Fake, INCOMPLETE, inVariable, KEY, STS } from "./fake.ts";

export const ciFakes: readonly Fake[] = [
  {
    name: "github-actions",
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:octo@1/app@2:ref:refs/heads/main",
    trusted: "repo:octo@1/app@2:ref:refs/heads/main",
    foreign: "repo:octo@1/app@2:pull_request",
    audience: STS,
    from: "the endpoint of environment variable ACTIONS_ID_TOKEN_REQUEST_URL",
    missing: { code: INCOMPLETE, message: /ACTIONS_ID_TOKEN_REQUEST_URL.*id-token: write/ },
    machine() {
      const address = "https://run.actions.test/token?api-version=2.0&id=a%20b";
      const { answer, refuse, give } = endpoint(
        ({ search }, { headers }) =>
          search === "?api-version=2.0&id=a%20b&audience=sts.aliyuncs.com" &&
          headers["authorization"] === `Bearer ${KEY}`,
        (value) => Response.json({ value, count: value.length }),
      );
      const env: Record<string, string> = {};
      return {
        env,
        files: {},
        fetch: (url, init) => (url.host === "run.actions.test" ? answer(url, init) : undefined),
        refuse,
        give(token) {
          give(token);
          delete env["ACTIONS_ID_TOKEN_REQUEST_URL"];
          // Without the permission neither is set.
          if (token)
            Object.assign(env, {
              ACTIONS_ID_TOKEN_REQUEST_URL: address,
              ACTIONS_ID_TOKEN_REQUEST_TOKEN: KEY,
            });
        },
      };
    },
  },
  {
    name: "gitlab-ci",
    issuer: "https://gitlab.com",
    subject: "project_path:acme/app:ref_type:branch:ref:main",
    trusted: "project_path:acme/app:ref_type:branch:ref:main",
    foreign: "project_path:evil/app:ref_type:branch:ref:main",
    audience: STS,
    from: "environment variable GITLAB_OIDC_TOKEN",
    missing: {
      code: INCOMPLETE,
      message: /environment variable GITLAB_OIDC_TOKEN\. Add id_tokens to the job/,
    },
    machine: () => inVariable("GITLAB_OIDC_TOKEN"),
  },
  {
    name: "circleci",
    issuer: "https://oidc.circleci.com/org/5d1b",
    subject: "org/5d1b/project/77ab/user/90cd/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main",
    trusted: "org/5d1b/project/77ab/*",
    foreign: "org/5d1b/project/77ac/user/90cd",
    audience: "5d1b",
    from: "environment variable CIRCLE_OIDC_TOKEN_V2",
    missing: {
      code: INCOMPLETE,
      message: /CIRCLE_OIDC_TOKEN_V2 or CIRCLE_OIDC_TOKEN\. Give the job a context/,
    },
    machine: () => inVariable("CIRCLE_OIDC_TOKEN_V2"),
  },
  {
    name: "buildkite",
    issuer: "https://agent.buildkite.com",
    subject: "organization:acme:pipeline:app:ref:refs/heads/main:commit:9f3c:step:deploy",
    trusted: "organization:acme:pipeline:app:ref:refs/heads/main:*",
    foreign: "organization:evil:pipeline:app:ref:refs/heads/main:commit:9f3c:step:deploy",
    audience: STS,
    from: "the command buildkite-agent oidc request-token",
    missing: {
      code: INCOMPLETE,
      message: /BUILDKITE_OIDC_TOKEN or environment variable BUILDKITE_AGENT_ACCESS_TOKEN\. Run inside a job/,
    },
    machine() {
      const env: Record<string, string> = {};
      let token = "";
      let exitCode = 0;
      return {
        env,
        files: {},
        processes: {
          async run(argv) {
            const isRight =
              argv.join(" ") === "buildkite-agent oidc request-token --audience sts.aliyuncs.com";
            return isRight
              ? { exitCode, stdout: exitCode ? KEY : `${token}\n` }
              : { exitCode: 2, stdout: "" };
          },
        },
        give(given) {
          delete env["BUILDKITE_AGENT_ACCESS_TOKEN"];
          if (given) env["BUILDKITE_AGENT_ACCESS_TOKEN"] = KEY;
          token = given ?? "";
        },
        refuse() {
          exitCode = 1;
        },
      };
    },
  },
];
