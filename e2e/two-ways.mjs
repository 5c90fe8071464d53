import { startFixture } from './fixture-upstream.mjs';
import { startGateway } from './gateway.mjs';
import { signIn } from './sign-in.mjs';

const key = 'jean_sk_fixture_1';

/**
 * Starts a fixture upstream of `kind` and a gateway before it, and signs in. `ways` has both ways to the fixture, each
 * with the URL and the headers that a client needs: `direct` with the API key, `through` the gateway with a token; `args`
 * are the gateway's.
 */
export const startTwoWays = (kind, args) => startTwoWaysTo(() => startFixture(kind, key), args);

/**
 * The same with the upstream that `startUpstream(key)` starts, which has a `url` and a `stop()`.
 */
export async function startTwoWaysTo(startUpstream, args) {
  const closing = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const fixture = await startUpstream(key);
    closing.push(() => fixture.stop());
    const gateway = await startGateway({ MCP_UPSTREAM_URL: fixture.url }, args);
    closing.push(() => gateway.stop());
    const url = `${gateway.base}/mcp`;
    const { provider } = await signIn({ after: (close) => closing.push(close) }, url, key);
    return {
      fixture,
      gateway,
      ways: {
        direct: { url: fixture.url, headers: { 'x-api-key': key } },
        through: { url, headers: { authorization: `Bearer ${provider.current.access_token}` } },
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
