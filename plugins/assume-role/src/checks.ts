import { isRegion, parseEndpoint } from "@alicred/sts";
import * as z from "zod/mini";

// The limits of AssumeRole:
// https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole

export function text(): z.ZodMiniString {
  return z.string("is missing or not text").check(z.minLength(1, "is empty"));
}

export function roleArn(): z.ZodMiniString {
  const shape = /^acs:ram::\d+:role\/[\w.@-]+$/;
  return z
    .string("is missing or not text")
    .check(z.regex(shape, "is not the ARN of a role, as in acs:ram::123456789012:role/name"));
}

export function roleSessionName(): z.ZodMiniString {
  return z
    .string("is not text")
    .check(z.regex(/^[\w.@-]{2,64}$/, "is not 2 to 64 letters, digits and characters of . @ - _"));
}

export function durationSeconds(): z.ZodMiniNumber {
  const message = "is not a whole number of seconds from 900 to 43200";
  return z
    .number(message)
    .check(z.refine((value) => Number.isInteger(value) && value >= 900 && value <= 43_200, message));
}

export function policy(): z.ZodMiniString {
  return z.string("is not text").check(
    z.refine((value) => value.length >= 1 && value.length <= 2048, "is not 1 to 2048 characters long"),
    z.refine(isJsonObject, "is not a JSON object"),
  );
}

export function externalId(): z.ZodMiniString {
  const message = "is not 2 to 1224 letters, digits and characters of _ = , . @ : / + -";
  return z.string("is not text").check(z.regex(/^[\w=,.@:/+-]{2,1224}$/, message));
}

export function endpoint(): z.ZodMiniString {
  const message = "is not a host of STS without a path; http:// is accepted for loopback hosts only";
  return z.string("is not text").check(z.refine((value) => parseEndpoint(value) !== undefined, message));
}

export function region(): z.ZodMiniString {
  return z.string("is not text").check(z.refine(isRegion, "is not a region id, such as cn-hangzhou"));
}

function isJsonObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
