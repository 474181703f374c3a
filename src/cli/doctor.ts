import type { GatewayConfig } from '../config.ts';
import type { HealthCheck } from '../model/directory.ts';
import { connectDirectories } from './connect.ts';
import { startEmbeddedSandbox } from './embedded-sandbox.ts';
import type { Output } from './output.ts';
import { backgroundScope } from './readiness.ts';

const marks: Record<HealthCheck['status'], string> = {
  OK: 'ok     ',
  WARNING: 'warning',
  FAILED: 'FAILED ',
  SKIPPED: 'skipped',
};

/** Tries everything on every directory and says in plain words what works, what is missing and what to do. 0: all can be used. */
export async function doctor(config: GatewayConfig, output: Output): Promise<0 | 1> {
  for (const warning of config.warnings) output.error(`Warning: ${warning}`);
  const embedded = config.sandbox ? await startEmbeddedSandbox() : null;
  if (embedded !== null)
    output.line('Nothing is configured: these are the checks of the simulated PingOne, Okta and SCIM.');
  const directories = connectDirectories(embedded?.config ?? config);
  let failures = 0;
  try {
    for (const directory of directories) {
      output.line(`\n${directory.key} (${directory.provider.kind}, ${directory.provider.externalId})`);
      const { status, checks } = await directory.health(backgroundScope());
      for (const check of checks) {
        output.line(`  ${marks[check.status]}  ${check.code}: ${check.message}`);
        if (check.hint !== null) output.line(`           -> ${check.hint}`);
        if (check.status === 'FAILED') failures += 1;
      }
      output.line(`  ${verdict(status)}`);
    }
  } finally {
    await Promise.all(directories.map((directory) => directory.close()));
    await embedded?.close();
  }
  return failures === 0 ? 0 : 1;
}

function verdict(status: 'OK' | 'DEGRADED' | 'FAILED'): string {
  if (status === 'OK') return 'Everything works.';
  if (status === 'DEGRADED') return 'It answers; what is marked above needs attention.';
  return 'It cannot be used until what is marked above is put right.';
}
