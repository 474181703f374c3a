import type { PeerRoute } from '../peer-server.ts';
import type { Cursors } from './lists.ts';
import type { OktaOrg } from './org.ts';
import type { UserIndex } from './search.ts';
import type { SystemLog } from './system-log.ts';

/** A route, and the scope that a token needs for it. */
export interface OktaRoute extends PeerRoute {
  readonly scope?: string;
}

/** What the routes share. */
export interface OktaState {
  readonly org: OktaOrg;
  readonly index: UserIndex;
  readonly log: SystemLog;
  readonly cursors: Cursors;
  /** Rows in the largest page, by the kind of list. */
  readonly caps: PageCaps;
  readonly now: () => Date;
}

/** Okta may give fewer rows than are asked for: lower these to have more pages. */
export interface PageCaps {
  users: number;
  groups: number;
  members: number;
  apps: number;
  assignees: number;
}
