import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Serving } from '../../src/cli/serve.ts';
import { startGateway } from '../cli/gateway.ts';
import { findChromium, launch } from './chromium.ts';

const executable = findChromium();
if (executable === null) process.stderr.write('skipped: Chromium is not installed\n');

describe.skipIf(executable === null)('GraphiQL in a browser without a network', () => {
  let gateway: Serving;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    gateway = await startGateway();
    browser = await launch(executable ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(15_000);
    page.on('request', (request) => requested.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${gateway.url}/graphql`);
    await page.waitForSelector('.graphiql-execute-button');
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  const tab = (name: string) => page.getByRole('tab', { name, exact: true });

  /** Presses the button and waits for this operation's answer to be shown; answers what was received. */
  async function execute(shows: string): Promise<Record<string, unknown>> {
    const answered = page.waitForResponse((candidate) => candidate.request().method() === 'POST');
    const asked = page.waitForRequest((candidate) => candidate.method() === 'POST');
    // A press in the same moment as a change of tabs is lost in GraphiQL; a person presses again.
    const again = setInterval(() => void page.click('.graphiql-execute-button').catch(() => {}), 2_000);
    await page.click('.graphiql-execute-button');
    await asked.finally(() => clearInterval(again));
    const response = await answered;
    await page.locator('.result-window', { hasText: shows }).waitFor();
    return (await response.json()) as Record<string, unknown>;
  }

  /** The editor draws the lines in sight only. */
  async function scrollResponseToItsEnd(): Promise<void> {
    await page.locator('.result-window .view-lines').click();
    await page.keyboard.press('Control+End');
  }

  test('opens with tabs of ready operations, by name, all of them in sight', async () => {
    const names = await page.locator('.graphiql-tab').allInnerTexts();
    expect(names.map((name) => name.trim())).toEqual([
      'Users',
      'AdminsNoMfa',
      'OnePerson',
      'Findings',
      'Posture',
      'UsersMfa',
      'User',
      'SuspendUser',
      'Ledger',
    ]);
    expect(await page.title()).toBe('Rollcall');
    const last = await page.locator('.graphiql-tab').last().boundingBox();
    const add = await page.locator('.graphiql-tab-add').boundingBox();
    expect((last?.x ?? Infinity) + (last?.width ?? 0)).toBeLessThanOrEqual(add?.x ?? 0);
  });

  test('the first tab runs as it is, and the answer shows people and what it cost', async () => {
    const answer = await execute('totalCount');
    expect(answer).toMatchObject({
      data: { users: { totalCount: null, coverage: { complete: true, checked: 20 } } },
      // What a SCIM service can do is asked of it the first time.
      extensions: { cost: { byDirectory: { sandbox: 1, okta: 1 } } },
    });
    await scrollResponseToItsEnd();
    await page.locator('.result-window', { hasText: 'upstreamCalls' }).waitFor();
  });

  test('another shows what three directories say of somebody who has left', async () => {
    await tab('OnePerson').click();
    const answer = await execute('"');
    expect(answer).not.toHaveProperty('errors');
    expect(answer).toMatchObject({
      data: {
        users: {
          coverage: { complete: true },
          nodes: [
            { directory: { key: 'sandbox' }, status: 'ACTIVE' },
            { directory: { key: 'okta', isPrimary: true }, status: 'DEPROVISIONED' },
            { directory: { key: 'scim' }, status: 'ACTIVE' },
          ],
        },
      },
    });
  });

  test('another tab brings its own variables', async () => {
    await tab('UsersMfa').click();
    const answer = await execute('"');
    expect(answer).not.toHaveProperty('errors');
    expect(answer).toMatchObject({ data: { users: { coverage: { checked: 50 } } } });
    await scrollResponseToItsEnd();
    await page.locator('.result-window', { hasText: 'upstreamCalls' }).waitFor();
    const picture = process.env['ROLLCALL_SCREENSHOT'];
    if (picture !== undefined) await page.screenshot({ path: picture });
  });

  test('a dry run of a suspension says what would happen', async () => {
    await tab('SuspendUser').click();
    const answer = await execute('__typename');
    expect(answer).toMatchObject({
      data: { suspendUser: { __typename: 'SuspendUserSuccess', dryRun: true } },
    });
  });

  test('the documentation of the schema opens', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer', { hasText: 'Query' }).waitFor();
    expect(await page.locator('.graphiql-doc-explorer').innerText()).toContain('Mutation');
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
  });

  test('a reload keeps the tabs, and opens none', async () => {
    await page.reload();
    await page.waitForSelector('.graphiql-execute-button');
    expect(await page.locator('.graphiql-tab').count()).toBe(9);
    expect(await page.locator('.graphiql-tab-active').innerText()).toContain('SuspendUser');
    expect(await execute('__typename')).not.toHaveProperty('errors');
  });

  test('nothing was asked of any other server, and nothing went wrong in the console', () => {
    const elsewhere = requested.filter(
      (url) => !/^(data|blob):/.test(url) && !url.startsWith(`${gateway.url}/`),
    );
    expect(elsewhere).toEqual([]);
    expect(requested.length).toBeGreaterThan(5);
    // A violated Content-Security-Policy is an error here too.
    expect(complaints).toEqual([]);
  });

  test('an operation that fails shows the reason', async () => {
    const query = 'query Wrong { users(first: 0) { totalCount } }';
    await page.goto(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`);
    await page.waitForSelector('.graphiql-execute-button');
    const answer = await execute('message');
    const [error] = answer['errors'] as { message: string }[];
    expect(error?.message).toContain('first');
    expect(await page.locator('.result-window').innerText()).toContain('errors');
  });
});
