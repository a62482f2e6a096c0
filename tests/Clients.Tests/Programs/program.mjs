// What the client programs here share. A program is told its server as JSON, in its argument. Then it takes commands, a JSON line
// each, from standard input, and tells what happens in JSON lines on standard output:
//   {"id":1,"do":"tools"}   {"id":2,"do":"call","tool":"…","arguments":{…},"seconds":60}   {"id":3,"do":"cancel","call":2}
//   {"event":"connected","value":"REVISION"}   {"id":2,"event":"progress","value":{…}}
//   {"id":2,"event":"result","value":…}   {"id":2,"event":"failure","value":"words"}
// Standard input's end ends it, in the client's own orderly way.
import { createInterface } from 'node:readline';

export async function serve(connect) {
  const target = JSON.parse(process.argv[2]);
  let session;
  try {
    session = await connect(target);
  } catch (failure) {
    tell({ event: 'failure', value: words(failure) });
    process.exit(1);
  }

  tell({ event: 'connected', value: session.revision });
  const open = new Map();
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    if (command.do === 'cancel') {
      open.get(command.call)?.abort('the test takes it back');
    } else {
      answer(session, command, open);
    }
  }

  await session.close();
  process.exit(0);
}

async function answer(session, command, open) {
  const abort = new AbortController();
  open.set(command.id, abort);
  try {
    const value = command.do === 'tools'
      ? (await session.client.listTools()).tools.map(tool => tool.name)
      : await session.call({ name: command.tool, arguments: command.arguments }, {
          signal: abort.signal,
          timeout: command.seconds * 1000,
          resetTimeoutOnProgress: true,
          onprogress: progress => tell({ id: command.id, event: 'progress', value: progress }),
        });
    tell({ id: command.id, event: 'result', value });
  } catch (failure) {
    tell({ id: command.id, event: 'failure', value: words(failure) });
  } finally {
    open.delete(command.id);
  }
}

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function words(failure) {
  return failure instanceof Error ? `${failure.message}${failure.cause ? `: ${failure.cause.message ?? failure.cause}` : ''}` : String(failure);
}
