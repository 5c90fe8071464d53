import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openApiKeyDoor } from './api-key-door.mjs';
import { ChildProcess, freePorts } from './child-process.mjs';

const script = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));
const loopbackOnly = import.meta.resolve('./loopback-only.mjs');

/** Starts server-everything over streamable HTTP. Its environment is bare, because one of its tools shows it. */
export async function startEverything() {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}/mcp`;
  let child = await start();
  return {
    url,
    stop: () => child.stop(),
    /** On the same port, with none of the sessions that it had. */
    async restart() {
      await child.stop();
      child = await start();
    },
  };

  async function start() {
    const child = new ChildProcess(process.execPath, ['--import', loopbackOnly, script, 'streamableHttp'], {
      env: { PORT: `${port}` },
    });
    try {
      await child.waitUntil(async () => (await fetch(url, { signal: AbortSignal.timeout(5_000) })).status === 400, {
        what: 'server-everything',
        ms: 30_000,
      });
    } catch (error) {
      await child.stop();
      throw error;
    }
    return child;
  }
}

/** Starts server-everything behind a door that lets `keys` in. */
export async function startEverythingBehind(keys) {
  const everything = await startEverything();
  const door = await openApiKeyDoor(everything.url, new Set(keys));
  return {
    door,
    url: door.url,
    restart: () => everything.restart(),
    async stop() {
      await door.close();
      await everything.stop();
    },
  };
}

let calls = 0;

export async function assertCallWorks(client) {
  const message = `hello ${++calls}`;
  const result = await client.callTool({ name: 'echo', arguments: { message } });
  assert.equal(result.content[0].text, `Echo: ${message}`);
}
