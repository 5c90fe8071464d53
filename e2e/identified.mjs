import { fileURLToPath } from 'node:url';
import { startDemo } from './demo.mjs';
import { startIdentityProvider } from './identity-provider.mjs';

const client = { id: 'keystile', secret: 'a secret of these tests: with signs' };

/** Starts the demo gateway with an OpenID provider at which its people may sign in, `provider`. */
export async function startIdentified() {
  let provider;
  try {
    const world = await startDemo(async (origin) => {
      provider = await startIdentityProvider({ ...client, redirectUri: `${origin}/oauth/identity` });
      return {
        IDENTITY_ISSUER: provider.issuer,
        IDENTITY_CLIENT_ID: client.id,
        IDENTITY_CLIENT_SECRET: client.secret,
      };
    }, ['--config', fileURLToPath(new URL('identified.yaml', import.meta.url))]);
    return { ...world, provider, secret: client.secret, stop };

    async function stop() {
      await world.gateway.stop();
      await provider.close();
    }
  } catch (error) {
    await provider?.close();
    throw error;
  }
}

/** Goes from a page of the gateway to the provider. */
export function toProvider(tab) {
  return tab.locator('button[value=identity]').click();
}

/** Signs in at the provider, which asks the first time in each session of its own whether the gateway may know. */
export async function identify(tab, { provider }, name) {
  await tab.getByLabel('User name').fill(name);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.waitForLoadState();
  if (new URL(tab.url()).origin === provider.issuer) await tab.getByRole('button', { name: 'Allow' }).click();
}
