// Run by Deno, with the permissions that the test gives: prints what the chain of the SDKs looked for.
import { AlicredError, refreshing } from "@alicred/core";
import { denoHost } from "@alicred/core/host/deno";
import { sdkDefault } from "@alicred/presets/sdk-default";

try {
  const { accessKeyId } = await refreshing(sdkDefault(), { host: denoHost() }).get();
  console.log(accessKeyId);
} catch (thrown) {
  console.log(thrown instanceof AlicredError ? `${thrown.code}: ${thrown.message}` : thrown);
}
