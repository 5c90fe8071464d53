import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import * as offers from './fixture-offers.mjs';
import { EventLog } from './fixture-events.mjs';

const { textResult, stringArgument } = offers;
const STEP_MS = 50;
const RETRY_MS = 100;

const results = { 'sampling/createMessage': CreateMessageResultSchema, 'elicitation/create': ElicitResultSchema };

const sampling = (prompt) => ({
  messages: [{ role: 'user', content: offers.textOf(prompt) }],
  maxTokens: 100,
});

const elicitation = (message, properties, required) => ({
  message,
  requestedSchema: { type: 'object', properties, ...(required && { required }) },
});

const outcomeOf = ({ action, content }) =>
  textResult(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`);

const choices = (word) => [1, 2, 3].map((n) => ({ const: `value${n}`, title: `${word} ${n}` }));
const options = ['option1', 'option2', 'option3'];

/** Tools of the revisions with sessions; `ask` sends the client a request, on the stream of the call or on the other one. */
const tools = {
  ...offers.tools,
  test_tool_with_logging: {
    description: 'Logs three times',
    call: async (_, { log }) => {
      await log('Tool execution started');
      await sleep(STEP_MS);
      await log('Tool processing data');
      await sleep(STEP_MS);
      await log('Tool execution completed');
      return textResult('Tool with logging executed');
    },
  },
  test_sampling: {
    description: 'Asks the model of the client',
    inputSchema: stringArgument('prompt'),
    call: async ({ prompt }, { ask }) => {
      const { content } = await ask('sampling/createMessage', sampling(prompt));
      return textResult(`LLM response: ${content.text}`);
    },
  },
  test_elicitation: {
    description: 'Asks the person',
    inputSchema: stringArgument('message'),
    call: async ({ message }, { ask }) => {
      const properties = {
        username: { type: 'string', description: "User's response" },
        email: { type: 'string', description: "User's email address" },
      };
      const answer = await ask('elicitation/create', elicitation(message, properties, ['username', 'email']));
      return textResult(`User response: ${JSON.stringify(answer)}`);
    },
  },
  test_elicitation_sep1034_defaults: {
    description: 'Asks the person with defaults',
    call: async (_, { ask }) => {
      const properties = {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      };
      return outcomeOf(await ask('elicitation/create', elicitation('Please look through these', properties)));
    },
  },
  test_elicitation_sep1330_enums: {
    description: 'Asks the person to choose',
    call: async (_, { ask }) => {
      const properties = {
        untitledSingle: { type: 'string', enum: options },
        titledSingle: { type: 'string', oneOf: choices('Option') },
        legacyEnum: {
          type: 'string',
          enum: ['opt1', 'opt2', 'opt3'],
          enumNames: ['Option One', 'Option Two', 'Option Three'],
        },
        untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
        titledMulti: { type: 'array', items: { anyOf: choices('Choice') } },
      };
      return outcomeOf(await ask('elicitation/create', elicitation('Please choose', properties)));
    },
  },
  test_reconnection: {
    description: 'Ends the stream of its call, and answers when the client comes back for it',
    call: async (_, { endStream }) => {
      endStream();
      await sleep(STEP_MS);
      return textResult('Reconnection test completed');
    },
  },
  ask_on_open_stream: {
    description: 'Asks the model of the client on the stream that the client keeps open',
    inputSchema: stringArgument('prompt'),
    call: async ({ prompt }, { askElsewhere }) => {
      const { content } = await askElsewhere('sampling/createMessage', sampling(prompt));
      return textResult(`LLM response: ${content.text}`);
    },
  },
};

function exchangeOf(server, { _meta, signal, sendNotification, sendRequest, closeSSEStream }) {
  return {
    signal,
    progress: async (progress, total) => {
      const progressToken = _meta?.progressToken;
      if (progressToken === undefined) return;
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total } });
    },
    log: (data) => sendNotification({ method: 'notifications/message', params: { level: 'info', data } }),
    ask: (method, params) => sendRequest({ method, params }, results[method]),
    askElsewhere: (method, params) => server.request({ method, params }, results[method]),
    announce: (kind) => (kind === 'tools' ? server.sendToolListChanged() : server.sendPromptListChanged()),
    endStream: () => closeSSEStream?.(),
  };
}

const find = (all, name) => {
  if (all[name]) return all[name];
  throw new McpError(ErrorCode.InvalidParams, `There is no ${name}`);
};

function newServer() {
  const capabilities = {
    tools: { listChanged: true },
    prompts: { listChanged: true },
    resources: { subscribe: true, listChanged: true },
    completions: {},
    logging: {},
  };
  const server = new Server({ name: 'fixture', version: '1.0.0' }, { capabilities });
  const on = (schema, handler) => server.setRequestHandler(schema, handler);
  on(ListToolsRequestSchema, () => offers.listTools(tools));
  on(CallToolRequestSchema, ({ params }, extra) =>
    find(tools, params.name).call(params.arguments ?? {}, exchangeOf(server, extra)),
  );
  on(ListPromptsRequestSchema, () => offers.listPrompts(offers.prompts));
  on(GetPromptRequestSchema, ({ params }) => ({
    messages: find(offers.prompts, params.name).messages(params.arguments ?? {}),
  }));
  on(ListResourcesRequestSchema, () => offers.listResources());
  on(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [offers.template] }));
  on(ReadResourceRequestSchema, ({ params }) => {
    const contents = offers.readResource(params.uri);
    if (!contents) throw new McpError(-32002, 'Resource not found', { uri: params.uri });
    return contents;
  });
  on(SubscribeRequestSchema, () => ({}));
  on(UnsubscribeRequestSchema, () => ({}));
  on(SetLevelRequestSchema, () => ({}));
  on(CompleteRequestSchema, () => offers.completions);
  return server;
}

const refusal = (status, code, message, headers) =>
  Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });

/** Serves the revisions up to 2025-11-25 with sessions. Streams can be resumed. */
export function legacyWithSessions() {
  const sessions = new Map();

  async function open() {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.set(id, transport),
      onsessionclosed: (id) => sessions.delete(id),
      eventStore: new EventLog(),
      retryInterval: RETRY_MS,
      keepAliveMs: offers.KEEP_ALIVE_MS,
    });
    await newServer().connect(transport);
    return transport;
  }

  return async (request) => {
    const id = request.headers.get('mcp-session-id');
    if (id && !sessions.has(id)) return refusal(404, -32001, 'Session not found');
    // Without an id the transport itself tells an initialize request from one that lacks its session.
    return (sessions.get(id) ?? (await open())).handleRequest(request);
  };
}

/** Serves the same revisions without sessions: each request stands alone, and there is nothing to GET or to DELETE. */
export function legacyWithoutSessions() {
  return async (request) => {
    if (request.method !== 'POST') return refusal(405, -32000, 'Method not allowed.', { allow: 'POST' });
    const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await newServer().connect(transport);
    return transport.handleRequest(request);
  };
}
