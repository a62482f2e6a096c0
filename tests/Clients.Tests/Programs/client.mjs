// The client of @modelcontextprotocol/client: it asks which era the server speaks ("auto"), or begins as the earlier ones did ("legacy").
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { serve } from './program.mjs';

await serve(async target => {
  const transport = target.url
    ? new StreamableHTTPClientTransport(new URL(target.url), { requestInit: { headers: target.headers } })
    : new StdioClientTransport({ command: target.command, args: target.arguments, cwd: target.directory });
  const client = new Client({ name: 'a-test', version: '1' }, { versionNegotiation: { mode: target.revision } });
  await client.connect(transport);
  return {
    client,
    revision: client.getNegotiatedProtocolVersion(),
    call: (call, options) => client.callTool(call, options),
    close: () => client.close(),
  };
});
