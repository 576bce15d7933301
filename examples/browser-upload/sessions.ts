// One session for each user, which can do no more than store files below the user's own prefix.
import { assumeRole } from "@alicred/assume-role";
import { type Host, type Resolver, refreshing } from "@alicred/core";

/** As many users as are remembered; the one that was away longest goes first. */
const MOST_USERS = 10_000;

export interface Sessions {
  of(user: string): Resolver;
}

/** @param base the identity of this server, which may assume the role */
export function createSessions(host: Host, base: Resolver, roleArn: string, bucket: string): Sessions {
  const byUser = new Map<string, Resolver>();
  return {
    of(user) {
      const found = byUser.get(user);
      const resolver = found ?? refreshing(sourceFor(user), { host });
      byUser.delete(user);
      byUser.set(user, resolver);
      for (const [oldest, leaving] of byUser) {
        if (byUser.size <= MOST_USERS) break;
        byUser.delete(oldest);
        leaving.close();
      }
      return resolver;
    },
  };

  function sourceFor(user: string): ReturnType<typeof assumeRole> {
    const statement = {
      Effect: "Allow",
      Action: ["oss:PutObject", "oss:AbortMultipartUpload", "oss:ListParts"],
      Resource: [`acs:oss:*:*:${bucket}/${prefixOf(user)}*`],
    };
    return assumeRole({
      from: base,
      roleArn,
      // The logs of OSS and ActionTrail name the user.
      roleSessionName: `user-${user}`,
      policy: JSON.stringify({ Version: "1", Statement: [statement] }),
    });
  }
}

/** Where a user's files are. */
export function prefixOf(user: string): string {
  return `users/${user}/`;
}
