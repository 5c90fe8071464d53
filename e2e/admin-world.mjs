import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askingApp, authorizationUrl } from './asking-app.mjs';
import { freePorts } from './child-process.mjs';
import { connectApp } from './connected-app.mjs';
import { startEverythingBehind } from './everything.mjs';
import { startGateway } from './gateway.mjs';
import { startManyTools } from './many-tools.mjs';
import { Person } from './person.mjs';
import { consent, signIn } from './sign-in.mjs';
import { eventually } from './waiting.mjs';

const callback = 'http://127.0.0.1:9/callback';
const everythingKey = 'wiki_sk_1';

/**
 * A gateway before three servers, one of which is down, with a store in a folder, an admin and a viewer: for whoever
 * looks at the administration. `run` makes people connect and call, and some fail.
 */
export async function startAdminWorld() {
  const started = [];
  const keep = (part, stop) => (started.push(stop), part);
  const folder = keep(await mkdtemp(join(tmpdir(), 'keystile-admin-')), () => rm(folder, { recursive: true }));
  const admin = randomBytes(32).toString('base64url');
  const viewer = randomBytes(32).toString('base64url');
  try {
    const notes = keep(await startManyTools(), () => notes.close());
    const wiki = keep(await startEverythingBehind([everythingKey]), () => wiki.stop());
    const data = join(folder, 'data');
    const settings = { ADMIN_TOKEN: admin, VIEWER_TOKEN: viewer, STORAGE: 'file', STORAGE_PATH: data };
    const gateway = await startGateway(settings, ['--config', await configOf(folder, notes, wiki)]);
    keep(gateway, () => gateway.stop());
    const world = { base: gateway.management, gateway, notes, admin, viewer, settings, stop, get, post, run };
    world.context = { after: (stop) => started.push(stop) };
    return world;

    async function run() {
      return runIn(world);
    }
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    for (const end of started.splice(0).reverse()) await end();
  }

  /** What the admin API answers. */
  async function get(path) {
    const response = await fetch(this.base + path, { headers: { authorization: `Bearer ${admin}` } });
    assert.equal(response.status, 200, path);
    return response.json();
  }

  async function post(path, form) {
    const headers = { authorization: `Bearer ${admin}` };
    const response = await fetch(this.base + path, { method: 'POST', headers, body: new URLSearchParams(form) });
    assert.equal(response.status, 200, await response.text());
  }
}

async function configOf(folder, notes, wiki) {
  const [nobody] = await freePorts(1);
  const connectors = [
    {
      id: 'notes',
      'display-name': 'Notes',
      'upstream-url': notes.url,
      verifier: 'whoami',
      whoami: { url: notes.whoami, owner: '/id' },
      'key-prefix': 'many_',
    },
    { id: 'wiki', 'display-name': 'Wiki', 'upstream-url': wiki.url, 'key-prefix': 'wiki_' },
    { id: 'tickets', 'display-name': 'Tickets', 'upstream-url': `http://127.0.0.1:${nobody}/mcp`, 'key-prefix': 'tick_' },
  ];
  const file = join(folder, 'keystile.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ connectors }));
  return file;
}

async function runIn(world) {
  const { gateway, notes } = world;
  const shared = `${gateway.base}/mcp`;
  const app = (name, key, more) => connectApp(gateway, { name, key, redirectUri: callback, resource: shared, ...more });
  const apps = {};
  for (const [name, person] of [['Notebook', 'person1'], ['Notebook', 'person2'], ['Notebook', 'mia'], ['Editor', 'dora']]) {
    apps[person] = await app(name, `many_${person}`);
    for (let call = 0; call < 6; call++) await apps[person].callTool(call % 3 ? 'search_notes' : 'tool_1');
  }
  for (const name of ['no_such_tool', 'nor_this_one']) await apps.dora.callTool(name);
  const installation = await signIn(world.context, `${gateway.base}/mcp/wiki`, everythingKey);
  const client = await installation.connect();
  await client.listTools();
  for (let call = 0; call < 5; call++) await client.callTool({ name: 'echo', arguments: { message: 'hello' } });

  notes.refuse('many_person2');
  assert.equal(await apps.person2.callTool('search_notes'), 401);
  await broken(gateway);
  const { accounts } = await world.get('/admin/api/accounts?search=dora');
  const charge = { rule: 'mcp-account', key: accounts[0].id };
  await world.post('/admin/api/limits/override', { ...charge, quota: '1/h', for: '24h' });
  for (const status of [200, 429]) assert.equal(await apps.dora.callTool('search_notes'), status);
  await world.post('/admin/api/log-levels/set', { logger: 'dev.keystile.mcp.bridge', level: 'debug' });
  return { apps, client, installation };
}

/** Attempts that come to nothing, each for another reason. */
async function broken(gateway) {
  const asking = (name, parameters) => askingApp(gateway, { name, redirectUri: callback, parameters });
  const resource = `${gateway.base}/mcp`;
  const person = new Person();
  await person.open(await asking('Old editor', { resource, code_challenge: undefined, code_challenge_method: undefined }));
  await person.open(await asking('Wanderer', { resource, redirect_uri: 'http://127.0.0.1:9/elsewhere' }));
  await person.open(authorizationUrl(gateway, { resource, client_id: 'long-gone', redirect_uri: callback }));
  const page = await person.open(await asking('Chat', { resource }));
  await person.press(page, 'continue', { api_key: 'many_of_nobody' });
  await consent(new Person(), await asking('Phone', { resource }), 'many_mia');
  const down = await person.open(await asking('Helpdesk', { resource: `${gateway.base}/mcp/tickets` }));
  await person.press(down, 'continue', { api_key: 'tick_1' });
}

/** Waits until what was counted is in the store, which is once a minute. */
export async function countsAreIn(world) {
  await eventually(async () => {
    const { steps } = await world.get('/admin/api/overview');
    assert.ok(steps['first-call'] > 0, JSON.stringify(steps));
  }, 100_000);
}
