// The handler of a function with the Node runtime: handler.handler
import { fromContext } from "@alicred/function-compute";
import { store } from "./storage.js";

export function handler(event, context) {
  return store("from-handler.txt", String(event), fromContext(context));
}
