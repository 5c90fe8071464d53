import { fileURLToPath } from 'node:url';
import { ChildProcess, freePorts } from './child-process.mjs';

const script = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));
const loopbackOnly = import.meta.resolve('./loopback-only.mjs');

/** Starts server-everything over streamable HTTP. Its environment is bare, because one of its tools shows it. */
export async function startEverything() {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}/mcp`;
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
  return { url, stop: () => child.stop() };
}
