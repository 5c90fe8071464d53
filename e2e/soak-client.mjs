import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from './person.mjs';
import { initialize, legacy, messagesIn, notification, usual } from './raw-mcp.mjs';
import { keyOf } from './soak-upstream.mjs';

const CALLBACK = 'http://127.0.0.1:9/callback';
const PATIENCE_MS = 30_000;
/** Nobody waits longer for another try, whatever Retry-After says. */
const LONGEST_WAIT_S = 3;
/** So much earlier than its end a token may be refused, since clocks of replicas may differ, and so much later is told. */
const SKEW_MS = 2_000;
/** A replica may know a token for so long after it was revoked at the other. */
const FORGOTTEN_MS = 6_000;

/**
 * Somebody with one API key and one app, which does what the SDKs do: it registers, signs in by the pages, opens a session,
 * calls, refreshes ahead of the end or when it is refused, waits where it is told to, and holds an event stream or not.
 * Each answer is told to the `journal`, which knows what is right.
 */
export class SoakClient {
  #base;
  #giveUp;
  #headers;
  #journal;
  #random;
  #refreshing;
  #registration;
  #session;
  #stop;
  #stream;
  #tokens;
  #calls = 0;
  /** Whether it may ask now; a promise while all rest. */
  pause;

  /** Begins nothing more after `stop`, and leaves undone what is under way after `giveUp`. */
  constructor({ base, number, random, journal, stop, giveUp }) {
    this.name = `client${number}`;
    this.#base = base;
    this.#headers = { 'x-forwarded-for': `10.${number >> 8}.${number & 255}.1` };
    this.#journal = journal;
    this.#random = random;
    this.#stop = stop;
    this.#giveUp = giveUp;
    this.eager = number % 2 === 0;
    this.streams = number % 4 === 0;
    this.keepsTokens = number % 2 === 1;
    this.confidential = number % 3 === 0;
  }

  get key() {
    return keyOf(this.name);
  }

