import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the fixture upstream offers in every revision, under the names that the official conformance suite asks for.
 * A tool's `call` gets its arguments and an exchange: `progress`, `signal`, and `announce` to tell that a list changed.
 */

const STEP_MS = 50;

/** How often a stream says that it is alive, so that whoever is on the way soon writes to a client that has left. */
export const KEEP_ALIVE_MS = 500;

// A red pixel, and a WAV file without a sample.
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

export const textOf = (text) => ({ type: 'text', text });
const image = { type: 'image', data: PNG, mimeType: 'image/png' };
const embedded = (uri, mimeType, text) => ({ type: 'resource', resource: { uri, mimeType, text } });

/** The result of a tool that answers one text. */
export const textResult = (text) => ({ content: [textOf(text)] });

export const stringArgument = (name, more = {}) => ({
  type: 'object',
  properties: { [name]: { type: 'string', ...more } },
  required: [name],
});

export const tools = {
  test_simple_text: {
    description: 'Answers a text',
    call: () => textResult('This is a simple text response for testing.'),
  },
  test_image_content: { description: 'Answers an image', call: () => ({ content: [image] }) },
  test_audio_content: {
    description: 'Answers a sound',
    call: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  },
  test_embedded_resource: {
    description: 'Answers a resource',
    call: () => ({ content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')] }),
  },
  test_multiple_content_types: {
    description: 'Answers text, image and resource',
    call: () => ({
      content: [
        textOf('Multiple content types test:'),
        image,
        embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
      ],
    }),
  },
  test_error_handling: {
    description: 'Fails',
    call: () => ({ ...textResult('This tool intentionally returns an error for testing'), isError: true }),
  },
  test_tool_with_progress: {
    description: 'Reports progress in three steps',
    call: async (_, { progress }) => {
      for (const step of [0, 50, 100]) {
        await progress(step, 100);
        await sleep(STEP_MS);
      }
      return textResult('Tool with progress completed');
    },
  },
  test_trigger_tool_change: {
    description: 'Tells that the tools changed',
    call: async (_, { announce }) => {
      await announce('tools');
      return textResult('told');
    },
  },
  test_trigger_prompt_change: {
    description: 'Tells that the prompts changed',
    call: async (_, { announce }) => {
      await announce('prompts');
      return textResult('told');
    },
  },
  json_schema_2020_12_tool: {
    description: 'Has an input schema with much of JSON Schema 2020-12',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: {
          $anchor: 'addressDef',
          type: 'object',
          properties: { street: { type: 'string' }, city: { type: 'string' } },
        },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
    call: () => textResult('valid'),
  },
  large_text: {
    description: 'Answers so many characters',
    inputSchema: { type: 'object', properties: { characters: { type: 'integer' } }, required: ['characters'] },
    call: ({ characters }) => textResult('x'.repeat(characters)),
  },
  wait_until_cancelled: {
    description: 'Reports progress once and then waits for the end of the call',
    call: async (_, { progress, signal }) => {
      await progress(1, 2);
      await new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', resolve)));
      return textResult('cancelled');
    },
  },
};

const user = (content) => ({ role: 'user', content });

export const prompts = {
  test_simple_prompt: {
    description: 'A prompt without arguments',
    messages: () => [user(textOf('This is a simple prompt for testing.'))],
  },
  test_prompt_with_arguments: {
    description: 'A prompt with two arguments',
    arguments: ['arg1', 'arg2'],
    messages: ({ arg1, arg2 }) => [user(textOf(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
  },
  test_prompt_with_embedded_resource: {
    description: 'A prompt with a resource',
    arguments: ['resourceUri'],
    messages: ({ resourceUri }) => [
      user(embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.')),
      user(textOf('Please process the embedded resource above.')),
    ],
  },
  test_prompt_with_image: {
    description: 'A prompt with an image',
    messages: () => [user(image), user(textOf('Please analyze the image above.'))],
  },
};

export const resources = {
  'test://static-text': {
    name: 'A text',
    description: 'Always the same text',
    mimeType: 'text/plain',
    content: { text: 'This is the content of the static text resource.' },
  },
  'test://static-binary': {
    name: 'An image',
    description: 'Always the same image',
    mimeType: 'image/png',
    content: { blob: PNG },
  },
  'test://watched-resource': {
    name: 'A watched text',
    description: 'Can be subscribed to',
    mimeType: 'text/plain',
    content: { text: 'watched' },
  },
};

export const template = {
  uriTemplate: 'test://template/{id}/data',
  name: 'A template',
  description: 'Any id will do',
  mimeType: 'application/json',
};

export function listTools(all) {
  const list = Object.entries(all).map(([name, { description, inputSchema }]) => ({
    name,
    description,
    inputSchema: inputSchema ?? { type: 'object', properties: {} },
  }));
  return { tools: list };
}

export function listPrompts(all) {
  const list = Object.entries(all).map(([name, { description, arguments: names = [] }]) => ({
    name,
    description,
    arguments: names.map((argument) => ({ name: argument, description: `The ${argument}`, required: true })),
  }));
  return { prompts: list };
}

export function listResources() {
  return { resources: Object.entries(resources).map(([uri, { content, ...about }]) => ({ uri, ...about })) };
}

/** The contents of a resource, or undefined when there is none of that URI. */
export function readResource(uri) {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id) {
    const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return { contents: [{ uri, mimeType: template.mimeType, text }] };
  }
  const resource = resources[uri];
  return resource && { contents: [{ uri, mimeType: resource.mimeType, ...resource.content }] };
}

export const completions = { completion: { values: ['paris', 'park', 'party'], total: 3, hasMore: false } };
