using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>Passes on what the service says unasked in a session of the initialize era, such as that a resource has changed.</summary>
internal sealed class UnaskedMessages(ClientPipe client, ServiceLink link, Upstream upstream, RelayLog log)
{
    /// <summary>Passes on until the client goes, or the service is stopped.</summary>
    public async Task PassOnAsync(CancellationToken cancellation)
    {
        try
        {
            for (var connection = await link.GetAsync(cancellation); ; connection = await RecoverAsync(connection, cancellation))
            {
                try
                {
                    if (await upstream.ListenAsync(connection, cancellation) is not { } messages)
                    {
                        return;
                    }

                    await foreach (var message in messages)
                    {
                        await client.WriteAsync(message.Bytes, cancellation);
                    }
                }
                catch (Exception e) when (ServiceLoss.Is(e) && !cancellation.IsCancellationRequested)
                {
                    // Looked for again, as for every other connection.
                }
            }
        }
        catch (Exception e) when (e is ServiceStoppedException or CliException)
        {
            log.Note($"The service's own messages are not received any more: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The client has gone.
        }
    }

    /// <summary>A gateway or a server that is down is waited for as long as the client is there: what it says unasked is nobody's open call.</summary>
    private async Task<ServiceHttp> RecoverAsync(ServiceHttp lost, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await link.RecoverAsync(lost, cancellation);
            }
            catch (UnreachableException) when (link.Awaited is not null)
            {
                // The search waits by itself, and is begun again.
            }
        }
    }
}
