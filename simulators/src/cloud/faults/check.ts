import { z } from "zod";
import { explain } from "../explain.ts";
import { nearest } from "../names.ts";
import { faultCatalogue } from "./catalogue.ts";
import { type Fault, type FaultedService, type FaultKind, instantMs } from "./fault.ts";

const instant = z.union([z.number(), z.iso.datetime({ offset: true })]);
const target = {
  service: z.string().optional(),
  operation: z.string().optional(),
  clientKey: z.string().optional(),
  nth: z.union([z.int().min(1), z.array(z.int().min(1)).min(1)]).optional(),
  times: z.int().min(1).optional(),
  rate: z.number().min(0).max(1).optional(),
  from: instant.optional(),
  until: instant.optional(),
};

const KIND_NAMES = Object.keys(faultCatalogue) as FaultKind[];
const kinds = z.object({ kind: z.enum(KIND_NAMES, { error: ({ input }) => strangeKind(input) }) });

function strangeKind(input: unknown): string {
  const hint = typeof input === "string" ? nearest(input, KIND_NAMES) : undefined;
  const near = hint ? `; near: ${hint}` : "";
  return `${JSON.stringify(input)} is no kind of fault${near}; there are ${KIND_NAMES.join(", ")}`;
}

function checkForm(fault: Fault): void {
  const schema = kinds.safeParse(fault).success
    ? z.strictObject({ kind: z.string(), ...faultCatalogue[fault.kind].parameters, ...target })
    : kinds;
  const { error } = schema.safeParse(fault);
  if (error) throw new TypeError(`invalid fault: ${explain(error)}`);
}

/** Checks of faults against the services of a cloud. */
export interface FaultCheck {
  /** @throws `TypeError` that says what is wrong with a fault. */
  check(fault: Fault): void;
  /** Whether a service can answer by the error of a fault, if it is one. */
  canAnswer(name: string, fault: Fault): boolean;
}

export function createFaultCheck(services: readonly FaultedService[]): FaultCheck {
  const byName = new Map(services.map((service) => [service.name, service]));
  const all = [...byName.keys()];
  const open = services.filter(({ errors }) => errors.open).map(({ name }) => name);

  function canAnswer(name: string, fault: Fault): boolean {
    if (fault.kind !== "error") return true;
    if (fault.status !== undefined && open.includes(name)) return true;
    return byName.get(name)?.errors.has(fault.code) ?? false;
  }

  /** Why a fault could never strike, or `undefined` when it could. */
  function neverStrikes(fault: Fault): string | undefined {
    if (fault.service !== undefined && !byName.has(fault.service))
      return `unknown service ${unknown(fault.service, all)}`;
    const able = servicesOf(fault);
    const named = fault.service === undefined ? able : able.filter(({ name }) => name === fault.service);
    if (named.length === 0)
      return `${fault.kind} is for ${able.map(({ name }) => name).join(", ") || "no service of this cloud"}, not for ${fault.service ?? "the others"}`;
    return strangeOperation(fault, named) ?? strangeError(fault, named);
  }

  function servicesOf({ kind }: Fault): readonly FaultedService[] {
    if (faultCatalogue[kind].stage !== "service") return services;
    return services.filter(({ faults }) => faults.includes(kind));
  }

  function strangeError(fault: Fault, named: readonly FaultedService[]): string | undefined {
    if (fault.kind !== "error") return undefined;
    const isOpen = fault.service !== undefined && open.includes(fault.service);
    if ((fault.status ?? fault.message) !== undefined && !isOpen)
      return `only errors of the services ${open.join(", ")} take a status and a message`;
    if (named.some(({ name }) => canAnswer(name, fault))) return undefined;
    const codes = [...new Set(named.flatMap(({ errors }) => errors.codes))];
    const hint = isOpen ? "; given with a status, it may be any other" : "";
    return `${hasNo(named)} error ${unknown(fault.code, codes)}${hint}`;
  }

  function check(fault: Fault): void {
    checkForm(fault);
    const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = fault;
    const why = instantMs(from) < instantMs(until) ? neverStrikes(fault) : "from must be before until";
    if (why !== undefined) throw new TypeError(`invalid fault: ${why}`);
  }

  return { check, canAnswer };
}

function strangeOperation({ operation }: Fault, named: readonly FaultedService[]): string | undefined {
  const operations = [...new Set(named.flatMap((service) => service.operations))];
  if (operation === undefined || operations.includes(operation)) return undefined;
  return `${hasNo(named)} operation ${unknown(operation, operations)}`;
}

function hasNo(named: readonly FaultedService[]): string {
  return named.length === 1 ? `${named[0]?.name} has no` : "no service has an";
}

/** A name and those that there are, the one that was meant first. */
function unknown(name: string, known: readonly string[]): string {
  const hint = nearest(name, known);
  return `${JSON.stringify(name)}${hint ? `; near: ${hint}` : ""}; there are ${known.join(", ")}`;
}
