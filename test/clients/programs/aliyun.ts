// The aliyun CLI, which reads `~/.aliyun/config.json`: tsx aliyun.ts CONFIG. ALIYUN_CLI names it, where PATH does not.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { tell } from "./answer.ts";

const execute = promisify(execFile);

await tell(async () => {
  const { stdout } = await execute(process.env["ALIYUN_CLI"] ?? "aliyun", ["sts", "GetCallerIdentity"]);
  return { arn: String(JSON.parse(stdout).Arn) };
});
