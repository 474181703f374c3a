/**
 * Measures the compiled gateway against a hand-written loop that makes the same calls without GraphQL: side by side in one
 * run, in turns, because ratios hold on any machine and milliseconds on none. Sandbox and gateway are processes of their own.
 */
import { blackHole } from './black-hole.ts';
import { coldStart } from './cold-start.ts';
import { devices, failing, groups, people, report, scalars, usersPage } from './compare-questions.ts';
import { startGateway } from './gateway-handle.ts';
import { identities } from './identities.ts';
import { PlainLoop } from './plain-loop.ts';
import { rateLimited } from './rate-limited.ts';
import { startSandboxProcess } from './sandbox-handle.ts';
import { met, tableOf, type Row } from './table.ts';

/** A call for each user, however many there are. */
const perUser = { PINGONE_REPORT_THRESHOLD: '1000000' };

const rows: Row[] = [];

async function step(work: Promise<Row | readonly Row[]>): Promise<void> {
  const done = [await work].flat();
  for (const row of done) process.stderr.write(`${row.question}: ${row.ratio?.toFixed(2) ?? 'done'}\n`);
  rows.push(...done);
}

const sandbox = await startSandboxProcess(people);
await sandbox.behave(20);
const loop = new PlainLoop(sandbox.address);
await loop.connect();

const gateway = await startGateway(sandbox.address, perUser);
const bench = { sandbox, gateway, loop };
await step(usersPage(bench));
await step(scalars(bench));
await step(devices(bench, 20));
await step(devices(bench, 50));
await step(groups(bench));
await step(failing(bench));
await gateway.close();

const reporting = await startGateway(sandbox.address);
await step(report({ sandbox, gateway: reporting, loop }));
await reporting.close();

await step(rateLimited(sandbox, loop, perUser, 3));
await step(coldStart('cold start over a directory', sandbox.address, 1_000));
await loop.close();
await sandbox.close();
await step(coldStart('cold start with the sandbox', null, 1_500));
await step(blackHole());
for (const row of identities()) await step(Promise.resolve(row));

process.stdout.write(`\n${tableOf(rows)}\n`);
if (!rows.every(met)) process.exitCode = 1;
