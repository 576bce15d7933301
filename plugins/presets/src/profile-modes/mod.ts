/**
 * The modes of `config.json`, for `sharedConfig` and the presets.
 *
 * @module
 */
export { accessKeyModes } from "./access-key-modes.ts";
export { allModes } from "./all-modes.ts";
export { httpModes } from "./http-modes.ts";
