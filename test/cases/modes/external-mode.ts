import type { Processes } from "@alicred/core";
import { simulateCloud } from "@alicred/simulators";
import { configFiles, hostIn, type Mode, profileSource, type Trouble } from "./mode.ts";

/** `External`, with a command that prints a session as a helper would. The runtime's own processes are not needed. */
export const externalMode: Mode = {
  name: "External",
  async prepare() {
    const cloud = simulateCloud();
    const standing: Partial<Record<Trouble, true>> = {};
    const helper = cloud.credentialsDocument("/reader");
    let runs = 0;

    async function print(): Promise<string> {
      const reply = await cloud.fetch(helper.url);
      const document = (await reply.json()) as Readonly<Record<string, string>>;
      const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = document;
      const text = JSON.stringify({
        mode: "StsToken",
        access_key_id: AccessKeyId,
        access_key_secret: AccessKeySecret,
        sts_token: SecurityToken,
        expiration: standing.expired ? new Date(cloud.clock.now() - 60_000).toISOString() : Expiration,
      });
      return standing.malformed ? `${text},` : text;
    }

    const processes: Processes = {
      async run(_argv, { signal }) {
        runs += 1;
        if (standing.hang)
          return new Promise((_resolve, reject) => {
            signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
          });
        return standing.down ? { exitCode: 1, stdout: "" } : { exitCode: 0, stdout: await print() };
      },
    };
    return {
      cloud,
      host: hostIn(cloud, {
        processes,
        files: configFiles(() => [{ mode: "External", process_command: "get-credentials --json" }]),
        env: (name) =>
          name === "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS" && standing.refused ? "true" : undefined,
      }),
      source: profileSource(),
      owner: "assumed-role/reader/credentials-uri",
      calls: () => runs,
      inject(trouble) {
        standing[trouble] = true;
        return () => void delete standing[trouble];
      },
      codes: { down: "PROCESS_FAILED", refused: "PERMISSION_DENIED" },
    };
  },
};
