import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ChildProcess, freePorts } from './child-process.mjs';
import { key, startDemo } from './demo.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { Person } from './person.mjs';
import { consent } from './sign-in.mjs';

const script = fileURLToPath(new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));
const checks = ['authorization-code-grant', 'authorization-server-metadata', 'authorization-server-metadata-cimd'];

describe('the official conformance suite for authorization servers', { timeout: 120_000 }, () => {
  let world;

  before(async () => (world = await startDemo()));
  after(() => world?.gateway.stop());

  showLogOfFailures(() => world.gateway);

  for (const resource of [undefined, '/mcp']) {
    test(`has nothing to say ${resource ? 'when it names a resource' : 'as a client from before resources'}`, async (context) => {
      const options = resource ? ['--resource', world.base + resource] : [];
      const results = await runSuite(context, world.base, options);
      const remarks = results.filter(({ status }) => status !== 'SUCCESS');
      assert.deepEqual(remarks, []);
      assert.deepEqual(results.map(({ id }) => id).sort(), checks);
      for (const { status, id, description } of results) context.diagnostic(`${status} ${id}: ${description}`);
    });
  }
});

/** Runs both scenarios as a client registered beforehand and answers the checks that the suite has written down. */
async function runSuite(context, base, options) {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-conformance-'));
  context.after(() => rm(folder, { recursive: true }));
  const [port] = await freePorts(1);
  const client = await register(base, `http://127.0.0.1:${port}/callback`);
  const args = ['--url', base, '--client-id', client.client_id, '--port', `${port}`, '--output-dir', folder, ...options];
  const suite = new ChildProcess(process.execPath, [script, 'authorization', ...args], { env: {}, cwd: folder });
  context.after(() => suite.stop());
  await signInFor(suite);
  assert.equal(await suite.exitCode(), 0, suite.log);
  return savedChecks(folder);
}

async function register(base, redirectUri) {
  const response = await fetch(`${base}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
  });
  assert.equal(response.status, 201);
  return response.json();
}

/** Opens the URL that the suite prints, and goes where a browser would go. */
async function signInFor(suite) {
  const printed = () => /^http\S+\/oauth\/authorize\?\S+(?=\n)/m.exec(suite.log)?.[0];
  await suite.waitUntil(async () => printed() !== undefined, { what: 'the suite', ms: 30_000 });
  const person = new Person();
  const redirect = await consent(person, printed(), key);
  assert.equal((await person.open(redirect.location)).status, 200);
}

async function savedChecks(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('checks.json'));
  return (await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))))).flat();
}
