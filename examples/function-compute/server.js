// The server of a function with a custom runtime: node server.js
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { fromHeaders } from "@alicred/function-compute";
import { store } from "./storage.js";

export const server = createServer(async (request, response) => {
  try {
    response.end(await store("from-server.txt", await text(request), fromHeaders(request)));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}).listen(process.env.FC_CUSTOM_LISTEN_PORT ?? 9000);
