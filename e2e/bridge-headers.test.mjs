import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { namesOfChatter } from './fixture-upstream.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { CLIENT_NAME } from './mcp-installation.mjs';
import { exchange, initialize, legacy, MODERN, modern, openSession, send, sendLines, usual } from './raw-mcp.mjs';
import { startTwoWays } from './two-ways.mjs';

describe('the headers of a request', { timeout: 120_000 }, () => {
  let world;

  before(async () => (world = await startTwoWays('both')));
  after(() => world?.stop());

  showLogOfFailures(() => world.gateway);

  const forwarded = {
    'Accept-Language': 'de',
    Baggage: 'a=b',
    'Content-Type': 'application/json',
    'Last-Event-ID': '7',
    'MCP-Protocol-Version': MODERN,
    'Mcp-Method': 'tools/call',
    'Mcp-Name': 'test_custom_header',
    'Mcp-Param-Region': `=?base64?${Buffer.from('Zürich').toString('base64')}?=`,
    'Mcp-Of-Tomorrow': 'yes',
    Traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    Tracestate: 'a=1',
  };

  const keptBack = {
    'Accept-Encoding': 'gzip',
    Connection: 'close, X-Hop',
    Cookie: 'a=b',
    DPoP: 'proof',
    Forwarded: 'for=192.0.2.1',
    'If-None-Match': '"1"',
    'Keep-Alive': 'timeout=5',
    Origin: 'https://site.example',
    'Proxy-Authorization': 'Basic YTpi',
    'Proxy-Connection': 'keep-alive',
    Range: 'bytes=0-1',
    Referer: 'https://site.example/',
    TE: 'trailers',
    'User-Agent': 'of the client',
    'X-API-Key': 'jean_sk_of_somebody_else',
    'X-Client-Name': 'something else',
    'X-Custom': '1',
    'X-Forwarded-For': '192.0.2.1',
    'X-Forwarded-Host': 'site.example',
    'X-Hop': '1',
    'X-Real-IP': '192.0.2.1',
    'X-User-Id': 'somebody-else',
  };

  const { body } = modern('tools/call', { name: 'test_custom_header', arguments: { region: 'Zürich' } });

  test('GW-01, GW-02, GW-03, GW-04, GW-05, GW-06: exactly those arrive upstream that may', async () => {
    const { fixture, ways } = world;
    const mark = fixture.visits.length;
    const answer = await sendLines(ways.through.url, { ...usual, ...keptBack, ...forwarded, ...ways.through.headers }, body);
    assert.equal(answer.status, 200, answer.body);
    const [{ headers }, ...more] = fixture.visits.slice(mark);
    assert.deepEqual(more, []);
    const { connection, 'content-length': length, ...rest } = headers;
    assert.deepEqual(rest, {
      ...Object.fromEntries(Object.entries(forwarded).map(([name, value]) => [name.toLowerCase(), value])),
      accept: usual.accept,
      'accept-encoding': 'identity',
      host: new URL(fixture.url).host,
      'user-agent': 'Keystile',
      via: '1.1 keystile',
      'x-api-key': fixture.key,
      'x-client-name': CLIENT_NAME,
    });
    assert.equal(connection, 'keep-alive');
    assert.equal(Number(length), Buffer.byteLength(body));
  });

  test('GW-01, GW-03, GW-05: nothing of the client that is not a message arrives with any method', async () => {
    const { fixture, ways } = world;
    const mark = fixture.visits.length;
    const session = await openSession({ ...ways.through, headers: { ...ways.through.headers, cookie: 'a=b' } });
    await exchange(ways.through, { method: 'DELETE', headers: { ...session, origin: 'https://site.example' } });
    const visits = fixture.visits.slice(mark);
    assert.deepEqual(visits.map(({ method }) => method), ['POST', 'POST', 'DELETE']);
    for (const { headers } of visits) {
      assert.equal(headers.via, '1.1 keystile');
      for (const name of ['authorization', 'cookie', 'origin', 'forwarded', 'x-forwarded-for']) {
        assert.equal(headers[name], undefined, name);
      }
      assert.doesNotMatch(JSON.stringify(headers), /jean_oauth_/);
    }
  });

  // Claude accepts anything, others say a charset, and servers of the official SDKs refuse either.
  test('GW-04, GW-L-05: a client that is careless with its headers is understood', async () => {
    const { direct, through } = world.ways;
    const anything = { ...initialize(), headers: { accept: '*/*' } };
    assert.equal((await exchange(direct, anything)).status, 406);
    assert.equal((await exchange(through, anything)).status, 200);
    const session = await openSession(through);
    const headers = { ...session, 'mcp-protocol-version': undefined, 'content-type': 'application/json; charset=utf-8' };
    assert.equal((await exchange(through, { ...legacy('tools/list'), headers })).status, 200);
  });

  test('GW-06: what the upstream says for itself does not reach the client', async () => {
    const direct = await send(world.ways.direct, modern('tools/list'));
    const through = await send(world.ways.through, modern('tools/list'));
    assert.equal(await through.text(), await direct.text());
    for (const name of namesOfChatter) {
      assert.ok(direct.headers.has(name), name);
      assert.notEqual(through.headers.get(name), direct.headers.get(name), name);
    }
  });
});
