import type { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { chooseAddress } from "../../../src/commands/serve/address.ts";

type Interfaces = ReturnType<typeof networkInterfaces>;

function interfaces(addresses: Readonly<Record<string, string>>): Interfaces {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [
      name,
      [{ address, netmask: "", family: "IPv4" as const, mac: "", internal: false, cidr: null }],
    ]),
  );
}

const OWN = interfaces({ lo: "127.0.0.1", eth0: "192.168.1.9", docker0: "172.17.0.1", podman0: "10.88.0.1" });
const NONE = interfaces({ lo: "127.0.0.1", eth0: "192.168.1.9" });

describe("the address of a server", () => {
  test("is a loopback one", () => {
    expect(chooseAddress({})).toMatchObject({ host: "127.0.0.1", called: "127.0.0.1" });
    expect(chooseAddress({ host: "127.0.0.2" })).toMatchObject({ host: "127.0.0.2" });
    for (const host of ["0.0.0.0", "192.168.1.9", "::", "100.100.100.200", "127.0.0.1.example"])
      expect(() => chooseAddress({ host }), host).toThrow("is not a loopback address");
  });

  test("is that of the metadata service only for its protocol", () => {
    expect(chooseAddress({ ecs: true, host: "100.100.100.200" })).toMatchObject({ host: "100.100.100.200" });
    expect(() => chooseAddress({ ecs: true, host: "192.168.1.9" })).toThrow("is not a loopback address");
  });

  test("for containers is that of the bridge", () => {
    expect(chooseAddress({ container: true, interfaces: OWN })).toEqual({
      host: "172.17.0.1",
      names: ["host.docker.internal", "host.containers.internal"],
      called: "172.17.0.1",
    });
    expect(chooseAddress({ container: "10.88.0.1", interfaces: OWN })).toMatchObject({ host: "10.88.0.1" });
  });

  test("for containers is the loopback one where the engine is a machine of its own", () => {
    expect(chooseAddress({ container: true, interfaces: NONE, platform: "darwin" })).toMatchObject({
      host: "127.0.0.1",
      called: "host.docker.internal",
    });
    expect(() => chooseAddress({ container: true, interfaces: NONE, platform: "linux" })).toThrow(
      "--container ADDRESS",
    );
  });

  test("never stands for all of this machine", () => {
    for (const container of ["0.0.0.0", "0", "::", "[::]"])
      expect(() => chooseAddress({ container, interfaces: OWN }), container).toThrow("every address");
    expect(() => chooseAddress({ container: "8.8.8.8", interfaces: OWN })).toThrow(
      "not an address of this machine",
    );
    expect(() => chooseAddress({ container: true, ecs: true, interfaces: OWN })).toThrow(
      "exclude each other",
    );
  });
});
