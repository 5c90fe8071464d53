import { parse } from 'node-html-parser';

const PATIENCE_MS = 30_000;

/** A person at a browser without JavaScript: keeps cookies, fills in forms, follows nothing unasked. */
export class Person {
  #cookies = new Map();
  #headers;

  /** `headers` are sent with every request, as a proxy in front would add them. */
  constructor(headers = {}) {
    this.#headers = headers;
  }

  open(url) {
    return this.#visit(new URL(url), { method: 'GET' });
  }

  /** Presses the button `decision=…` of a page after filling in `entries`: a value, or a list of values, by name. */
  press(page, decision, entries = {}) {
    const { action, body } = page.submission(decision, entries);
    // As browsers do: a page with this policy posts from nowhere.
    const origin = page.headers.get('referrer-policy') === 'no-referrer' ? 'null' : page.url.origin;
    return this.#visit(action, { method: 'POST', body, headers: { origin } });
  }

  async #visit(url, { headers = {}, ...init }) {
    const cookie = this.#cookiesFor(url);
    const response = await fetch(url, {
      ...init,
      headers: { accept: 'text/html', ...this.#headers, ...headers, ...(cookie && { cookie }) },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    this.#keepCookies(url, response);
    return new Page(url, response, await response.text());
  }

  #keepCookies(url, response) {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const has = (pattern) => attributes.some((attribute) => pattern.test(attribute));
      // Safari's rule: no Secure cookie over http, loopback or not.
      if (has(/^secure$/i) && url.protocol === 'http:') continue;
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const ofHost = this.#cookies.get(url.hostname) ?? new Map();
      if (has(/^max-age=(0|-.*)$/i)) ofHost.delete(name);
      else ofHost.set(name, value);
      this.#cookies.set(url.hostname, ofHost);
    }
  }

  #cookiesFor(url) {
    return [...(this.#cookies.get(url.hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** What came back: status, headers and, if it is HTML, forms. */
class Page {
  #root;

  constructor(url, response, html) {
    this.url = url;
    this.status = response.status;
    this.headers = response.headers;
    this.#root = parse(html);
  }

  get text() {
    return this.#root.structuredText;
  }

  /** Where a redirect leads. */
  get location() {
    const location = this.headers.get('location');
    return location && new URL(location, this.url);
  }

  /** The values that fields of this name offer; empty when there is no such field. */
  offers(name) {
    return this.#root
      .querySelectorAll('input')
      .filter((input) => input.getAttribute('name') === name)
      .map((input) => input.getAttribute('value') ?? '');
  }

  /** What the form around a button sends. */
  submission(decision, entries) {
    const button = this.#root.querySelector(`button[name="decision"][value="${decision}"]`);
    const form = button?.closest('form');
    if (!form) throw new Error(`the page (status ${this.status}) has no button "${decision}":\n${this.text}`);
    if (form.getAttribute('method')?.toLowerCase() !== 'post') throw new Error('the form does not post');
    const inputs = form.querySelectorAll('input').filter((input) => input.getAttribute('name'));
    refuseUnknown(inputs, entries);
    const body = new URLSearchParams(inputs.flatMap((input) => sent(input, entries)));
    body.append('decision', decision);
    return { action: new URL(form.getAttribute('action') ?? '', this.url), body };
  }
}

/** The name and value that an input sends, as a list of at most one pair. */
function sent(input, entries) {
  const name = input.getAttribute('name');
  const entry = Object.hasOwn(entries, name) ? [entries[name]].flat() : undefined;
  if (!isChoice(input)) return [[name, entry ? entry[0] : (input.getAttribute('value') ?? '')]];
  const value = input.getAttribute('value') ?? 'on';
  const chosen = entry ? entry.includes(value) : input.hasAttribute('checked');
  return chosen ? [[name, value]] : [];
}

function refuseUnknown(inputs, entries) {
  for (const [name, entry] of Object.entries(entries)) {
    const named = inputs.filter((input) => input.getAttribute('name') === name);
    const offered = named.map((input) => input.getAttribute('value'));
    if (named.length === 0) throw new Error(`the form has no field "${name}"`);
    if (!isChoice(named[0])) continue;
    for (const value of [entry].flat()) {
      if (!offered.includes(value)) throw new Error(`the field "${name}" does not offer "${value}", but ${offered}`);
    }
  }
}

function isChoice(input) {
  return ['radio', 'checkbox'].includes(input.getAttribute('type')?.toLowerCase());
}
