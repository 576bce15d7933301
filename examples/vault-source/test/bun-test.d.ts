// In place of @types/bun, which would change the globals of every other file.
declare module "bun:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
}
