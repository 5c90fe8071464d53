import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { blocks, commands, documents, folder, text } from './documents.mjs';
import { startEverything } from './everything.mjs';
import { forward } from './forward.mjs';
import { startGateway } from './gateway.mjs';

const run = promisify(execFile);
const demoKey = 'jean_sk_demo_1';
const ownKey = 'acme_sk_of_this_test';
const adminToken = 'a'.repeat(40);
const resourceServerSecret = 's'.repeat(64);

/** What is not run here, and why. */
const notRun = [
  [/^\.\/keystile$|\.\/keystile --config \S+$/, 'starts a gateway, as each test here does'],
  [/^\.\/mvn |^bin\/(fuzz|bench|reproducible)/, 'builds or measures for minutes; the build runs what these run'],
  [/^export |^[A-Z_]+=\S+$/, 'says what the reader has'],
  [/^(claude|osv-scanner) /, 'a program of somebody else'],
];

/** Changes the machine. What of it can be run elsewhere .ci/archive runs; the page says what that is. */
const changesTheMachine = 'docs/installing.md';

const written = documents()
  .filter((name) => name !== changesTheMachine)
  .flatMap((name) => commands(text(name)).map((command) => ({ name, command })));
const toRun = written.filter(({ command }) => !notRun.some(([pattern]) => pattern.test(command)));
const guide = text('docs/getting-started.md');
const withOwnServer = new Set(commands(guide.split('## With your own server')[1]));

describe('the commands in the documents', { timeout: 280_000 }, () => {
  let place;
  let gateway;
  let everything;
  let door;
  let own;
  let token;

  before(async () => {
    place = await mkdtemp(path.join(tmpdir(), 'documents-'));
    await writeFile(path.join(place, 'key'), demoKey);
    await writeFile(path.join(place, 'settings.yaml'), 'logging:\n  level: info\n');
    gateway = await startGateway(
      { ADMIN_TOKEN: adminToken, INTROSPECTION_RESOURCE_SERVERS: `memory-index:${resourceServerSecret}` },
      ['--config', path.join(place, 'settings.yaml')],
    );
    everything = await startEverything();
    door = await openBearerDoor(everything.url);
    const [settings] = blocks(guide, 'yaml');
    await writeFile(path.join(place, 'acme.yaml'), settings.replace('http://localhost:3000/mcp', door.url));
    own = await startGateway({}, ['--config', path.join(place, 'acme.yaml')]);
  });

  after(async () => {
    await own?.stop();
    await door?.close();
    await everything?.stop();
    await gateway?.stop();
    await rm(place, { recursive: true, force: true });
  });

  test('name scripts that are there', () => {
    for (const { name, command } of written) {
      const script = /^(?:\w+=\S+ )?(\.\/\w+|bin\/\S+|e2e\/\w+)/.exec(command)?.[1];
      if (script) assert.ok(existsSync(path.join(folder, script)), `${name}: ${command}`);
    }
  });

  test('set variables that there are', () => {
    const known = new Set([...text('docs/configuration.md').matchAll(/`([A-Z][A-Z_]+)`/g)].map((found) => found[1]));
    for (const { name, command } of written) {
      const variable = /^export (\w+)=/.exec(command)?.[1];
      if (variable) assert.ok(known.has(variable), `${name}: ${command}`);
    }
  });

  test('do what they are for', async (context) => {
    assert.ok(toRun.length > 15, `only ${toRun.length}`);
    for (const { name, command } of toRun) {
      await context.test(`${name}: ${command}`, async () => {
        const said = await execute(command);
        token = /jean_oauth_\S+/.exec(said)?.[0] ?? token;
      });
    }
  });

  /** Runs a command as a reader does, at the gateways of this test. */
  function execute(command) {
    const at = withOwnServer.has(command) ? own : gateway;
    const here = command
      .replace(/^curl /, 'curl -sS --fail-with-body ')
      .replaceAll(/https:\/\/mcp\.example\.com|http:\/\/localhost:8080/g, at.base)
      .replaceAll('http://127.0.0.1:8081', at.management)
      .replaceAll(/\bKEY$/g, demoKey)
      .replaceAll('acme.yaml', path.join(place, 'acme.yaml'))
      .replaceAll('file-with-the-key', path.join(place, 'key'));
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      API_BASE_URL: at.base,
      MANAGEMENT_PORT: new URL(at.management).port,
      ADMIN_TOKEN: adminToken,
      KEY: at === own ? ownKey : demoKey,
      TOKEN: token,
      SECRET: resourceServerSecret,
    };
    return run('sh', ['-c', here], { cwd: folder, env, timeout: 60_000 }).then(({ stdout }) => stdout, explained);
  }
});

function explained(failure) {
  throw new Error(`${failure.message}\n${failure.stdout}\n${failure.stderr}`);
}

/** Opens a door before an MCP server that lets in whoever has the key as a bearer token. */
async function openBearerDoor(upstream) {
  const target = new URL(upstream);
  const server = http.createServer((request, response) => {
    if (request.headers.authorization === `Bearer ${ownKey}`) {
      forward(request, response, target, { host: target.host });
    } else {
      request.resume();
      response.writeHead(401).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}${target.pathname}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
