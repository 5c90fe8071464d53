import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openApiKeyDoor } from './api-key-door.mjs';
import { assertCallWorks, startEverything } from './everything.mjs';
import { showLogOfFailures, startGateway } from './gateway.mjs';
import { Person } from './person.mjs';
import { initialize, legacy, openSession, send } from './raw-mcp.mjs';
import { consent, signIn } from './sign-in.mjs';
import { sdks } from './sdks.mjs';
import { PATIENCE_MS } from './waiting.mjs';

/*
 * Attempts to connect over real HTTP, most of them broken in one way, and what the doctor says of each. Every client
 * registers, so that its attempt is found by its id; where the gateway does not learn the id, by what was seen.
 */

const key = 'jean_sk_test_1';
const deadKey = 'jean_sk_test_2';
const admin = randomBytes(32).toString('base64url');
const CALLBACK = 'http://127.0.0.1:9/callback';
const command = process.env.GATEWAY_COMMAND ?? fileURLToPath(new URL('../keystile', import.meta.url));
const run = promisify(execFile);

describe('the connection doctor', { timeout: 180_000 }, () => {
  const secrets = [key, deadKey, admin];
  const keys = new Set([key, deadKey]);
  let upstream;
  let door;
  let gateway;
  let url;

  before(async () => {
    upstream = await startEverything();
    door = await openApiKeyDoor(upstream.url, keys);
    gateway = await startGateway({ MCP_UPSTREAM_URL: door.url, ADMIN_TOKEN: admin });
    url = `${gateway.base}/mcp`;
  });

  after(async () => {
    await gateway?.stop();
    await door?.close();
    await upstream?.stop();
  });

  showLogOfFailures(() => gateway);

  for (const sdk of sdks) {
    test(`shows each step of a good connection of ${sdk.name}`, async (context) => {
      const installation = await signIn(context, url, key, { sdk });
      const client = await installation.connect();
      await client.listTools();
      await assertCallWorks(client);

      const { client_id: id } = await installation.provider.clientInformation();
      const attempt = await only({ client: id }, ({ stage }) => stage === 'tools-call');
      assert.equal(attempt.outcome, 'connected', JSON.stringify(attempt));
      assert.equal(attempt.finding, undefined);
      // Before it somebody asked whether the gateway is up.
      const seen = attempt.steps.map(({ stage }) => stage);
      const stages = seen.slice(seen.indexOf('challenge'));
      const beforeTokens = ['challenge', 'resource-metadata', 'server-metadata', 'client', 'authorize', 'key', 'consent'];
      const whole = [...beforeTokens, 'token', 'mcp', 'tools-list', 'tools-call'];
      assert.deepEqual([...new Set(stages)], whole, JSON.stringify(stages));
    });
  }

  test('names a wrong redirect URI', async () => {
    const client = await register();
    const { response } = await authorize(client, { redirect_uri: 'http://127.0.0.1:9/other?code=1' });
    assert.equal(response.status, 400);

    const { failed } = await assertCause({ client }, 'wrong-redirect', 'authorize');
    assert.match(failed.evidence, /sent: http:\/\/127\.0\.0\.1:9\/other$/);
  });

  test('names a client without PKCE', async () => {
    const client = await register();
    await authorize(client, { code_challenge: undefined, code_challenge_method: undefined });

    await assertCause({ client }, 'no-pkce', 'authorize');
  });

  test('names a key that the server refuses', async () => {
    const client = await register();
    const { person, page } = await authorize(client);
    await person.press(page, 'continue', { api_key: 'jean_sk_test_wrong' });

    await assertCause({ client }, 'key-refused', 'key');
  });

  test('names a key that died while its client was connected', async () => {
    const { client, token } = await connect(deadKey);
    const way = wayOf(token);
    assert.equal((await send(way, initialize())).status, 200);
    keys.delete(deadKey);
    assert.equal((await send(way, initialize())).status, 401);

    await assertCause({ client }, 'key-dead', 'mcp');
  });

  test('names a server that is down', async () => {
    const { client, token } = await connect(key);
    await upstream.stop();
    assert.ok((await send(wayOf(token), initialize())).status >= 500);
    await upstream.restart();

    await assertCause({ client }, 'upstream-down', 'mcp');
  });

  test('names a session that the server has forgotten', async () => {
    const { client, token } = await connect(key);
    const way = wayOf(token);
    const headers = await openSession(way);
    await (await send(way, { ...legacy('tools/list', {}), headers })).text();
    await upstream.restart();
    const lost = await send(way, { ...legacy('tools/list', {}), headers });
    assert.ok(lost.status >= 400, `${lost.status}`);

    await assertCause({ client }, 'session-lost', 'tools-list');
  });

  test('names a token that is for another URL', async () => {
    const { token } = await connect(key);
    const other = `${gateway.base}/mcp/oauth/someone-else`;
    assert.equal((await send({ url: other, headers: { authorization: `Bearer ${token}` } }, initialize())).status, 401);

    await assertCause({ text: other }, 'wrong-audience', 'mcp');
  });

  test('names a client whose registration is gone', async () => {
    const client = await register();
    const response = await fetch(`${gateway.base}/oauth/register/${client}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${management.get(client)}` },
    });
    assert.equal(response.status, 204);
    await authorize(client);

    await assertCause({ client }, 'stale-client', 'authorize');
  });

  test('names a way back that is blocked: the code is never redeemed', async () => {
    const client = await register();
    await codeFor(client, key);

    const attempt = await only({ client });
    assert.equal(attempt.outcome, 'underway');
    assert.equal(attempt.reached, 'consent');
    assert.equal(attempt.finding.cause, 'callback-blocked');
  });

  test('is told on the command line', async () => {
    const client = await register();
    await authorize(client, { code_challenge: undefined, code_challenge_method: undefined });
    const { id } = await only({ client });

    const all = await doctor('--since', '1h');
    assert.match(all, new RegExp(`^${id} .* failed .* no-pkce +${client}$`, 'm'));
    const one = await doctor(id);
    assert.match(one, /^! .* authorize .* code_challenge is missing/m);
    assert.match(one, /^What is the matter: no-pkce$/m);
    assert.equal(JSON.parse(await doctor('--json', id)).id, id);
    await assert.rejects(doctor('none.0.0'), ({ code, stderr }) => code === 3 && /No attempt has this id/.test(stderr));
    await assert.rejects(doctor('--since', 'ever'), ({ code }) => code === 2);
  });

  test('is for the admin alone, and knows no secret', async () => {
    for (const headers of [{}, { authorization: `Bearer ${key}` }]) {
      assert.equal((await fetch(`${gateway.management}/admin/api/attempts`, { headers })).status, 401);
    }
    assert.equal((await fetch(`${gateway.base}/admin/api/attempts`, { headers: bearer })).status, 404);
    const told = JSON.stringify(await attempts({ limit: '999' }));
    for (const secret of secrets) assert.ok(!told.includes(secret), secret);
    assert.doesNotMatch(told, /127\.0\.0\.1\/32|"network":"127\.0\.0\.1"/);
  });

  const bearer = { authorization: `Bearer ${admin}` };
  const management = new Map();

  async function attempts(query) {
    const address = `${gateway.management}/admin/api/attempts?${new URLSearchParams(query)}`;
    const response = await fetch(address, { headers: bearer });
    assert.equal(response.status, 200);
    return response.json();
  }

  /** The only attempt, once it has such a step. Of a call the gateway tells when it is over; its client may know first. */
  async function only(query, has = () => true) {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const { attempts: found } = await attempts(query);
      if (found.length === 1 && found[0].steps.some(has)) return found[0];
      assert.ok(performance.now() < deadline, JSON.stringify(found, null, 1));
      await sleep(10);
    }
  }

  async function assertCause(query, cause, stage) {
    const attempt = await only(query, (step) => step.failed && step.stage === stage);
    assert.equal(attempt.outcome, 'failed', JSON.stringify(attempt, null, 1));
    assert.equal(attempt.finding.cause, cause, JSON.stringify(attempt, null, 1));
    assert.equal(attempt.failed.stage, stage);
    return attempt;
  }

  async function doctor(...args) {
    const env = { ...process.env, ADMIN_TOKEN: admin, MANAGEMENT_PORT: new URL(gateway.management).port };
    const { stdout } = await run(command, ['doctor', ...args], { env });
    return stdout;
  }

  async function register() {
    const response = await fetch(`${gateway.base}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [CALLBACK], client_name: 'broken', token_endpoint_auth_method: 'none' }),
    });
    assert.equal(response.status, 201);
    const { client_id: id, registration_access_token: token } = await response.json();
    management.set(id, token);
    secrets.push(token);
    return id;
  }

  /** Opens the first page as a browser; a parameter that is undefined is left out. */
  async function authorize(client, changes = {}) {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(16).toString('base64url');
    secrets.push(verifier, state);
    const asked = {
      response_type: 'code',
      client_id: client,
      redirect_uri: CALLBACK,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      resource: url,
      state,
      ...changes,
    };
    const given = Object.entries(asked).filter(([, value]) => value !== undefined);
    const person = new Person();
    const address = `${gateway.base}/oauth/authorize?${new URLSearchParams(given)}`;
    const page = await person.open(address);
    return { person, page, response: page, verifier, address };
  }

  async function codeFor(client, apiKey) {
    const { verifier, address } = await authorize(client);
    const { location } = await consent(new Person(), address, apiKey);
    const code = location.searchParams.get('code');
    assert.ok(code);
    secrets.push(code);
    return { code, verifier };
  }

  async function connect(apiKey) {
    const client = await register();
    const { code, verifier } = await codeFor(client, apiKey);
    const form = {
      grant_type: 'authorization_code',
      client_id: client,
      code,
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    };
    const response = await fetch(`${gateway.base}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    assert.equal(response.status, 200);
    const { access_token: token, refresh_token: refresh } = await response.json();
    secrets.push(token, refresh);
    return { client, token };
  }

  const wayOf = (token) => ({ url, headers: { authorization: `Bearer ${token}` } });
});
