import type { Directory } from '../directory.ts';
import { ownScope, unaskedScope } from './own-scope.ts';
import { walkRemainingRoles } from '../sweep/remaining-roles.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** Reads behind everything else the role assignments that sweeps over many users leave out. One walk at a time. */
export class RoleWalk {
  readonly #directory: Directory;
  readonly #now: () => number;
  readonly #amend: (change: (sweep: Sweep) => Sweep) => void;
  #ending: AbortController | null = null;
  #walk: Promise<void> = Promise.resolve();

  /** @param amend changes the newest snapshot. */
  constructor(directory: Directory, now: () => number, amend: (change: (sweep: Sweep) => Sweep) => void) {
    this.#directory = directory;
    this.#now = now;
    this.#amend = amend;
  }

  /** @param anew whether everything was read for the snapshot: what is under way over the one before it then ends. */
  begin(sweep: Sweep, anew: boolean): void {
    if (anew) this.#ending?.abort();
    else if (this.#ending !== null) return;
    if (!lacksRoles(sweep)) return;
    const ending = new AbortController();
    this.#ending = ending;
    const scope = ownScope(unaskedScope(this.#now()), 'bulk', ending.signal);
    this.#walk = walkRemainingRoles(this.#directory, sweep, scope, this.#amend)
      .catch(() => {})
      .finally(() => {
        if (this.#ending === ending) this.#ending = null;
      });
  }

  async stop(): Promise<void> {
    this.#ending?.abort();
    await this.#walk;
  }
}

function lacksRoles({ gaps }: Sweep): boolean {
  return gaps.some(({ what, reason }) => what === 'ROLE_ASSIGNMENTS' && reason === 'NOT_REQUESTED');
}
