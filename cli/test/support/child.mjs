// A program below `alicred exec`: writes what it was given, and what the official SDK for Node makes of it, to a file.
import { writeFileSync } from "node:fs";
import credentials from "@alicloud/credentials";

const [, , file, ...homes] = process.argv;
const answers = {};
for (const home of homes.length > 0 ? homes : [process.env.HOME]) {
  process.env.HOME = home;
  process.env.USERPROFILE = home;
  try {
    const { accessKeyId, securityToken } = await new credentials.default().getCredential();
    answers[home] = { accessKeyId, hasToken: Boolean(securityToken) };
  } catch (error) {
    answers[home] = { error: String(error) };
  }
}
writeFileSync(file, JSON.stringify({ answers, profile: process.env.ALICRED_PROFILE }));
