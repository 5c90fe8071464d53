import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startGateway } from './gateway.mjs';
import { legacy, messagesIn } from './raw-mcp.mjs';

/*
 * People who share one range of addresses, and one among them who calls fifty times as often as they may. As a program:
 * node crowd.mjs [users] [seconds] prints what each of them got, before and while the other one does so.
 */

const config = fileURLToPath(new URL('limited.yaml', import.meta.url));
const CALLBACK = 'http://127.0.0.1:9/callback';
const EXCESS = 50;
const SHARED = '160.79.105.';

/** Runs it; `users` call twice in three seconds each, and may once a second. */
export async function run({ users, seconds }) {
  const upstream = await startUpstream();
  const gateway = await startGateway({ MCP_UPSTREAM_URL: upstream.url }, ['--config', config]);
  try {
    const tokens = [];
    for (let user = 0; user <= users; user += 1) tokens.push(await signIn(gateway.base, user));
    const [abuser, ...others] = tokens;
    const alone = await crowd(gateway.base, others, seconds);
    const stop = new AbortController();
    const abuse = flood(gateway.base, abuser, stop.signal);
    const beside = await crowd(gateway.base, others, seconds);
    stop.abort();
    return { alone, beside, abuser: await abuse };
  } finally {
    await gateway.stop();
    upstream.stop();
  }
}

/** Everybody calls at their own pace, some with more than one call at once. */
async function crowd(base, tokens, seconds) {
  const all = await Promise.all(tokens.map((token, user) => calls(base, token, user, seconds)));
  return summary(all.flat());
}

async function calls(base, token, user, seconds) {
  const seen = [];
  await sleep(Math.random() * 1500);
  for (let left = Math.max(1, Math.floor((seconds * 2) / 3)); left > 0; left -= 1) {
    seen.push(await call(base, token, user));
    await sleep(1500);
  }
  return seen;
}

/** Fifty times what is allowed, as long as the signal lets it. */
async function flood(base, token, signal) {
  const seen = [];
  const start = performance.now();
  while (!signal.aborted) {
    const second = Array.from({ length: EXCESS / 5 }, () => call(base, token, 0).then((one) => seen.push(one)));
    await Promise.all([sleep(200), ...second]);
  }
  return { ...summary(seen), seconds: (performance.now() - start) / 1000 };
}

async function call(base, token, user) {
  const start = performance.now();
  const response = await fetch(`${base}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${token}`,
      'x-forwarded-for': SHARED + (user % 250),
    },
    body: legacy('ping').body,
  });
  const [message] = messagesIn(await response.text());
  return { status: response.status, ms: performance.now() - start, id: message?.id, retry: response.headers.get('retry-after') };
}

function summary(seen) {
  const statuses = {};
  for (const { status } of seen) statuses[status] = (statuses[status] ?? 0) + 1;
  const good = seen.filter(({ status }) => status === 200).map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share) => Number(good[Math.min(good.length - 1, Math.floor(good.length * share))]?.toFixed(1));
  return { calls: seen.length, statuses, ms: { median: at(0.5), p99: at(0.99) }, seen };
}

/** Registers, types a key of one's own, allows and redeems the code. */
async function signIn(base, user) {
  const forwarded = { 'x-forwarded-for': SHARED + (user % 250) };
  const registered = await fetch(`${base}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...forwarded },
    body: JSON.stringify({ redirect_uris: [CALLBACK], client_name: 'crowd', token_endpoint_auth_method: 'none' }),
  });
  const { client_id: client } = await json(registered, 201);
  const verifier = randomBytes(32).toString('base64url');
  const code = await authorize(base, client, verifier, `jean_sk_user_${user}`, forwarded);
  const form = { grant_type: 'authorization_code', client_id: client, code, redirect_uri: CALLBACK, code_verifier: verifier };
  const token = await fetch(`${base}/oauth/token`, { method: 'POST', headers: forwarded, body: new URLSearchParams(form) });
  return (await json(token, 200)).access_token;
}

async function authorize(base, client, verifier, key, forwarded) {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const asked = {
    response_type: 'code',
    client_id: client,
    redirect_uri: CALLBACK,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    resource: `${base}/mcp`,
  };
  const page = await fetch(`${base}/oauth/authorize?${new URLSearchParams(asked)}`, { headers: forwarded });
  const cookie = page.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const post = (entries) =>
    fetch(`${base}/oauth/callback`, {
      method: 'POST',
      headers: { cookie, origin: new URL(base).origin, 'sec-fetch-site': 'same-origin', ...forwarded },
      body: new URLSearchParams(entries),
      redirect: 'manual',
    });
  const review = await post({ decision: 'continue', transaction: transactionIn(await page.text()), api_key: key });
  const done = await post({ decision: 'allow', transaction: transactionIn(await review.text()), tools: 'all' });
  if (done.status !== 303) throw new Error(`no code: ${done.status} ${await done.text()}`);
  return new URL(done.headers.get('location')).searchParams.get('code');
}

const transactionIn = (html) => /name="transaction" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function json(response, status) {
  if (response.status !== status) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}

/** A server that answers everything; keys that do not begin as they should are refused. */
async function startUpstream() {
  const results = {
    initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'crowd', version: '1' } },
    'tools/list': { tools: [] },
  };
  const server = http.createServer(async (request, response) => {
    const { id, method } = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString() || '{}');
    if (!/^jean_sk_user_/.test(request.headers['x-api-key'] ?? '')) return response.writeHead(401).end();
    if (id === undefined) return response.writeHead(202).end();
    const body = JSON.stringify({ jsonrpc: '2.0', id, result: results[method] ?? {} });
    return response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => (server.closeAllConnections(), server.close());
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [users = 200, seconds = 30] = process.argv.slice(2).map(Number);
  const { alone, beside, abuser } = await run({ users, seconds });
  const shown = ({ calls, statuses, ms }) => ({ calls, statuses: JSON.stringify(statuses), ...ms });
  console.table({ [`${users} users alone`]: shown(alone), [`${users} users beside`]: shown(beside), 'the one too much': shown(abuser) });
}
