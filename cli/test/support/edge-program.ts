// A program with the preset `edge`, as it runs where there are no files: it prints the provenance of its credentials.
import { refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { edge } from "@alicred/presets/edge";

const [, , roleArn] = process.argv;
const source = edge(roleArn === undefined ? {} : { assumeRole: { roleArn } });
const resolver = refreshing(source, { host: webHost({ env: process.env }) });
const { provenance } = await resolver.get();
process.stdout.write(JSON.stringify({ provenance }));
