import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcess, freePorts } from './child-process.mjs';

/** Starts a Redis on a free loopback port, set up as `operating.md` asks for, with its data in a folder of its own. */
export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-redis-'));
  const redis = new Redis(folder, ...(await freePorts(1)));
  await redis.start();
  return redis;
}

/** A Redis that keeps its port and its data when it is stopped and started again. */
class Redis {
  #child;

  constructor(folder, port) {
    this.folder = folder;
    this.port = port;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start() {
    // A snapshot at the end, and none of it compressed, so that a test can search the files.
    const files = ['--dir', this.folder, '--appendonly', 'yes', '--save', '3600 1', '--rdbcompression', 'no'];
    const network = ['--bind', '127.0.0.1', '--port', `${this.port}`];
    this.#child = new ChildProcess('redis-server', [...network, ...files, '--maxmemory-policy', 'noeviction'], {
      env: { PATH: process.env.PATH },
    });
    await this.#child.waitUntil(() => this.#answers(), { what: 'redis-server', ms: 30_000 });
  }

  /** With SIGTERM: it writes down what it holds. */
  stop() {
    return this.#child.stop();
  }

  /** It goes on listening, and answers nothing until it goes on. */
  hang() {
    this.#child.signal('SIGSTOP');
  }

  goOn() {
    this.#child.signal('SIGCONT');
  }

  /** Stops it and removes its data. */
  async close() {
    this.goOn();
    await this.stop();
    await rm(this.folder, { recursive: true });
  }

  async #answers() {
    const socket = connect(this.port, '127.0.0.1').setEncoding('utf8');
    try {
      socket.write('PING\r\n');
      const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(5_000) });
      return answer.startsWith('+PONG');
    } finally {
      socket.destroy();
    }
  }
}
