/** The pages of the administration, each with the way there for a tab that is signed in at a world of `admin-world.mjs`. */
const ways = {
  'admin-overview': to(''),
  'admin-doctor': to('/doctor'),
  'admin-attempt': async (tab, world) => {
    await tab.goto(`${world.base}/admin/doctor?outcome=failed&text=no-pkce`);
    await tab.locator('tbody a').first().click();
    await tab.getByText('Step by step').waitFor();
  },
  'admin-analytics': to('/analytics?by=tool'),
  'admin-clients': to('/clients'),
  'admin-grants': to('/grants'),
  'admin-accounts': to('/accounts'),
  'admin-connectors': to('/connectors'),
  'admin-limits': to('/limits'),
  'admin-logs': to('/logs'),
  'admin-audit': to('/audit'),
};

/** Their names. */
export const adminPages = Object.keys(ways);

/** Takes a tab that is signed in to the page of that name. */
export async function openAdminPage(name, tab, world) {
  await ways[name](tab, world);
  await tab.waitForLoadState();
}

/** Signs in with a token. */
export async function signInAsOperator(tab, world, token) {
  await tab.goto(`${world.base}/admin`);
  await tab.getByLabel('Token').fill(token);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

function to(path) {
  return (tab, world) => tab.goto(`${world.base}/admin${path}`);
}
