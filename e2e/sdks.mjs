import * as v2 from '@modelcontextprotocol/client';
import { createPrivateKeyJwtAuth } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export const sdkV1 = {
  name: 'TypeScript SDK v1',
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  createPrivateKeyJwtAuth,
};

/** Checks the issuer of the metadata and of the authorization response, and asks for the newest MCP revision first. */
export const sdkV2 = {
  name: 'TypeScript SDK v2',
  Client: v2.Client,
  StreamableHTTPClientTransport: v2.StreamableHTTPClientTransport,
  UnauthorizedError: v2.UnauthorizedError,
  createPrivateKeyJwtAuth: v2.createPrivateKeyJwtAuth,
  clientOptions: { versionNegotiation: { mode: 'auto' } },
};

export const sdks = [sdkV1, sdkV2];
