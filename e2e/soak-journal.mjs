/** A patience after the end of a fault, in milliseconds: what was under way, and what is learned only later. */
const SOON = 4_000;
/** Calls that hang end only now, then nobody tries for ten seconds, then one does. */
const CIRCUIT = 25_000;
const STORE = 15_000;
/** A minute after it died, a use of its tokens brings a key back; the client asks every few seconds. */
export const REVIVAL = 80_000;

const rule = (kinds, whats, after = SOON) => ({ kinds, whats, after });
const calls = /^(call|initialize|initialized|stream)$/;
const held = /^held stream$/;
const anything = /^/;
const tooManyKeys = 5;

/**
 * What may be answered because of a fault, beside what is right: docs/operating.md, "When the store fails" and "When an upstream
 * refuses keys or fails". Nothing here says that a client is unknown, and that its token or code is no good is said only where
 * keys are refused. A call may also be told by an `error` of JSON-RPC, since an answer that takes long begins as an event stream.
 */
const faults = {
  'Redis is away': [rule(/^(?!held stream)/, /^503 later$/, STORE)],
  'Redis hangs': [rule(/^(?!held stream)/, /^503 later$/, STORE)],
  'a replica is killed': [rule(anything, /^(cut|502 of the balancer)$/)],
  'the upstream hangs': [
    rule(calls, /^(504|error)$/, CIRCUIT),
    rule(calls, /^503 later$/, CIRCUIT),
    rule(/^key$/, /^503$/, CIRCUIT),
  ],
  'the upstream resets': [
    rule(calls, /^(502|error|503 later)$/, CIRCUIT),
    rule(/^key$/, /^503$/, CIRCUIT),
    rule(held, /^(ended|cut)$/),
  ],
  'the upstream breaks off': [
    rule(calls, /^(502|error|cut|503 later)$/, CIRCUIT),
    rule(/^key$/, /^503$/, CIRCUIT),
  ],
  // A check of a key is several requests, which may take too long together.
  'the upstream is slow': [rule(/^key$/, /^503$/)],
  'the upstream refuses calls': [rule(/^call$/, /^(502|error)$/)],
  'the upstream refuses few keys': [
    rule(calls, /^(401 invalid_token|503 later|error)$/, REVIVAL),
    rule(/^refresh$/, /^400 invalid_grant$/, REVIVAL),
    rule(/^key$/, /^(401|503)$/),
    rule(held, /^(ended|cut)$/),
  ],
  'the upstream refuses keys': [
    rule(calls, /^(401 invalid_token|503 later|error)$/, REVIVAL),
    rule(/^refresh$/, /^400 invalid_grant$/, REVIVAL),
    rule(/^key$/, /^(401|503)$/),
    rule(held, /^(ended|cut)$/),
  ],
  'the upstream forbids': [rule(calls, /^(403|error)$/), rule(/^key$/, /^(401|503)$/)],
  'the upstream fails': [rule(calls, /^(500|error)$/), rule(/^key$/, /^503$/)],
  'the upstream is overloaded': [rule(calls, /^(503 later|error)$/), rule(/^key$/, /^503$/)],
};

export const faultNames = Object.keys(faults);

/** What is right at any time. */
const right = /^(ok|expired|again)$/;

/** Keeps what was answered and what failed when, and finds what must not be. */
export class Journal {
  #counts = new Map();
  #faults = [];
  #violations = [];
  #signIns = {};
  #events = 0;

  /** A fault begins; the function that comes back ends it. `of` are the names of the clients concerned, or undefined. */
  begin(name, of) {
    const fault = { name, of, from: Date.now(), until: Infinity, rested: 0, answers: 0, last: 0, told: new Set() };
    this.#faults.push(fault);
    return () => (fault.until = Date.now());
  }

  /** Nobody asked for so long, so that nobody could find out that something is well again. */
  rested(ms) {
    for (const fault of this.#faults) fault.rested += ms;
  }

  tell({ kind, client, what, from, to }) {
    const name = `${kind}: ${what}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (right.test(what)) return;
    const because = this.#faults.filter((fault) => allows(fault, { kind, client, what, from, to }));
    if (because.length === 0) this.violation(`${client} got ${name}, ${this.#now()}`);
    for (const fault of because) this.#blame(fault, because.length, { client, what, to });
  }

  #blame(fault, among, { client, what, to }) {
    fault.answers += 1;
    if (/invalid/.test(what)) fault.told.add(client);
    if (among === 1) fault.last = Math.max(fault.last, to);
    if (fault.name === 'the upstream refuses keys' && fault.told.size > 2 * tooManyKeys) {
      this.violation(`more than ${tooManyKeys} keys at each gateway were taken for dead: ${[...fault.told]}`);
    }
  }

  #now() {
    const lately = this.#faults.filter(({ until }) => until > Date.now() - REVIVAL).map(({ name, until }) => {
      return until === Infinity ? name : `${name} (until ${Date.now() - until} ms ago)`;
    });
    return lately.length ? `while ${lately.join(', ')}` : 'while nothing failed';
  }

  /** Whether a client was told that its key, or a token for it, is no good. */
  refused(client) {
    return this.#faults.some(({ told }) => told.has(client));
  }

  violation(text) {
    this.#violations.push(`${new Date().toISOString()} ${text}`);
  }

  signIn(why) {
    this.#signIns[why] = (this.#signIns[why] ?? 0) + 1;
  }

  event() {
    this.#events += 1;
  }

  get violations() {
    return this.#violations;
  }

  get report() {
    return {
      answers: Object.fromEntries([...this.#counts].sort(([one], [other]) => one.localeCompare(other))),
      events: this.#events,
      signIns: this.#signIns,
      faults: this.#faults.map(({ name, from, until, answers, last, told }) => ({
        name,
        seconds: ((until - from) / 1_000).toFixed(1),
        answers,
        'refused tokens': told.size,
        'last of them, s after it': last > until ? ((last - until) / 1_000).toFixed(1) : '0',
      })),
    };
  }
}

function allows(fault, { kind, client, what, from, to }) {
  if (to < fault.from || (fault.of && !fault.of.has(client))) return false;
  return faults[fault.name].some(({ kinds, whats, after }) => {
    if (!kinds.test(kind) || !whats.test(what) || from > fault.until + fault.rested + after) return false;
    // Later on only those are told so who were told before, or have a call under way.
    const lasting = after === REVIVAL && !fault.of && from > fault.until + SOON;
    return !lasting || fault.told.has(client);
  });
}
