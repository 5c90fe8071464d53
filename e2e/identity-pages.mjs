import { connectApp } from './connected-app.mjs';
import { askingApp } from './asking-app.mjs';
import { typeKey } from './consent-steps.mjs';
import { identify, toProvider } from './identified.mjs';

const notebook = { name: 'Notebook', redirectUri: 'http://127.0.0.1:33418/callback' };

/** The ways to what a person sees who signs in with an identity, as in `every-page.mjs`. */
export const identityPages = {
  'key-not-linked': async (tab, { identified }) => {
    await ask(tab, identified, 'somebody');
    await tab.getByRole('alert').waitFor();
  },
  'review-to-link': async (tab, { identified }) => {
    await ask(tab, identified, 'somebody');
    await typeKey(tab, identified.key);
    await tab.locator('#link').waitFor();
  },
  'review-linked': async (tab, gateways) => {
    const name = await linked(tab, gateways);
    await ask(tab, gateways.identified, name);
    await tab.locator('[value=allow]').waitFor();
  },
  link: async (tab, { identified }) => {
    await signIn(tab, identified, 'somebody');
    await tab.locator('[value=link]').waitFor();
  },
  'account-identities': async (tab, gateways) => {
    const name = await linked(tab, gateways);
    await signIn(tab, gateways.identified, name);
    await tab.locator('[value=unlink]').waitFor();
  },
  'account-identity-denied': async (tab, { identified }) => {
    await tab.goto(`${identified.base}/account`);
    await toProvider(tab);
    await tab.getByRole('button', { name: 'Cancel' }).click();
    await tab.getByRole('alert').waitFor();
  },
  'sign-in-expired': async (tab, { identified }) => {
    await tab.goto(`${identified.base}/oauth/identity?code=used&state=before`);
  },
};

async function ask(tab, identified, name) {
  const parameters = { resource: `${identified.base}/mcp` };
  await tab.goto((await askingApp(identified.gateway, { ...notebook, parameters })).href);
  await toProvider(tab);
  await identify(tab, identified, name);
}

async function signIn(tab, identified, name) {
  await tab.goto(`${identified.base}/account`);
  await toProvider(tab);
  await identify(tab, identified, name);
}

/** Somebody whose key is linked; the same for all pages, whoever comes first links it. */
async function linked(tab, { identified, made }) {
  if (!made.has('linked')) made.set('linked', link(tab, identified, 'linda'));
  return made.get('linked');
}

async function link(tab, identified, name) {
  await connectApp(identified.gateway, { ...notebook, resource: `${identified.base}/mcp`, key: identified.key });
  const other = await tab.context().browser().newContext();
  const page = await other.newPage();
  await signIn(page, identified, name);
  await page.locator('#api_key').fill(identified.key);
  await page.locator('[value=link]').click();
  await page.locator('[value=unlink]').waitFor();
  await other.close();
  return name;
}
