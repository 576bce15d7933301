// A real `terraform plan` that asks who it is: tsx terraform.ts FOLDER, in which `terraform init` was run.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { tell } from "./answer.ts";

const execute = promisify(execFile);
const [folder = ""] = process.argv.splice(2, 1);

await tell(async () => {
  const program = process.env["TERRAFORM"] ?? "terraform";
  const planFile = join(folder, "plan");
  await execute(program, [`-chdir=${folder}`, "plan", "-input=false", "-no-color", `-out=${planFile}`]);
  const { stdout } = await execute(program, [`-chdir=${folder}`, "show", "-json", planFile]);
  return { arn: String(JSON.parse(stdout).planned_values?.outputs?.arn?.value) };
});
