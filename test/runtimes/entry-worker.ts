// A module worker: GET /?runtime=NAME&origin=ORIGIN runs the list in one request.
import type { RuntimeName } from "../cases/case.ts";
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

export default {
  async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const runtime = query.get("runtime") as RuntimeName;
    return Response.json(await runCases(cases, runtime, query.get("origin") ?? ""));
  },
};
