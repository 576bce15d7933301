import { DEFAULT_ACCOUNT_ID, PARTNER_ACCOUNT_ID } from "../../cloud/world/default-accounts.ts";
import type { CloudSsoDescription } from "./world.ts";

/** The directory of the default world: alice may do everything, bob may look around. */
export const DEFAULT_DIRECTORY: CloudSsoDescription = {
  users: [
    { name: "alice", displayName: "Alice Anders" },
    { name: "bob", displayName: "Bob Berg" },
  ],
  accounts: [
    { accountId: DEFAULT_ACCOUNT_ID, displayName: "Production" },
    { accountId: PARTNER_ACCOUNT_ID, displayName: "Partner" },
  ],
  accessConfigurations: [
    {
      id: "ac-0simulatedadmin000001",
      name: "Administrator",
      description: "Everything, for an hour.",
      policies: ["AdministratorAccess"],
    },
    {
      id: "ac-0simulatedreader00001",
      name: "ReadOnly",
      description: "A quarter of an hour to look around.",
      sessionDurationSeconds: 900,
    },
  ],
  assignments: [
    {
      users: ["alice"],
      accountIds: [DEFAULT_ACCOUNT_ID, PARTNER_ACCOUNT_ID],
      accessConfigurations: ["Administrator", "ReadOnly"],
    },
    { users: ["bob"], accountIds: [DEFAULT_ACCOUNT_ID], accessConfigurations: ["ReadOnly"] },
  ],
};
