import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eraClients } from './era-clients.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { probes, probesInSession, probesOfStreams } from './probes.mjs';
import { exchange, messagesIn, openSession } from './raw-mcp.mjs';
import { startTwoWays } from './two-ways.mjs';

const v1 = 'TypeScript SDK v1';
const modernOnly = 'TypeScript SDK v2 that speaks 2026-07-28 only';

/**
 * The upstreams, each with the clients that cannot speak with it, gateway or not, and with status and code of errors
 * by which clients find that out or that are easily confused on the way.
 */
const upstreams = {
  'legacy with sessions': { strangers: [modernOnly], errors: ['200 -32601', '400 -32000', '415 -32000'] },
  'legacy without sessions': { strangers: [modernOnly], errors: ['200 -32601', '400 -32000', '405 -32000'] },
  'modern only': {
    strangers: [v1],
    errors: ['400 -32020', '400 -32021', '400 -32022', '400 -32602', '404 -32601', '405 -32000'],
  },
  both: { strangers: [], errors: ['200 -32601', '400 -32020', '400 -32021', '400 -32022', '404 -32601'] },
};

for (const [kind, { strangers, errors }] of Object.entries(upstreams)) {
  describe(`before an upstream: ${kind}`, { timeout: 120_000 }, () => {
    let world;

    before(async () => (world = await startTwoWays(kind)));
    after(() => world?.stop());

    showLogOfFailures(() => world.gateway);

    for (const [name, client] of Object.entries(eraClients)) {
      test(`GW-B-01, GW-B-02, GW-B-03, GW-M-11: ${name} comes as far as without the gateway`, async (context) => {
        const direct = await client(world.ways.direct);
        const through = await client(world.ways.through);
        assert.equal(direct.works, !strangers.includes(name), JSON.stringify(direct));
        assert.deepEqual(withoutAddress(through, world.ways.through), withoutAddress(direct, world.ways.direct));
        context.diagnostic(direct.works ? 'works' : `cannot, as expected: ${direct.message}`);
      });
    }

    test('GW-B-01, GW-L-01, GW-L-05, GW-L-09, GW-M-04, GW-M-06, GW-M-07: statuses and bodies come byte for byte', async () => {
      const direct = await answersOf(world.ways.direct);
      const through = await answersOf(world.ways.through);
      for (const title of Object.keys(direct)) assert.deepEqual(through[title], direct[title], title);
      const seen = Object.values(through).map(errorOf);
      for (const error of errors) assert.ok(seen.includes(error), `${error} is not among ${seen}`);
    });
  });
}

/** The answers to all probes that suit the server. */
async function answersOf(way) {
  const session = await openSession(way);
  const more = session['mcp-session-id'] ? {} : probesOfStreams;
  const answers = {};
  for (const [title, probe] of Object.entries({ ...probes, ...more })) answers[title] = await exchange(way, probe);
  for (const [title, probe] of Object.entries(probesInSession)) {
    answers[title] = await exchange(way, { ...probe, headers: { ...session, ...probe.headers } });
  }
  return answers;
}

const errorOf = ({ status, body }) => `${status} ${body && messagesIn(body)[0].error?.code}`;

/** An outcome without the address of the server, which some errors quote. */
function withoutAddress(outcome, { url }) {
  return JSON.parse(JSON.stringify(outcome).replaceAll(url, 'the URL'));
}
