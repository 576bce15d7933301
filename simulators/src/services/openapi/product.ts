import { hostName } from "../../cloud/request.ts";

const DOMAIN = ".aliyuncs.com";
const HOST = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const REGION = /^[a-z]{2,}-[a-z0-9-]+$/;
const VARIANTS = /-(?:vpc|intl|openapi|readonly|share|internal)$/;
/** Products whose hosts other services have, and which would otherwise hide a misspelt one. */
const OF_OTHERS = /^(?:.+\.)?(?:sts|oss)(?:-|\.|$)/;

/** The name of a product in RAM, where its hosts have another one. */
const RAM_NAMES: Readonly<Record<string, string>> = { business: "bss" };

/** Whether a host, in lower case and without a port, is one of any product. */
export function isProductHost(name: string): boolean {
  return name.endsWith(DOMAIN) && HOST.test(name) && !OF_OTHERS.test(name.slice(0, -DOMAIN.length));
}

/**
 * The product that a host belongs to: `ecs` of `ecs.cn-hangzhou.aliyuncs.com`, `ecs-cn-hangzhou.aliyuncs.com` and
 * `ecs-vpc.cn-hangzhou.aliyuncs.com`, `fc` of `123.cn-hangzhou.fc.aliyuncs.com`; `undefined` elsewhere.
 */
export function productOf(host: string): string | undefined {
  const name = hostName(host);
  if (!name.endsWith(DOMAIN)) return undefined;
  const labels = name.slice(0, -DOMAIN.length).split(".");
  const last = labels.at(-1) ?? "";
  const label = labels.length > 1 && REGION.test(last) ? (labels.at(-2) ?? "") : last;
  return label.replace(/-(?:cn|ap|eu|us|me|na)-[a-z0-9-]+$/, "").replace(VARIANTS, "");
}

/** The prefix of a product's actions in policies. */
export function ramName(product: string): string {
  return Object.hasOwn(RAM_NAMES, product) ? (RAM_NAMES[product] ?? product) : product;
}
