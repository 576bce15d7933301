import { createRequire } from "node:module";

type OpenApiCore = typeof import("@alicloud/openapi-core");
type StsModule = typeof import("@alicloud/sts20150401");

// Required, because tools disagree on what the default import of a CommonJS package is.
const require = createRequire(import.meta.url);

export const { $OpenApiUtil } = require("@alicloud/openapi-core") as OpenApiCore;
export const { default: Sts } = require("@alicloud/sts20150401") as StsModule;
