/** A name that gives valid names of a package, of variables and of types: `acme`, `my-key-service`. */
export const PLUGIN_NAME: RegExp = /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/;

/** The forms in which a name appears in the template, the longer placeholders first. */
export function placeholders(name: string): readonly (readonly [placeholder: string, text: string])[] {
  const words = name.split("-");
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return [
    ["CONSTANT_NAME", words.join("_").toUpperCase()],
    ["PascalName", pascal],
    ["camelName", pascal.charAt(0).toLowerCase() + pascal.slice(1)],
    ["snake_name", words.join("_")],
    ["NAME", name],
  ];
}

/** A text of the template under a name. */
export function named(text: string, name: string): string {
  return placeholders(name).reduce((all, [placeholder, by]) => all.replaceAll(placeholder, by), text);
}
