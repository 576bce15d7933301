/**
 * Tests that put another module in place of one of Node's. The other test files share a process, in which each would get it too, so that
 * these have one of their own.
 */
export const ALONE: readonly string[] = [
  "core/test/host/node-files.test.ts",
  "core/test/host/node-process-groups.test.ts",
  "core/test/host/node-processes.test.ts",
  "plugins/files/file-store/test/replace.test.ts",
];
