// Makes the pictures in ../docs/images anew: of each page light, dark and on a phone, side by side; of the administration
// light, and dark on a phone, of a run that takes a minute.
//     node_modules/.bin/node screenshots.mjs [name...]     needs Chromium, and pngquant to make them small
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { adminPages, openAdminPage, signInAsOperator } from './admin-pages.mjs';
import { countsAreIn, startAdminWorld } from './admin-world.mjs';
import { launchBrowser, noBrowser } from './browser.mjs';
import { everyPage, openPage } from './every-page.mjs';
import { startPageGateways } from './page-gateways.mjs';

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const window = { viewport: { width: 640, height: 400 } };
const light = { ...window, colorScheme: 'light' };
const dark = { ...window, colorScheme: 'dark' };
const desk = { viewport: { width: 1000, height: 400 }, colorScheme: 'light' };
const phoneAtNight = { viewport: { width: 390, height: 700 }, colorScheme: 'dark' };
const phone = { viewport: { width: 390, height: 700 }, colorScheme: 'light' };

/** Of pages whose only point is what a stranger wrote there is none. */
const pages = everyPage.filter((name) => !name.includes('hostile'));
const pictures = {
  ...Object.fromEntries(pages.map((name) => [name, [light, dark, phone].map((look) => [name, look])])),
  ...Object.fromEntries(adminPages.map((name) => [name, [desk, phoneAtNight].map((look) => [name, look])])),
  consent: [
    ['key', light],
    ['review', light],
  ],
};

if (noBrowser) throw new Error(noBrowser);
const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(pictures);
const started = [];
let gateways;
let world;
let browser;
let session;
try {
  if (asked.some((name) => !adminPages.includes(name))) started.push((gateways = await startPageGateways()));
  if (asked.some((name) => adminPages.includes(name))) started.push((world = await adminAtWork()));
  browser = await launchBrowser(gateways?.hosts);
  session = world && (await signedIn());
  for (const name of asked) await picture(name);
} finally {
  await browser?.close();
  for (const part of started) await part.stop();
}

async function adminAtWork() {
  const world = await startAdminWorld();
  await world.run();
  await countsAreIn(world);
  return world;
}

/** One session for all pictures: each sign-in would stand in the audit log. */
async function signedIn() {
  const profile = await browser.newContext();
  await signInAsOperator(await profile.newPage(), world, world.admin);
  const session = await profile.storageState();
  await profile.close();
  return session;
}

async function picture(name) {
  const shots = [];
  for (const [page, look] of pictures[name]) shots.push(await shoot(page, look));
  const path = `${folder}${name}.png`;
  await sideBySide(shots, path);
  await promisify(execFile)('pngquant', ['--force', '--ext', '.png', '--strip', '--nofs', '48', path]);
  console.log(`${name}: ${(await stat(path)).size} bytes`);
}

async function shoot(page, look) {
  const isOfAdmin = adminPages.includes(page);
  const storageState = isOfAdmin ? session : undefined;
  const profile = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: 'reduce', storageState, ...look });
  const tab = await profile.newPage();
  await (isOfAdmin ? openAdminPage(page, tab, world) : openPage(page, tab, gateways));
  // Of a long page the beginning is enough.
  const length = await tab.evaluate(() => document.documentElement.scrollHeight);
  const longest = page === 'api' ? 1000 : look === phoneAtNight ? 1500 : length;
  const clip = { x: 0, y: 0, width: look.viewport.width, height: Math.min(length, longest) };
  const shot = await tab.screenshot({ fullPage: true, clip });
  await profile.close();
  return shot;
}

async function sideBySide(shots, path) {
  const tab = await browser.newPage();
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}">`);
  const style = 'display: inline-flex; gap: 16px; align-items: start';
  await tab.setContent(`<body style="margin: 0"><div style="${style}">${images.join('')}</div>`);
  await tab.locator('div').screenshot({ path, omitBackground: true });
  await tab.close();
}