  /** Until it is stopped, after it has signed in. */
  live() {
    return Promise.all([this.#act().finally(() => this.#stream?.abort()), this.streams && this.#watch()]);
  }

  async #act() {
    while (!this.#stop.aborted) {
      await sleep(1_000 + 1_500 * this.#random());
      await this.pause;
      if (this.#stop.aborted) break;
      const chance = this.#random();
      if (chance < 0.008) await this.#leave();
      else await this.call();
    }
  }

  /** A call, with a refresh before it when that is due, or after it when the token was refused. */
  async call() {
    if (this.eager && this.#endsSoon()) await this.#refresh();
    if ((await this.#callOnce()) === 'refused' && (await this.#refresh())) await this.#callOnce();
  }

  /** Whether it calls with what it has, without its person. */
  async works() {
    if (!this.#registration || !this.#tokens) return false;
    for (let tries = 0; tries < 5; tries += 1) {
      const outcome = await this.#callOnce();
      if (outcome === 'ok') return true;
      if (outcome === 'refused' && !(await this.#refresh())) return false;
    }
    return false;
  }

  async #callOnce() {
    if (this.#session === undefined && !(await this.#openSession())) return 'later';
    const marker = `${this.name}/${++this.#calls}`;
    const token = this.#tokens;
    const { body } = legacy('tools/call', { name: 'echo', arguments: { marker } }, this.#calls);
    const answer = await this.#ask('call', `${this.#base}/mcp`, this.#mcp(token, body));
    if (answer.status === 200) this.#check(answer, marker, this.#calls);
    return this.#conclude(answer, token);
  }

  #check(answer, marker, id) {
    const message = messagesIn(answer.text).at(-1);
    const text = message?.result?.content?.[0]?.text;
    if (text === `${marker} ${this.name}` && message.id === id) return;
    if (message?.error && message.id === id) answer.what = 'error';
    else this.#journal.violation(`${this.name} asked ${marker} and got ${answer.text.slice(0, 200)}`);
  }

  async #openSession() {
    const token = this.#tokens;
    const first = await this.#ask('initialize', `${this.#base}/mcp`, this.#mcp(token, initialize().body));
    if (first.status === 200 && messagesIn(first.text).at(-1)?.error) first.what = 'error';
    if ((await this.#conclude(first, token)) === 'refused') await this.#refresh();
    const id = first.headers?.get('mcp-session-id');
    if (first.status !== 200 || !id) return false;
    this.#session = id;
    const { body } = notification('notifications/initialized');
    await this.#conclude(await this.#ask('initialized', `${this.#base}/mcp`, this.#mcp(this.#tokens, body)), token);
    return true;
  }

  /** Tells the answer of an MCP request, and waits when it says so: ok, refused or later. */
  async #conclude(answer, token) {
    const refused = answer.status === 401;
    if (refused && Date.now() >= token.endsAt - SKEW_MS) answer.what = 'expired';
    // Another window of this client has refreshed, or left, meanwhile.
    if (refused && token !== this.#tokens) answer.what = 'expired';
    this.#tell(answer);
    if (answer.status === 404) this.#session = undefined;
    if (refused) return 'refused';
    if (answer.ok) return 'ok';
    await this.#wait(answer);
    return 'later';
  }

  #mcp({ access_token: token }, body) {
    const headers = { ...usual, authorization: `Bearer ${token}` };
    if (this.#session !== undefined) headers['mcp-session-id'] = this.#session;
    return { method: 'POST', headers, body };
  }

  /** One at a time; whether there are new tokens. */
  #refresh() {
    this.#refreshing ??= this.#refreshed().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refreshed() {
    const { refresh_token: token } = this.#tokens;
    for (;;) {
      const asked = this.#random() < 0.1 ? 2 : 1;
      const form = { grant_type: 'refresh_token', refresh_token: token };
      const answers = await Promise.all(Array.from({ length: asked }, () => this.#form('refresh', '/oauth/token', form)));
      answers.forEach((answer) => this.#tell(answer));
      const given = answers.filter(({ status }) => status === 200).map(({ text }) => JSON.parse(text));
      if (given.length === 2 && given[0].refresh_token !== given[1].refresh_token) {
        this.#journal.violation(`${this.name} refreshed twice at once and got two refresh tokens`);
      }
      if (given.length > 0) return this.#take(given[0]);
      if (answers.some(({ status }) => status === 400 || status === 401)) return this.#refused();
      if (this.#giveUp.aborted) return false;
      await this.#wait(answers[0]);
    }
  }

  #take(tokens) {
    this.#tokens = { ...tokens, endsAt: Date.now() + tokens.expires_in * 1_000 };
    return true;
  }

  /** Its key is refused, or so it was told: some keep their tokens and try again, others send their person. */
  async #refused() {
    if (this.keepsTokens) {
      await sleep(2_000);
      return false;
    }
    this.#journal.signIn('after a refusal');
    await this.signIn();
    return true;
  }

  /** Disconnects and comes again, with the same registration or as a new client. */
  async #leave() {
    this.#session = undefined;
    this.#stream?.abort();
    await this.#refreshing;
    const { access_token: access, refresh_token: token } = this.#tokens;
    const at = await this.#insist(() => this.#form('revoke', '/oauth/revoke', { token }));
    if (at) this.#checkForgotten(access, at);
    if (this.#random() < 0.5) await this.#unregister();
    this.#journal.signIn('after leaving');
    await this.signIn();
  }

  async #checkForgotten(access, at) {
    await sleep(FORGOTTEN_MS, undefined, { signal: this.#stop }).catch(() => {});
    if (this.#stop.aborted) return;
    const request = this.#mcp({ access_token: access }, legacy('ping').body);
    const answer = await this.#ask('after leaving', `${this.#base}/mcp`, request);
    if (answer.status === 401) answer.ok = true;
    this.#tell(answer);
    if (answer.status === 200) this.#journal.violation(`${this.name} called ${Date.now() - at} ms after it had left`);
  }

  async #unregister() {
    const { registration_client_uri: url, registration_access_token: token } = this.#registration;
    let tries = 0;
    await this.#insist(async () => {
      const answer = await this.#ask('unregister', url, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
      // It had gone already when the answer to the first try was lost.
      if (answer.status === 401 && tries++ > 0) answer.ok = true;
      return answer;
    });
    this.#registration = undefined;
  }

  /** Asks until it is answered well; when that was. */
  async #insist(ask) {
    for (;;) {
      const answer = await ask();
      this.#tell(answer);
      if (answer.ok) return Date.now();
      if (this.#giveUp.aborted) return undefined;
      await this.#wait(answer);
    }
  }

  /** The whole way, begun anew where something on it fails. */
  async signIn() {
    this.#session = undefined;
    while (!this.#giveUp.aborted) {
      if ((await this.#register()) && (await this.#consentAndRedeem())) return;
      await sleep(1_000 + 1_000 * this.#random());
    }
  }

  async #register() {
    if (this.#registration) return true;
    const metadata = {
      redirect_uris: [CALLBACK],
      client_name: this.name,
      token_endpoint_auth_method: this.confidential ? 'client_secret_post' : 'none',
    };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(metadata);
    const answer = await this.#ask('register', `${this.#base}/oauth/register`, { method: 'POST', headers, body });
    this.#tell(answer);
    if (answer.status === 201) this.#registration = JSON.parse(answer.text);
    return answer.status === 201;
  }

  async #consentAndRedeem() {
    const person = new Person(this.#headers);
    const verifier = randomBytes(32).toString('base64url');
    const keyPage = await this.#visit('open', 200, () => person.open(this.#authorizationUrl(verifier)));
    const review =
      keyPage && (await this.#visit('key', 200, () => person.press(keyPage, 'continue', { api_key: this.key })));
    if (review === undefined) return false;
    const done = await this.#visit('allow', 303, () => person.press(review, 'allow'));
    const code = done?.location.searchParams.get('code');
    return code ? this.#redeem(code, verifier) : false;
  }

  #authorizationUrl(verifier) {
    const asked = {
      response_type: 'code',
      client_id: this.#registration.client_id,
      redirect_uri: CALLBACK,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      resource: `${this.#base}/mcp`,
    };
    return `${this.#base}/oauth/authorize?${new URLSearchParams(asked)}`;
  }

  /** The page, when it came with this status. */
  async #visit(kind, status, ask) {
    const answer = await this.#timed(kind, async () => {
      const page = await ask();
      return { status: page.status, headers: page.headers, text: page.text, page, ok: page.status === status };
    });
    this.#tell(answer);
    if (answer.ok) return answer.page;
    // A person waits before they type a key again that was refused.
    if (answer.status === 401) await sleep(4_000);
    return undefined;
  }

  async #redeem(code, verifier) {
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier };
    for (let tries = 0; !this.#giveUp.aborted; tries += 1) {
      const answer = await this.#form('redeem', '/oauth/token', form);
      // The answer to the first try was lost.
      if (answer.status === 400 && tries > 0) answer.what = 'again';
      this.#tell(answer);
      if (answer.ok) return this.#take(JSON.parse(answer.text));
      if (answer.status === 400 || answer.status === 401) return false;
      await this.#wait(answer);
    }
    return false;
  }

  /** Holds a stream as long as it lives, and looks at what comes. */
  async #watch() {
    while (!this.#stop.aborted) {
      await sleep(500 + 500 * this.#random());
      await this.pause;
      if (this.#stop.aborted || this.#session === undefined || this.#endsSoon()) continue;
      await this.#watchOnce();
    }
  }

  async #watchOnce() {
    this.#stream = new AbortController();
    const { signal } = this.#stream;
    const token = this.#tokens;
    const answer = await this.#timed('stream', async () => {
      const { headers } = this.#mcp(token, undefined);
      const init = { headers: { ...headers, ...this.#headers, accept: 'text/event-stream' }, signal };
      const response = await fetch(`${this.#base}/mcp`, init);
      const opened = { status: response.status, headers: response.headers, ok: response.ok, response };
      return response.ok ? opened : { ...opened, text: await response.text() };
    });
    if (signal.aborted) return;
    await this.#conclude(answer, token);
    if (answer.ok) await this.#follow(answer.response, signal);
  }

  async #follow(response, signal) {
    const ended = { kind: 'held stream', what: 'ended' };
    let text = '';
    try {
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const blocks = (text + chunk).split('\n\n');
        text = blocks.pop();
        for (const { params } of blocks.flatMap((block) => messagesIn(block))) {
          this.#journal.event();
          if (params.data === this.name) continue;
          this.#journal.violation(`the stream of ${this.name} had an event of ${params.data}`);
        }
      }
    } catch {
      ended.what = 'cut';
    }
    if (!signal.aborted) this.#journal.tell({ ...ended, client: this.name, from: Date.now(), to: Date.now() });
  }

  #endsSoon() {
    return Date.now() > this.#tokens.endsAt - 5_000;
  }

  #form(kind, path, form) {
    const { client_id, client_secret } = this.#registration;
    const body = new URLSearchParams({ ...form, client_id, ...(client_secret && { client_secret }) });
    return this.#ask(kind, this.#base + path, { method: 'POST', body });
  }

  /** Asks and reads the whole answer. */
  #ask(kind, url, { headers, ...init }) {
    return this.#timed(kind, async () => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(url, { ...init, headers: { ...headers, ...this.#headers }, signal });
      return { status: response.status, headers: response.headers, ok: response.ok, text: await response.text() };
    });
  }

  async #timed(kind, ask) {
    const from = Date.now();
    const answer = await ask().catch((error) => {
      if (error.name === 'TimeoutError') return { what: 'no answer', ok: false };
      if (error instanceof TypeError) return { what: 'cut', ok: false };
      // It closes its stream when it leaves.
      if (error.name === 'AbortError') return { what: 'left', ok: false };
      throw error;
    });
    return { kind, client: this.name, from, to: Date.now(), ...answer };
  }

  #tell({ kind, client, from, to, status, what, ok, headers, text }) {
    this.#journal.tell({ kind, client, from, to, what: what ?? (ok ? 'ok' : told(status, headers, text)) });
  }

  async #wait({ headers }) {
    const seconds = Number(headers?.get('retry-after') ?? 1);
    await sleep(1_000 * Math.min(seconds, LONGEST_WAIT_S), undefined, { signal: this.#giveUp }).catch(() => {});
  }
}

/** The status of a refusal, with the code of the error and whether one may come again. */
function told(status, headers, text = '') {
  // All that the gateway answers has an id; the balancer's own has none.
  if (!headers.has('x-request-id')) return `${status} of the balancer`;
  const code = /"error"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? /error="(\w+)"/.exec(headers.get('www-authenticate') ?? '')?.[1];
  const codes = code === 'temporarily_unavailable' ? [] : [code];
  return [status, ...codes, headers.has('retry-after') && 'later'].filter(Boolean).join(' ');
}
