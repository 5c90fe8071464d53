import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const executablePath = find();

/** For tests: false when there is a browser, else why they do not run. */
export const noBrowser = executablePath === undefined && `there is no browser here (${names.join(', ')})`;

if (noBrowser && process.env.CI) throw new Error(noBrowser);

/** A headless Chromium that reaches nothing but this machine; `hosts` are more names of it, as Chromium's resolver rules. */
export function launchBrowser(hosts) {
  const rules = [hosts, 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].filter(Boolean).join(', ');
  return chromium.launch({ executablePath, args: [`--host-resolver-rules=${rules}`] });
}

/** A person's browser with nothing in it yet; for `options` see Playwright's `newContext`. */
export async function openProfile(context, browser, options) {
  const profile = await browser.newContext(options);
  context.after(() => profile.close());
  profile.setDefaultTimeout(15_000);
  return profile;
}

/**
 * A list that fills with what the pages of a profile complain about: a breach of the content security policy, an error
 * of a script, a dialog, a request for another origin than those that `mayAsk` allows.
 */
export function watch(profile, mayAsk) {
  const complaints = [];
  profile.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isStatus(message)) complaints.push(message.text());
  });
  profile.on('weberror', (error) => complaints.push(`${error.error()}`));
  profile.on('dialog', async (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  profile.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (!mayAsk(origin)) complaints.push(`a request for ${request.url()}`);
  });
  return complaints;
}

/** Chromium reports each page with an error status, too. */
function isStatus(message) {
  return /^Failed to load resource: the server responded with a status of [45]\d\d/.test(message.text());
}

function find() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
