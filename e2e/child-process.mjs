import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOG_LIMIT = 2_000_000;
const GRACE_MS = 10_000;

/** A process of the test's own, leader of its own group, so that stopping it also ends what it started itself. */
export class ChildProcess {
  #child;
  #gone;
  #failure;
  #killAtExit = () => this.signal('SIGKILL');
  log = '';

  /** `onOutput` gets what it writes, in pieces. */
  constructor(command, args, { env, cwd, onOutput = () => {} }) {
    this.#child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.once('error', (error) => (this.#failure = error));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.log = (this.log + text).slice(-LOG_LIMIT);
        onOutput(text);
      });
    }
    process.once('exit', this.#killAtExit);
  }

  /** Polls `ready` until it answers true; throws with the process's log when it ends first or the time is up. */
  async waitUntil(ready, { what, ms }) {
    const deadline = Date.now() + ms;
    while (!(await ready().catch(() => false))) {
      if (this.#failure) throw new Error(`${what} did not start: ${this.#failure.message}`);
      if (this.#ended) throw new Error(`${what} ended too early:\n${this.log}`);
      if (Date.now() > deadline) throw new Error(`${what} was not ready after ${ms} ms:\n${this.log}`);
      await sleep(100);
    }
  }

  /** Waits until the process has ended by itself and answers its exit code, or null when a signal ended it. */
  async exitCode() {
    await this.#gone;
    process.off('exit', this.#killAtExit);
    return this.#child.exitCode;
  }

  async stop() {
    this.signal('SIGTERM');
    const killer = setTimeout(this.#killAtExit, GRACE_MS);
    await this.#gone;
    clearTimeout(killer);
    process.off('exit', this.#killAtExit);
  }

  /** Gives the process no time to end anything; the signal is sent before this returns. */
  kill() {
    this.signal('SIGKILL');
    return this.exitCode();
  }

  get pid() {
    return this.#child.pid;
  }

  get #ended() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Sends it to the whole group, if there is one still. */
  signal(signal) {
    try {
      if (this.#child.pid) process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

// An 'exit' handler only runs when the process ends by itself, so a signal is turned into that.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/**
 * So many different loopback ports that were free a moment ago, below those that systems give to whoever names none: no
 * other socket is handed one before it is used.
 */
export async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = randomInt(10_000, 32_768);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
