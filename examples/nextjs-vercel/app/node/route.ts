import { nodeHost } from "@alicred/core/host/node";
import { createRoute } from "../../lib/storage.ts";

export const runtime = "nodejs";
export const GET = createRoute("node", nodeHost());
