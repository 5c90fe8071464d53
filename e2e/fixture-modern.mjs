import { randomBytes } from 'node:crypto';
import {
  createMcpHandler,
  createRequestStateCodec,
  inputRequired,
  acceptedContent,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ResourceNotFoundError,
  Server,
} from '@modelcontextprotocol/server';
import { checkingCustomHeaders, tools as toolsWithHeaders } from './fixture-custom-headers.mjs';
import * as offers from './fixture-offers.mjs';

const { textResult } = offers;
const INVALID_PARAMS = -32602;

const elicit = (message, field, type = 'string') =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type } }, required: [field] },
  });
const sample = (prompt, maxTokens) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: offers.textOf(prompt) }], maxTokens });

/** A tool that asks for `inputRequests` until all of them are answered; with `seal` it wants its state back, too. */
function asking(inputRequests, seal, complete) {
  return async (_, { answers, state, mint }) => {
    const answered = Object.keys(inputRequests).every((name) => isAnswer(answers?.[name]));
    if (answered && (!seal || state() !== undefined)) return complete(answers);
    return inputRequired({ inputRequests, ...(seal && { requestState: await mint({ asked: true }) }) });
  };
}

const isAnswer = (value) => typeof value === 'object' && value !== null;

/** Tools of 2026-07-28, where a server asks by an incomplete result. */
const tools = {
  ...offers.tools,
  ...toolsWithHeaders,
  test_missing_capability: {
    description: 'Needs a client that can sample',
    call: (_, { capabilities }) => {
      if (!capabilities.sampling) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
      return textResult('the client can sample');
    },
  },
  test_streaming_elicitation: {
    description: 'Reports progress and asks the person',
    call: async (_, { progress }) => {
      await progress(1, 2);
      return inputRequired({ inputRequests: { confirm: elicit('Go on?', 'ok', 'boolean') } });
    },
  },
  test_logging_tool: {
    description: 'Logs, when the client wants it',
    call: async (_, { log }) => {
      await log('logged');
      return textResult('logged');
    },
  },
  test_input_required_result_elicitation: {
    description: 'Asks the person for a name',
    call: (_, { answers }) => {
      const name = acceptedContent(answers, 'user_name')?.name;
      if (name !== undefined) return textResult(`Hello, ${name}!`);
      return inputRequired({ inputRequests: { user_name: elicit('What is your name?', 'name') } });
    },
  },
  test_input_required_result_sampling: {
    description: 'Asks the model of the client',
    call: asking({ capital_question: sample('What is the capital of France?', 100) }, false, ({ capital_question }) =>
      textResult(capital_question.content.text),
    ),
  },
  test_input_required_result_list_roots: {
    description: 'Asks for the roots of the client',
    call: asking({ client_roots: inputRequired.listRoots() }, false, ({ client_roots }) =>
      textResult(client_roots.roots.map(({ uri }) => uri).join(' ')),
    ),
  },
  test_input_required_result_request_state: {
    description: 'Wants its state back',
    call: asking({ confirm: elicit('Please confirm', 'ok', 'boolean') }, true, () => textResult('state-ok')),
  },
  test_input_required_result_multiple_inputs: {
    description: 'Asks for three things at once',
    call: asking(
      {
        user_name: elicit('What is your name?', 'name'),
        greeting: sample('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      true,
      () => textResult('all answered'),
    ),
  },
  test_input_required_result_multi_round: {
    description: 'Asks twice',
    call: async (_, { answers, state, mint }) => {
      const step = state()?.step ?? 0;
      if (step === 1 && isAnswer(answers?.step1)) return askColor(mint);
      if (step === 2 && isAnswer(answers?.step2)) return textResult('both answered');
      const inputRequests = { step1: elicit('Step 1: What is your name?', 'name') };
      return inputRequired({ inputRequests, requestState: await mint({ step: 1 }) });
    },
  },
  test_input_required_result_tampered_state: {
    description: 'Refuses a state that is not its own',
    call: asking({ confirm: elicit('Please confirm', 'ok', 'boolean') }, true, () => textResult('state-ok')),
  },
  test_input_required_result_capabilities: {
    description: 'Asks for nothing that the client cannot do',
    call: (_, { capabilities }) =>
      inputRequired({
        inputRequests: {
          ...(capabilities.sampling && { greeting: sample('Generate a greeting', 50) }),
          ...(capabilities.elicitation && { user_name: elicit('What is your name?', 'name') }),
        },
      }),
  },
};

async function askColor(mint) {
  const inputRequests = { step2: elicit('Step 2: What is your favorite color?', 'color') };
  return inputRequired({ inputRequests, requestState: await mint({ step: 2 }) });
}

const prompts = {
  ...offers.prompts,
  test_input_required_result_prompt: {
    description: 'A prompt that asks the person first',
    ask: (answers) =>
      isAnswer(answers?.user_context)
        ? undefined
        : inputRequired({ inputRequests: { user_context: elicit('What context should the prompt use?', 'context') } }),
    messages: () => [{ role: 'user', content: offers.textOf('Use the context.') }],
  },
};

const find = (all, name) => {
  if (all[name]) return all[name];
  throw new ProtocolError(INVALID_PARAMS, `There is no ${name}`);
};

/** Serves 2026-07-28 and nothing else. */
export function modernOnly() {
  const codec = createRequestStateCodec({ key: randomBytes(32) });
  const options = { legacy: 'reject', keepAliveMs: offers.KEEP_ALIVE_MS };
  const handler = createMcpHandler(() => newServer(codec, (kind) => announce(handler, kind)), options);
  return checkingCustomHeaders(handler.fetch);
}

function announce({ notify }, kind) {
  if (kind === 'tools') notify.toolsChanged();
  else notify.promptsChanged();
}

function newServer(codec, tell) {
  const capabilities = {
    tools: { listChanged: true },
    prompts: { listChanged: true },
    resources: { listChanged: true },
    completions: {},
    logging: {},
  };
  const server = new Server(
    { name: 'fixture', version: '1.0.0' },
    { capabilities, requestState: { verify: codec.verify } },
  );
  server.setRequestHandler('tools/list', () => offers.listTools(tools));
  server.setRequestHandler('tools/call', ({ params }, context) =>
    find(tools, params.name).call(params.arguments ?? {}, exchangeOf(context, codec, tell)),
  );
  server.setRequestHandler('prompts/list', () => offers.listPrompts(prompts));
  server.setRequestHandler('prompts/get', ({ params }, { mcpReq }) => {
    const prompt = find(prompts, params.name);
    return prompt.ask?.(mcpReq.inputResponses) ?? { messages: prompt.messages(params.arguments ?? {}) };
  });
  server.setRequestHandler('resources/list', () => offers.listResources());
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [offers.template] }));
  server.setRequestHandler('resources/read', ({ params }) => {
    const contents = offers.readResource(params.uri);
    if (!contents) throw new ResourceNotFoundError(params.uri);
    return contents;
  });
  server.setRequestHandler('completion/complete', () => offers.completions);
  return server;
}

function exchangeOf({ mcpReq }, codec, tell) {
  return {
    signal: mcpReq.signal,
    answers: mcpReq.inputResponses,
    state: () => mcpReq.requestState(),
    mint: (payload) => codec.mint(payload),
    capabilities: mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities'] ?? {},
    progress: async (progress, total) => {
      const progressToken = mcpReq._meta?.progressToken;
      if (progressToken === undefined) return;
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total } });
    },
    log: (data) => mcpReq.log('info', data),
    announce: tell,
  };
}
