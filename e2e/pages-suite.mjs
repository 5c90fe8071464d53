import { browserSuite } from './browser-suite.mjs';
import { startPageGateways } from './page-gateways.mjs';

export const phone = { width: 390, height: 844 };

/** To be called in a suite of tests of pages: a {@link browserSuite} at the gateways for them, whose certificate nobody knows. */
export function pagesSuite() {
  const suite = browserSuite(startPageGateways, ({ demo, several, identified }, origin) =>
    [demo.base, several.base, identified.base, identified.provider.issuer].includes(origin),
  );
  const openTab = (context, options) => suite.openWatched(context, { ignoreHTTPSErrors: true, ...options });
  return { suite, openTab };
}
