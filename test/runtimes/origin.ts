import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { listen, type Served } from "./listen.ts";

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "*",
  "access-control-allow-headers": "*",
  "access-control-expose-headers": "*",
};

/** The one server that the cases of every runtime talk to, on a free loopback port. */
export async function startOrigin(): Promise<Served> {
  const server = createServer((request, response) => {
    const answer = (body: string): void => {
      response.writeHead(200, { ...cors, "content-type": "application/json" }).end(body);
    };
    if (request.method === "OPTIONS") return answer("");
    text(request).then(
      (body) =>
        answer(
          JSON.stringify({
            method: request.method,
            path: request.url,
            header: request.headers["x-case"] ?? null,
            body,
          }),
        ),
      () => response.destroy(),
    );
  });
  return listen(server);
}
