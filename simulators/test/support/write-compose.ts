// Writes containers/compose.yaml, whose aliases are the hosts of all services: npm run compose -w @alicred/simulators
import { writeFileSync } from "node:fs";
import { composeFile } from "./compose.ts";

writeFileSync(new URL("../../containers/compose.yaml", import.meta.url), composeFile());
