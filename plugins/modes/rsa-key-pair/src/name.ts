/** Name of the plugin and its source, in provenance, trace and errors. */
export const NAME = "rsa-key-pair";
