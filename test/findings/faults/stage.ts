import type { Provider } from '../../../src/providers/provider.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import type { Random } from './random.ts';

/** What goes wrong in one draw, in no vendor's words. */
export interface DrawnFault {
  /** Which kind of fault, which route, and which member or row: each is taken modulo what there is. */
  readonly kind: number;
  readonly route: number;
  readonly seed: number;
  /** Which part of what is asked on the route. */
  readonly share: number;
  /** So many are left alone first. */
  readonly after: number;
  /** So many go wrong. */
  readonly times: number;
}

/** A simulated vendor that can be made to fail, and how the gateway connects to it. */
export interface FaultStage {
  /** Connections that differ in how they read the same; each is a new one, which remembers nothing. */
  readonly connections: readonly ((options: ConnectionOptions) => Provider)[];
  /** To be called when everything was read once without faults: faults strike what was asked then. */
  learn(): void;
  /** Lets faults strike from now on, in place of those before; answers what they are, for whoever reads a failure. */
  arm(faults: readonly DrawnFault[]): readonly string[];
  /** Faults that struck since `arm`. */
  struck(): number;
  close(): Promise<void>;
}

/** Makes something else of the body of an answer; undefined: there is nothing in it to be changed so. */
export type Damage = (body: unknown, random: Random) => { readonly body: unknown } | undefined;
