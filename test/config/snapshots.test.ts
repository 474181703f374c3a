import { describe, expect, it } from 'vitest';
import { CLIENT, ENVIRONMENT, FOUR, load, loadFile, mistakes } from './load.ts';
import { pingOne } from './ping-one.ts';

const DIRECTORIES = `directories:
  workforce:
    provider: PINGONE
    environmentId: ${ENVIRONMENT}
    clientId: ${CLIENT}
    clientSecret: { env: SECRET }
    region: eu
`;
const SECRET = { SECRET: 'S3cret~of.the-worker' };
const HOOK = 'f3b1c9d2a47e4f0c8b6d5a1e2c3b4d5e';

describe('the section "snapshots"', () => {
  it('says how often changes are asked for, and how often everything is read; a variable wins over it', () => {
    expect(loadFile(DIRECTORIES, SECRET).snapshots).toEqual({});
    const section = `${DIRECTORIES}snapshots: { refreshSeconds: 30, wholeHours: 12 }\n`;
    expect(loadFile(section, SECRET).snapshots).toEqual({ refreshEveryMs: 30_000, wholeEveryMs: 43_200_000 });
    const env = { ...SECRET, ROLLCALL_SNAPSHOT_REFRESH_SECONDS: '90' };
    expect(loadFile(section, env).snapshots).toEqual({ refreshEveryMs: 90_000, wholeEveryMs: 43_200_000 });
    expect(load({ env: { ...FOUR, ROLLCALL_SNAPSHOT_WHOLE_HOURS: '6' } }).snapshots).toEqual({
      wholeEveryMs: 21_600_000,
    });
  });

  it.each([
    ['refreshSeconds: 1', 'snapshots.refreshSeconds'],
    ['wholeHours: 0.5', 'snapshots.wholeHours'],
    ['wholeHours: 400', 'snapshots.wholeHours'],
    ['refreshSecond: 30', 'snapshots.refreshSecond'],
  ])('is refused with %s', (line, setting) => {
    const wrong = mistakes(() => loadFile(`${DIRECTORIES}snapshots: { ${line} }\n`, SECRET));
    expect(wrong.map((problem) => problem.setting)).toEqual([setting]);
  });
});

function found(yaml: string, env = {}): string | undefined {
  const { directories } = loadFile(`${DIRECTORIES}${yaml}`, { ...SECRET, ...env });
  return pingOne(directories[0]).webhookSecret?.reveal();
}

describe('the secret of webhooks', () => {
  it('comes from a variable or a file, and there is none unless it is given', () => {
    expect(found('')).toBeUndefined();
    expect(found('    webhookSecret: { env: HOOK }\n', { HOOK })).toBe(HOOK);
    const { directories } = load({ env: { ...FOUR, PINGONE_WEBHOOK_SECRET: HOOK } });
    expect(pingOne(directories[0]).webhookSecret?.reveal()).toBe(HOOK);
  });

  it('is refused where it can be guessed, or stands in the file itself, and is not shown', () => {
    const short = mistakes(() => load({ env: { ...FOUR, PINGONE_WEBHOOK_SECRET: 'letmein' } }));
    expect(short.map(({ setting }) => setting)).toEqual(['PINGONE_WEBHOOK_SECRET']);
    const written = mistakes(() => loadFile(`${DIRECTORIES}    webhookSecret: ${HOOK}\n`, SECRET));
    expect(JSON.stringify([short, written])).not.toMatch(new RegExp(`letmein|${HOOK}`));
    expect(written.map(({ setting }) => setting)).toEqual(['directories.workforce.webhookSecret']);
  });
});
