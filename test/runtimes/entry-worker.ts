// A module worker: GET /?runtime=NAME&origin=ORIGIN runs the list in one request.
import { webHost } from "@alicred/core/host/web";
import type { RuntimeName } from "../cases/case.ts";
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

export default {
  async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const runtime = query.get("runtime") as RuntimeName;
    const origin = query.get("origin") ?? "";
    return Response.json(await runCases(cases, runtime, origin, webHost({ runtime })));
  },
};
