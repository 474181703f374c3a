/** What the adapter has to know of one SCIM service; the configuration is structurally the same. */
export interface ScimSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  /** The base of every call, without a slash at its end: `https://host/scim/v2`. */
  readonly url: string;
  readonly writable: boolean;
  /** Pages after which a list is broken off as one that never ends. */
  readonly maxPages: number;
  /** Rows up to which a list is read whole where the service refuses or ignores a filter. */
  readonly listLimit: number;
}
