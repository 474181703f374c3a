/** What the adapter has to know of one PingOne environment; the configuration is structurally the same. */
export interface PingOneSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  readonly environmentId: string;
  /** PingOne's code (`NA`, `CA`, `EU`, `AU`, `SG`, `AP`), or null where the addresses were given by hand. */
  readonly region: string | null;
  /** The base of the API with `/v1`. */
  readonly apiUrl: string;
  /** Id of the worker application whose credential the gateway uses. */
  readonly clientId: string;
  readonly writable: boolean;
  /** The variable that makes it so; left out: the configuration file says it. */
  readonly writableVariable?: string;
  /** Users in one batch from which the report of devices is cheaper than a call for each. */
  readonly reportThreshold: number;
}
