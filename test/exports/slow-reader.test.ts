import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { sendExport } from '../../src/door/exports.ts';
import type { ExportAsked } from '../../src/exports/answer-export.ts';
import { paced } from '../../src/exports/reader-pace.ts';
import { cutOffLine } from '../../src/exports/write-rows.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** Waits by hand: `fire` ends those of a length. */
function hand() {
  const waits = new Set<{ readonly ms: number; readonly run: () => void }>();
  const after = (ms: number, run: () => void) => {
    const wait = { ms, run };
    waits.add(wait);
    return () => void waits.delete(wait);
  };
  const fire = (ms: number) => {
    for (const wait of waits) if (wait.ms === ms) wait.run();
  };
  return { after, fire, waits };
}

const row = `${JSON.stringify({ type: 'row', filler: 'x'.repeat(60_000) })}\n`;

/** An export without an end, and what becomes of it. */
async function openEndless(rows: (left: AbortSignal) => AsyncIterable<string>) {
  const clock = hand();
  const told = { closed: 0, ended: false };
  let asked: ExportAsked | null = null;
  let sending: ServerResponse | null = null;
  async function* source(left: AbortSignal): AsyncGenerator<string> {
    try {
      yield* rows(left);
    } finally {
      told.ended = true;
    }
  }
  server = createServer((incoming, response) => {
    sending = response;
    void sendExport('/exports/users.jsonl', incoming, response, async (given) => {
      asked = given;
      const opened = paced(
        source(given.signal),
        { pieceMs: 30_000, wholeMs: 1_800_000 },
        {
          clock,
          close: () => void (told.closed += 1),
          cutOff: (why) => cutOffLine('jsonl', [], why),
        },
      );
      return { ok: true, headers: {}, ...opened };
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sent = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    clock,
    told,
    response,
    signal: () => asked?.signal ?? null,
    waitsForReader: () => sending?.writableNeedDrain === true,
  };
}

async function settles(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a reader that takes nothing', () => {
  test('is told so in its last line, and what makes the rows ends at once', async () => {
    let made = 0;
    const { clock, told, response, signal, waitsForReader } = await openEndless(async function* () {
      for (;;) {
        made += 1;
        yield row;
      }
    });
    // Nothing is taken: what the connection holds is full after a while, and no more rows are made.
    await settles(waitsForReader);
    expect(told).toEqual({ closed: 0, ended: false });
    clock.fire(30_000);
    await settles(() => told.ended);
    expect(signal()?.aborted).toBe(true);
    let text = '';
    for await (const chunk of response) text += String(chunk);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(made + 1);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
      type: 'error',
      code: 'READER_TOO_SLOW',
      message: expect.stringMatching(/^Nothing of this export was taken for 30 seconds\. It was ended/),
    });
    expect(clock.waits.size).toBe(0);
  });

  test.each(['heeds the signal', 'never answers'])(
    'is told of the whole time too, while what rows are read from %s',
    async (how) => {
      const { clock, told, response, signal } = await openEndless(async function* (left) {
        yield row;
        await (how === 'never answers' ? new Promise(() => {}) : once(left, 'abort'));
      });
      const chunks: string[] = [];
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => chunks.push(chunk));
      const ended = once(response, 'end');
      // The row was taken: only the whole time is measured.
      await settles(() => signal() !== null && clock.waits.size === 1);
      clock.fire(1_800_000);
      await ended;
      expect(chunks.join('').trimEnd().split('\n').at(-1)).toMatch(
        /"READER_TOO_SLOW","message":"This export took more than 30 minutes\. /,
      );
      expect(told).toMatchObject({ closed: expect.any(Number), ended: how !== 'never answers' });
    },
  );

  test('in CSV the last line has as many cells as the others', () => {
    const line = cutOffLine('csv', ['a', 'b', 'c', 'd'], { code: 'READER_TOO_SLOW', message: 'm' });
    expect(line).toBe('#error,code=READER_TOO_SLOW,m,,\r\n');
  });
});
