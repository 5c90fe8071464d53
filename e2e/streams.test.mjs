import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { showLogOfFailures } from './gateway.mjs';
import { startHeldUpstream } from './held-upstream.mjs';
import { legacy, send, usual, withoutComments } from './raw-mcp.mjs';
import { startTwoWaysTo } from './two-ways.mjs';

const PATIENCE_MS = 60_000;
const LARGE_EVENT = 10_000_000;
const MOST_BYTES = 4 << 20;

const firstEvent = 'id: 1\ndata: {"before":"the silence"}\n\n';
const lastEvent = 'id: 2\nevent: message\ndata: {"after":"the silence"}\n\n';

/** The requests that open a stream at the upstream. */
const openings = { GET: { method: 'GET', headers: { accept: 'text/event-stream' } }, POST: legacy('tools/call', {}) };

describe('long messages', { timeout: 120_000 }, () => {
  let world;

  before(async () => (world = await startTwoWaysTo((key) => startHeldUpstream(key, measured))));
  after(() => world?.stop());

  showLogOfFailures(() => world.gateway);

  // Each test also runs without the gateway, which shows that it is right about the server.
  for (const way of ['direct', 'through']) {
    describe(way, () => testsOf(() => ({ ...world, way: world.ways[way] })));
  }

  test('GW-14: a request of one byte more is refused in the form of MCP, and the next call is answered', async (context) => {
    const { fixture, ways } = world;
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    context.after(() => agent.destroy());
    for (const framing of framings) {
      const refused = await post(ways.through, framing(requestOfBytes(MOST_BYTES + 1)), agent);
      assert.equal(refused.status, 413, refused.body);
      // Its id is null: nothing of such a message is looked at.
      assert.equal(JSON.parse(refused.body).jsonrpc, '2.0');
      assert.equal(JSON.parse(refused.body).error.code, -32603);
      assert.equal((await post(ways.through, legacy('ping'), agent)).status, 200);
    }
    assert.ok(fixture.lengths.every((length) => length <= MOST_BYTES), 'nothing of it has come upstream');
  });
});

describe('an event stream that is kept awake each second', { timeout: 120_000 }, () => {
  let folder;
  let world;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'keystile-e2e-'));
    const config = path.join(folder, 'gateway.yaml');
    await writeFile(config, 'bridge:\n  keep-alive: 1s\n');
    world = await startTwoWaysTo(startHeldUpstream, ['--config', config]);
  });
  after(async () => {
    await world?.stop();
    await rm(folder, { recursive: true });
  });

  showLogOfFailures(() => world.gateway);

  for (const [method, opening] of Object.entries(openings)) {
    test(`GW-08: a stream of ${method} goes on after a silence of eight comments`, async () => {
      await silence(world, world.ways.through, opening, 8);
    });
  }
});

function testsOf(world) {
  test(`GW-07: one event of ${LARGE_EVENT} bytes comes byte for byte`, async () => {
    const { way, fixture } = world();
    const event = largeEvent();
    const [response, stream] = await opened(fixture, way, openings.POST);
    stream.response.end(event);
    const received = Buffer.from(await response.arrayBuffer());
    // Every byte is a character of this encoding.
    assert.equal(digest(Buffer.from(withoutComments(received.toString('latin1')), 'latin1')), digest(event));
  });

  test(`GW-07: a request of ${MOST_BYTES} bytes arrives byte for byte`, async () => {
    for (const framing of framings) {
      const body = requestOfBytes(MOST_BYTES);
      const answer = await post(world().way, framing(body));
      assert.equal(answer.status, 200, answer.body);
      assert.deepEqual(JSON.parse(answer.body).result, measured(body));
    }
  });
}

const digest = (bytes) => `${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`;

/** What the upstream answers to a request that opens no stream. */
const measured = (body) => ({ received: digest(body) });

/** An event of several lines and all kinds of characters. */
function largeEvent() {
  const end = '\n\n';
  const line = `data: ${randomBytes(3000).toString('base64')} äöü 漢字 🙂 : \\n\n`;
  const lines = Buffer.from(`id: large\n${line.repeat(LARGE_EVENT / line.length)}`).subarray(0, LARGE_EVENT - 100_000);
  const whole = lines.subarray(0, lines.lastIndexOf('\n') + 1);
  const last = Buffer.from(`data: ${'x'.repeat(LARGE_EVENT - whole.length - 'data: '.length - end.length)}${end}`);
  return Buffer.concat([whole, last]);
}

/** A request that is exactly as long, and no two alike. */
function requestOfBytes(length, id = 7) {
  const bodyWith = (text) => Buffer.from(legacy('ping', { text }, id).body);
  const random = randomBytes(1000).toString('hex');
  return bodyWith(random + 'x'.repeat(length - bodyWith(random).length));
}

/** How the length of a body is told: before it, or by its chunks. */
const framings = [
  (body) => ({ body, headers: { 'content-length': body.length } }),
  (body) => ({ body, headers: { 'transfer-encoding': 'chunked' } }),
];

function post(way, { body, headers }, agent) {
  return new Promise((resolve, reject) => {
    const all = { ...usual, ...way.headers, ...headers };
    const request = http.request(way.url, { method: 'POST', headers: all, agent, timeout: PATIENCE_MS }, async (response) => {
      let text = '';
      try {
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve({ status: response.statusCode, body: text });
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.end(body);
  });
}

/** Opens a stream, and answers both of its ends. */
async function opened(fixture, way, opening) {
  const id = randomBytes(8).toString('hex');
  const headers = { ...opening.headers, 'last-event-id': id };
  const response = await send(way, { ...opening, headers }, AbortSignal.timeout(PATIENCE_MS));
  assert.equal(response.status, 200);
  return [response, fixture.streams.find((stream) => stream.headers['last-event-id'] === id)];
}

/** One event, a silence until as many `comments` have come, another event and the end: nothing else is missing or more. */
async function silence({ fixture }, way, opening, comments) {
  const [response, stream] = await opened(fixture, way, opening);
  stream.response.write(firstEvent);
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) text += chunk;
  })();
  await until(() => [...text.matchAll(/^:/gm)].length >= comments, 'the last of the comments');
  stream.response.end(lastEvent);
  await reading;
  assert.equal(withoutComments(text), firstEvent + lastEvent);
}

async function until(condition, what) {
  const deadline = performance.now() + PATIENCE_MS;
  while (!condition()) {
    assert.ok(performance.now() < deadline, `${what} did not come`);
    await sleep(20);
  }
}
