import { assumeRole } from "@alicred/assume-role";
import { createTestHost } from "@alicred/conformance";
import { type CredentialSource, type Host, type Resolver, refreshing } from "@alicred/core";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";

export interface Bench {
  readonly cloud: Cloud;
  readonly host: Host;
  /** A session of an hour at each call. */
  readonly source: CredentialSource;
  readonly resolver: Resolver;
  /** How many sessions were issued. */
  sessions(): number;
}

export const SESSION_ARN = "acs:ram::1000000000000001:assumed-role/admin/alicred";

/** A resolver of sessions of the role `admin`, and the cloud that issues them. */
export function bench(options: SimulateCloudOptions = {}): Bench {
  const cloud = simulateCloud(options);
  const host = createTestHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) });
  const source = assumeRole({
    from: staticCredentials(cloud.accessKey("alice")),
    roleArn: "acs:ram::1000000000000001:role/admin",
  });
  return {
    cloud,
    host,
    source,
    resolver: refreshing(source, { host }),
    sessions: () => cloud.journal.count({ operation: "AssumeRole", decision: "allowed" }),
  };
}

/** A long-lived key. */
export function keyResolver({ cloud, host }: Bench): Resolver {
  return refreshing(staticCredentials(cloud.accessKey("alice")), { host });
}
