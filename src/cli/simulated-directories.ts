/** Keys of the directories that answer where nothing is configured. */
export const simulatedDirectories: readonly string[] = ['sandbox', 'okta', 'scim'];
