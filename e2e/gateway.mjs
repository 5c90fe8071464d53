import { existsSync } from 'node:fs';
import { afterEach, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ChildProcess, freePorts } from './child-process.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const command = process.env.GATEWAY_COMMAND ?? fileURLToPath(new URL('../keystile', import.meta.url));
const setting = /^(KEYSTILE_|API_|MCP_|REDIS_|STORAGE|ADMIN_|HOST$|PORT$|MANAGEMENT_)/;

/**
 * Starts a gateway with the memory store on free loopback ports; `settings` are more of its environment variables, or
 * make them of its origin, `args` its command line.
 */
export async function startGateway(settings = {}, args = []) {
  const ports = await freePorts(2);
  const known = typeof settings === 'function' ? await settings(originAt(ports[0])) : settings;
  const gateway = new Gateway(ports, known, args);
  await gateway.start();
  return gateway;
}

function originAt(port) {
  return `http://localhost:${port}`;
}

/** A gateway that keeps its ports and settings when it is stopped and started again. */
class Gateway {
  #args;
  #child;
  #env;
  #earlierLog = '';
  /** Gets what it logs from the next start on, in pieces. */
  onLog = () => {};

  constructor([port, managementPort], settings, args) {
    this.origin = originAt(port);
    this.management = `http://localhost:${managementPort}`;
    this.#args = args;
    this.#env = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !setting.test(name))),
      HOST: '127.0.0.1',
      PORT: `${port}`,
      MANAGEMENT_PORT: `${managementPort}`,
      API_BASE_URL: this.origin,
      STORAGE: 'memory',
      ...settings,
    };
  }

  get base() {
    return this.#env.API_BASE_URL;
  }

  /** What it has logged since it was first started. */
  get log() {
    return this.#earlierLog + this.#child.log;
  }

  /** The id of its process. */
  get pid() {
    return this.#child.pid;
  }

  async start() {
    if (!existsSync(command)) throw new Error(`there is no gateway at ${command}: build it first`);
    if (this.#child) this.#earlierLog += this.#child.log;
    this.#child = new ChildProcess(command, this.#args, {
      cwd: repository,
      env: this.#env,
      onOutput: (text) => this.onLog(text),
    });
    try {
      await this.#child.waitUntil(() => this.#answers(), { what: 'the gateway', ms: 60_000 });
    } catch (error) {
      await this.#child.stop();
      throw error;
    }
  }

  /** With SIGTERM. */
  stop() {
    return this.#child.stop();
  }

  /** With SIGKILL; the signal is sent before this returns. */
  kill() {
    return this.#child.kill();
  }

  /** The status of its readiness. */
  async readiness() {
    const { status } = await fetch(`${this.management}/health/ready`, { signal: AbortSignal.timeout(30_000) });
    return status;
  }

  /** Behind a balancer it refuses its own address, which is an answer, too. */
  async #answers() {
    const metadata = `${this.origin}/.well-known/oauth-authorization-server`;
    const { ok, status } = await fetch(metadata, { signal: AbortSignal.timeout(5_000) });
    return ok || (status === 403 && this.base !== this.origin);
  }
}

/** Within a `describe`: prints what the gateway logged during a test that failed. */
export function showLogOfFailures(gateway) {
  let logged = 0;
  beforeEach(() => (logged = gateway().log.length));
  afterEach((context) => {
    if (!context.passed) console.error(`the gateway's log meanwhile:\n${gateway().log.slice(logged)}`);
  });
}
