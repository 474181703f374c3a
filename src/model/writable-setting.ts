/**
 * What an operator sets to let the gateway change a directory.
 * @param variable of the environment by which the directory is set up; left out: the configuration file does.
 */
export function writableSetting(variable?: string): string {
  return variable === undefined ? 'writable: true in rollcall.yaml' : `${variable}=true`;
}
