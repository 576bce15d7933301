import { type OpenApiContext, type ProductAction, required } from "./action.ts";
import { OpenApiError } from "./errors.ts";

/** Version of the API. */
export const KMS_VERSION = "2016-01-20";

const STAGE = "ACSCurrent";

/** `GetSecretValue` of KMS, for the secrets of the world: each has one version. */
export const KMS_ACTIONS: ReadonlyMap<string, ProductAction> = new Map([
  [
    "GetSecretValue",
    {
      permission: ({ request }: OpenApiContext, { principal }) => ({
        resource: `acs:kms:*:${principal.accountId}:secret/${request.params.get("SecretName") ?? "*"}`,
      }),
      run(context: OpenApiContext) {
        const { world, request, isoSeconds } = context;
        const name = required(request, "SecretName");
        const secret = world.description.openapi?.secrets?.find((one) => one.name === name);
        const version = request.params.get("VersionId") ?? secret?.versionId ?? "v1";
        const stage = request.params.get("VersionStage") ?? STAGE;
        if (secret === undefined || version !== (secret.versionId ?? "v1") || stage !== STAGE)
          throw new OpenApiError({
            row: "Forbidden.ResourceNotFound",
            reason: `the world has no secret ${name} in this version`,
          });
        return {
          fields: {
            SecretName: name,
            SecretData: secret.value,
            SecretDataType: "text",
            SecretType: "Generic",
            VersionId: version,
            VersionStages: { VersionStage: [STAGE] },
            CreateTime: isoSeconds(Date.UTC(2025, 0, 1)),
            AutomaticRotation: "Disabled",
          },
        };
      },
    } satisfies ProductAction,
  ],
]);
