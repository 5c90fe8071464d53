import { existsSync } from 'node:fs';
import { afterEach, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ChildProcess, freePorts } from './child-process.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const command = process.env.GATEWAY_COMMAND ?? fileURLToPath(new URL('../keystile', import.meta.url));
const setting = /^(KEYSTILE_|API_|MCP_|REDIS_|STORAGE|ADMIN_|HOST$|PORT$|MANAGEMENT_)/;

/**
 * Starts a gateway with the memory store on free loopback ports; `settings` are more of its environment variables,
 * `args` its command line.
 */
export async function startGateway(settings = {}, args = []) {
  if (!existsSync(command)) throw new Error(`there is no gateway at ${command}: build it first`);
  const [port, managementPort] = await freePorts(2);
  const base = `http://localhost:${port}`;
  const child = new ChildProcess(command, args, {
    cwd: repository,
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !setting.test(name))),
      HOST: '127.0.0.1',
      PORT: `${port}`,
      MANAGEMENT_PORT: `${managementPort}`,
      API_BASE_URL: base,
      STORAGE: 'memory',
      ...settings,
    },
  });
  const metadata = `${base}/.well-known/oauth-authorization-server`;
  try {
    await child.waitUntil(async () => (await fetch(metadata, { signal: AbortSignal.timeout(5_000) })).ok, {
      what: 'the gateway',
      ms: 60_000,
    });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    base,
    get log() {
      return child.log;
    },
    stop: () => child.stop(),
  };
}

/** Within a `describe`: prints what the gateway logged during a test that failed. */
export function showLogOfFailures(gateway) {
  let logged = 0;
  beforeEach(() => (logged = gateway().log.length));
  afterEach((context) => {
    if (!context.passed) console.error(`the gateway's log meanwhile:\n${gateway().log.slice(logged)}`);
  });
}
