import assert from 'node:assert/strict';

/** An MCP client over plain HTTP that never sends a session id back, like those of hosted assistants. */
export class ForgetfulClient {
  #url;
  #token;
  #lastId = 0;

  /** `token` answers the access token. */
  constructor(url, token) {
    this.#url = url;
    this.#token = token;
  }

  async connect() {
    const { result } = await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'forgetful', version: '1.0.0' },
    });
    const accepted = await this.#post({ method: 'notifications/initialized' });
    assert.equal(accepted.status, 202);
    return result;
  }

  /** The JSON-RPC response to one request. */
  async request(method, params = {}) {
    const response = await this.#post({ id: ++this.#lastId, method, params });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(/^data: (\{.*)$/m.exec(text)?.[1] ?? text);
  }

  async assertCallWorks() {
    const message = `hello ${this.#lastId}`;
    const { result } = await this.request('tools/call', { name: 'echo', arguments: { message } });
    assert.equal(result.content[0].text, `Echo: ${message}`);
  }

  /** Opens the stream for what the server says unasked; a promise of the first message that has `method`. */
  async listen(method) {
    const response = await fetch(this.#url, {
      headers: { ...this.#headers(), accept: 'text/event-stream' },
      signal: AbortSignal.timeout(30_000),
    });
    assert.equal(response.status, 200);
    return { message: firstMessage(response.body, method) };
  }

  #post(message) {
    return fetch(this.#url, {
      method: 'POST',
      headers: { ...this.#headers(), 'content-type': 'application/json', accept: '*/*' },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
      signal: AbortSignal.timeout(30_000),
    });
  }

  #headers() {
    return { authorization: `Bearer ${this.#token()}`, 'mcp-protocol-version': '2025-11-25' };
  }
}

async function firstMessage(body, method) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const found = text
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice('data: '.length)))
      .find((message) => message.method === method);
    if (found) return found;
  }
  throw new Error(`the stream ended without ${method}`);
}
