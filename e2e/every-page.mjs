import { accountPages } from './account-pages.mjs';
import { askingApp, authorizationUrl } from './asking-app.mjs';
import { typeKey } from './consent-steps.mjs';
import { key } from './demo.mjs';
import { identityPages } from './identity-pages.mjs';
import { hostileText, keyOfMany } from './many-tools.mjs';

/** A callback that no document vouches for. */
const strangersCallback = 'https://chat.example.net/callback';

const ways = {
  start: (tab, { demo }) => tab.goto(demo.base),
  'start-several': (tab, { several }) => tab.goto(several.base),
  api: (tab, { demo }) => tab.goto(`${demo.base}/openapi`),

  key: (tab, { demo }) => tab.goto(claude(demo)),
  'key-on-device': async (tab, { demo }) => tab.goto(await onDevice(demo)),
  'key-user-id': async (tab, { demo }) => tab.goto(await onDevice(demo, { resource: undefined })),
  'key-hostile-name': async (tab, { demo }) => tab.goto(await hostile(demo)),
  'key-choice': async (tab, { several }) => tab.goto(await onDevice(several, { resource: undefined })),
  'key-wrong': async (tab, { demo }) => {
    await tab.goto(claude(demo));
    await typeKey(tab, 'jean_sk_demo_wrong');
    await tab.getByRole('alert').waitFor();
  },
  'key-of-another': async (tab, { several }) => {
    await tab.goto(await onDevice(several, { resource: undefined }));
    await tab.locator('[value=wiki]').check();
    await typeKey(tab, keyOfMany);
    await tab.getByRole('alert').waitFor();
  },
  'key-upstream-down': async (tab, { several }) => {
    await tab.goto(await onDevice(several, { resource: `${several.base}/mcp/wiki` }));
    await typeKey(tab, 'wiki_1');
    await tab.getByRole('alert').waitFor();
  },

  review: (tab, { demo }) => review(tab, claude(demo)),
  'review-read-only': (tab, { demo }) => review(tab, claude(demo, { scope: 'mcp:read' })),
  'review-hostile-name': async (tab, { demo }) => review(tab, await hostile(demo)),
  'review-hostile-tools': async (tab, { several }) => {
    await review(tab, await onDevice(several, { resource: `${several.base}/mcp` }), 'many_eve');
  },
  'review-many-tools': async (tab, { several }) => {
    await review(tab, await onDevice(several, { resource: `${several.base}/mcp` }), keyOfMany);
    await tab.locator('summary').click();
    await tab.getByText('tool_26').waitFor();
  },
  'choose-again': async (tab, { demo }) => {
    await review(tab, claude(demo));
    await tab.locator('#tools-some').check();
    await tab.locator('[value=allow]').click();
    await tab.getByRole('alert').waitFor();
  },
  leave: async (tab, { demo }) => {
    await tab.goto(await app(demo, { name: 'Chat', redirectUri: strangersCallback }));
    await tab.locator('[value=deny]').click();
    await tab.locator('a.button').waitFor();
  },

  ...accountPages,
  ...identityPages,

  expired: async (tab, { demo }) => {
    await tab.goto(claude(demo));
    await tab.context().clearCookies();
    await typeKey(tab, key);
    await tab.locator('#api_key').waitFor({ state: 'detached' });
  },
  'unknown-app': (tab, { demo }) => tab.goto(authorizationUrl(demo, { client_id: 'nobody' }).href),
  'not-found': (tab, { demo }) => tab.goto(`${demo.base}/nothing`),
};

/** The names of every page that a person can meet. */
export const everyPage = Object.keys(ways);

/** Takes a fresh tab to the page of that name, with the gateways of `page-gateways.mjs`, and waits until it is all there. */
export async function openPage(name, tab, gateways) {
  await ways[name](tab, gateways);
  await tab.waitForLoadState();
}

/** What Claude asks, which is known by its document. */
function claude(gateway, parameters) {
  return authorizationUrl(gateway, {
    client_id: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    redirect_uri: 'https://claude.ai/api/mcp/auth_callback',
    ...parameters,
  }).href;
}

async function review(tab, url, text = key) {
  await tab.goto(url);
  await typeKey(tab, text);
  await tab.locator('[value=allow]').waitFor();
}

function onDevice(world, parameters) {
  const asked = { name: 'Notebook', redirectUri: 'http://127.0.0.1:33418/callback', parameters };
  return app(world, asked);
}

function hostile(world) {
  return app(world, { name: hostileText + 'W'.repeat(500), redirectUri: strangersCallback });
}

async function app(world, asked) {
  return (await askingApp(world.gateway ?? world, asked)).href;
}
