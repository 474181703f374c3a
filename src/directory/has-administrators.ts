import type { Directory } from './directory.ts';

/**
 * Whether a directory knows of administrators at all. Where it does not (SCIM), guards over roles let everything pass: nobody's
 * power over the directory can be taken, given or stolen through the gateway. A provider leaves out both capabilities only then
 * (see `Provider.capabilities`); one whose roles merely cannot be read keeps them, its reads fail, and the guards refuse.
 */
export function hasAdministrators(directory: Directory): boolean {
  return directory.can('ROLES') || directory.can('ROLE_ASSIGNMENTS');
}
