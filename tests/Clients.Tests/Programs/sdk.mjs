// The client of @modelcontextprotocol/sdk: the initialize era.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { serve } from './program.mjs';

await serve(async target => {
  const transport = target.url
    ? new StreamableHTTPClientTransport(new URL(target.url), { requestInit: { headers: target.headers } })
    : new StdioClientTransport({ command: target.command, args: target.arguments, cwd: target.directory });
  let revision;
  const set = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = agreed => {
    revision = agreed;
    set?.(agreed);
  };
  const client = new Client({ name: 'a-test', version: '1' });
  await client.connect(transport);
  return { client, revision, call: (call, options) => client.callTool(call, undefined, options), close: () => client.close() };
});
