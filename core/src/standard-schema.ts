/**
 * The part of Standard Schema (https://standardschema.dev, version 1) that the kernel reads. Declared here, so that
 * the kernel depends on no package.
 *
 * @module
 */

/**
 * A validator from any library that speaks Standard Schema. `Output` is what it makes of an `Input`: they differ by
 * defaults and transforms.
 */
export interface StandardSchema<Output, Input = Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** For the compiler alone; absent at run time. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
