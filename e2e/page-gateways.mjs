import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './child-process.mjs';
import { startDemo } from './demo.mjs';
import { startGateway } from './gateway.mjs';
import { startHttpsFront } from './https-front.mjs';
import { startIdentified } from './identified.mjs';
import { startManyTools } from './many-tools.mjs';

/** Who comes from here stands for many people; elsewhere is whoever says so, and may open one sign-in page a minute. */
const callers = {
  server: { 'trusted-proxies': '127.0.0.1' },
  limits: { 'shared-networks': '127.0.0.0/8', rules: { 'authorize-network': '1/m' } },
};

const publicName = 'mcp.example.com';

/**
 * Gateways for whoever looks at pages: `demo`, by the name https://mcp.example.com behind a proxy with TLS, and
 * `several` on loopback, before two servers, of which one lists many tools and the other one is down. Neither can
 * look up a name, so that well-known apps are described by the gateway's own copies. A third one, `identified`, has an OpenID
 * provider. `hosts` is for `launchBrowser`,
 * `many` the server with the tools, and `made` keeps what pages of one name have in common.
 */
export async function startPageGateways() {
  const started = [];
  const keep = (part, stop) => (started.push(stop), part);
  const folder = keep(await mkdtemp(join(tmpdir(), 'keystile-pages-')), () => rm(folder, { recursive: true }));
  try {
    const jvm = await withoutNames(folder);
    let demo;
    const front = await startHttpsFront(() => demo.gateway.origin);
    keep(front, () => front.close());
    demo = await startDemo({ ...jvm, API_BASE_URL: `https://${publicName}` });
    keep(demo, () => demo.gateway.stop());
    const identified = await startIdentified();
    keep(identified, () => identified.stop());
    const many = await startManyTools();
    keep(many, () => many.close());
    const several = await startGateway(jvm, ['--config', await configOf(folder, many)]);
    keep(several, () => several.stop());
    return { demo, several, identified, many, made: new Map(), hosts: `MAP ${publicName}:443 127.0.0.1:${front.port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    for (const end of started.splice(0).reverse()) await end();
  }
}

async function withoutNames(folder) {
  const file = join(folder, 'hosts');
  await writeFile(file, '127.0.0.1 localhost\n');
  const ours = `-Djdk.net.hosts.file=${file}`;
  return { JAVA_TOOL_OPTIONS: [process.env.JAVA_TOOL_OPTIONS, ours].filter(Boolean).join(' ') };
}

async function configOf(folder, many) {
  const [nobody] = await freePorts(1);
  const connectors = [
    {
      id: 'notes',
      'display-name': 'Notes',
      'upstream-url': many.url,
      verifier: 'whoami',
      whoami: { url: many.whoami, owner: '/id' },
      'key-prefix': 'many_',
      'key-help': 'https://notes.example.com/settings/keys',
    },
    { id: 'wiki', 'display-name': 'Wiki', 'upstream-url': `http://127.0.0.1:${nobody}/mcp`, 'key-prefix': 'wiki_' },
  ];
  const file = join(folder, 'several.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ connectors, ...callers }));
  return file;
}
