import { roleSource } from "@alicred/assume-role";
import type { CredentialSource } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource, namedStep } from "@alicred/plugin-kit";
import { documentedOrder } from "./documented-order.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { roleOf } from "./role.ts";

/** As Terraform's documentation has it: its order, and the role of the block `assume_role` on top of whichever won. */
export function asDocumented(
  name: string,
  settings: ProviderSettings,
  modes: readonly ProfileMode[],
): CredentialSource {
  const { assume_role: block } = settings;
  if (block === undefined) return documentedOrder(name, settings, modes);
  const from = documentedOrder("base", settings, modes);
  return memoizedSource(
    name,
    (context) => roleOf(context, block, settings),
    (role) =>
      role === undefined
        ? from
        : namedStep(
            name,
            roleSource({ from, ...role }, () => "argument assume_role"),
          ),
  );
}
