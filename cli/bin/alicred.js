#!/usr/bin/env node
// `npx alicred` in a checkout, from the sources. The published package runs `dist/main.js` in its place.
import { register } from "tsx/esm/api";

register();
await import("../src/main.ts");
