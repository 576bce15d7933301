/** Where every instance finds its metadata, by plain HTTP alone. */
export const ecsMetadataHosts: readonly string[] = ["100.100.100.200"];
