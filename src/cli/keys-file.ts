import { join } from 'node:path';
import type { GatewayConfig } from '../config.ts';

/** Where API keys are, or will be when the first one is created. */
export function keysFileOf({ access, server }: Pick<GatewayConfig, 'access' | 'server'>): string {
  return access?.keysFile ?? join(server.dataDirectory, 'keys.json');
}
