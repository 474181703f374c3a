import type { Upstream } from '../../upstream/upstream.ts';
import type { Ids } from '../paths.ts';
import { RestApi } from '../rest-api.ts';
import type { KeycloakSettings } from './settings.ts';

/** The admin API of one realm: templates are below it (`/users/{userId}`; empty for the realm itself). */
export class RealmApi extends RestApi {
  readonly settings: KeycloakSettings;

  constructor(settings: KeycloakSettings, upstream: Upstream) {
    super(settings.key, upstream);
    this.settings = settings;
  }

  protected override placeOf(template: string, ids: Ids): { template: string; ids: Ids } {
    return { template: `/realms/{realm}${template}`, ids: { ...ids, realm: this.settings.realm } };
  }
}
