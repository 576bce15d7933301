import { webHost } from "@alicred/core/host/web";
import { createRoute } from "../../lib/storage.ts";

export const runtime = "edge";
export const GET = createRoute("edge", webHost({ env: process.env }));
