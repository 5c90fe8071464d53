import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { callWithProgress, connectTo, eraClients } from './era-clients.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { MODERN } from './raw-mcp.mjs';
import { sdkV1, sdkV2 } from './sdks.mjs';
import { startTwoWays } from './two-ways.mjs';

const config = fileURLToPath(new URL('translating.yaml', import.meta.url));
const v1 = 'TypeScript SDK v1';
const bothEras = 'TypeScript SDK v2 that tries both eras';
const modernOnly = 'TypeScript SDK v2 that speaks 2026-07-28 only';
const pinned = { versionNegotiation: { mode: { pin: MODERN } } };
const person = { action: 'accept', content: { username: 'a', email: 'a@b.example', name: 'a' } };

/** The upstreams, each with the client that needs no translation, and a tool of theirs that asks the person. */
const upstreams = {
  'legacy with sessions': { native: v1, asking: 'test_elicitation_sep1034_defaults', answer: /action=accept/ },
  'legacy without sessions': { native: v1 },
  'modern only': { native: modernOnly, asking: 'test_input_required_result_elicitation', answer: /Hello, a!/ },
};

for (const [kind, { native, asking, answer }] of Object.entries(upstreams)) {
  describe(`translated for an upstream: ${kind}`, { timeout: 120_000 }, () => {
    let world;

    before(async () => (world = await startTwoWays(kind, ['--config', config])));
    after(() => world?.stop());

    showLogOfFailures(() => world.gateway);

    for (const name of [v1, bothEras, modernOnly]) {
      test(`GW-B-05: ${name} gets what a client gets that needs no translation`, async () => {
        const { works, ...direct } = await eraClients[native](world.ways.direct);
        assert.ok(works);
        const through = await eraClients[name](world.ways.through);
        assert.ok(through.works, JSON.stringify(through));
        assert.deepEqual(essence(through), essence(direct));
      });
    }

    if (asking) {
      for (const [name, connect] of Object.entries({ [v1]: connectV1, [modernOnly]: connectV2 })) {
        test(`GW-B-05, GW-M-08: ${name} is asked in the middle of a call`, async () => {
          const { client, asked } = await connect(world.ways.through);
          try {
            const progress = [];
            const { content } = await callWithProgress(client, progress, {}, asking);
            assert.match(content[0].text, answer);
            assert.equal(asked.length, 1);
          } finally {
            await client.close();
          }
        });
      }
    }
  });
}

/** What does not depend on the era: it has other words for the end of a call, and other codes for what is not there. */
function essence({ server, tools, text, error, steps, progress, prompt, resource, completion }) {
  return {
    server,
    tools: tools.tools.map(({ name, description }) => ({ name, description })),
    texts: [text, error, steps].map(({ content, isError }) => ({ content, isError })),
    progress,
    messages: prompt.messages,
    contents: resource.contents,
    completion: completion.completion,
  };
}

async function connectV1(way) {
  const client = await connectTo(way, sdkV1, { capabilities: { elicitation: {} } });
  const asked = [];
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => (asked.push(params.message), person));
  return { client, asked };
}

async function connectV2(way) {
  const client = await connectTo(way, sdkV2, { ...pinned, capabilities: { elicitation: { form: {} } } });
  const asked = [];
  client.setRequestHandler('elicitation/create', ({ params }) => (asked.push(params.message), person));
  return { client, asked };
}
