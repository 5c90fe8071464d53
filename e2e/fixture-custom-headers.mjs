import { stringArgument, textResult } from './fixture-offers.mjs';

/**
 * The tool whose argument a client repeats as a header (MCP 2026-07-28, `x-mcp-header`), and the check that the two
 * agree, which the server SDK leaves to its user.
 */

const ARGUMENT = 'region';
const HEADER = 'mcp-param-region';
const HEADER_MISMATCH = -32020;
const NAME = 'test_custom_header';

export const tools = {
  [NAME]: {
    description: 'Has an argument that travels as a header, too',
    inputSchema: stringArgument(ARGUMENT, { 'x-mcp-header': 'Region' }),
    call: ({ region }) => textResult(`region ${region}`),
  },
};

/** Wraps a fetch handler with the check. */
export const checkingCustomHeaders = (handle) => async (request) => {
  const message = request.method === 'POST' ? await messageOf(request.clone()) : undefined;
  const value = message?.params?.name === NAME ? message.params.arguments?.[ARGUMENT] : undefined;
  if (value === undefined || decoded(request.headers.get(HEADER)) === value) return handle(request);
  const error = { code: HEADER_MISMATCH, message: `${HEADER} and the argument differ` };
  return Response.json({ jsonrpc: '2.0', id: message.id, error }, { status: 400 });
};

async function messageOf(request) {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}

/** The value of a header: what stands between `=?base64?` and `?=` decoded, anything else as it is. */
function decoded(header) {
  const coded = /^=\?base64\?(.*)\?=$/.exec(header ?? '')?.[1];
  if (coded === undefined) return header;
  const bytes = Buffer.from(coded, 'base64');
  return bytes.toString('base64') === coded ? bytes.toString('utf8') : undefined;
}
