import { EventEmitter, once } from 'node:events';

/** Lets a test say when something may go on. */
export interface Gate {
  readonly passed: Promise<unknown>;
  readonly open: () => void;
}

export function gate(): Gate {
  const emitter = new EventEmitter();
  return { passed: once(emitter, 'open'), open: () => void emitter.emit('open') };
}
