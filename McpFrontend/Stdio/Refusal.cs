using StataRuns.McpFrontend.Mcp.Messages;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// The server that can do nothing, and says why: its settings are wrong. A client shows its user what is answered; of what stands
/// on standard error before the process ended, most show nothing.
/// </summary>
internal static class Refusal
{
    /// <summary>Answers each request with the reason, until the client closes its end.</summary>
    public static async Task AnswerAsync(ClientPipe client, string sentence, CancellationToken cancellation)
    {
        try
        {
            await foreach (var line in client.ReadAsync(cancellation))
            {
                if (line is { } bytes && MessageForm.Read(bytes.Span) is { Id: not null, Method: not null, Problem: null })
                {
                    await client.WriteAsync(RelayAnswers.Failure(Message.Parse(bytes), sentence).Bytes, cancellation);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone, or this process is asked to end.
        }
    }
}
