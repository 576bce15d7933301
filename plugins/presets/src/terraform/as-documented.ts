import { roleSource } from "@alicred/assume-role";
import type { CredentialSource } from "@alicred/core";
import { asStep, derivedSource } from "../derived-source.ts";
import { documentedOrder, type ProfileOf } from "./documented-order.ts";
import { roleOf } from "./role.ts";
import type { ProviderSettings } from "./settings.ts";

/** As Terraform's documentation has it: its order, and the role of the block `assume_role` on top of whichever won. */
export function asDocumented(
  name: string,
  settings: ProviderSettings,
  profileOf: ProfileOf,
): CredentialSource {
  const { assume_role: block } = settings;
  if (block === undefined) return documentedOrder(name, settings, profileOf);
  const from = documentedOrder("base", settings, profileOf);
  return derivedSource(
    name,
    (context) => roleOf(context, block, settings),
    (role) =>
      role === undefined
        ? from
        : asStep(
            name,
            roleSource({ from, ...role }, () => "argument assume_role"),
          ),
  );
}
