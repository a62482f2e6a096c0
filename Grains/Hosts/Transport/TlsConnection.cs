using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace StataRuns.Hosts.Transport;

/// <summary>Puts TLS between a connection of Orleans and the network. Until both sides have shown who they are, Orleans sees nothing of it.</summary>
internal sealed partial class TlsConnection(ClusterCredentials credentials, ILogger<TlsConnection> logger)
{
    // Whoever connects and says nothing is not waited for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A page of log is 64 KiB; TLS takes 16 KiB at a time.
    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024, leaveOpen: true);
    private static readonly StreamPipeWriterOptions Writing = new(minimumBufferSize: 16 * 1024, leaveOpen: true);

    /// <summary>The side that was connected to. A stranger is hung up on.</summary>
    public ConnectionDelegate Accept(ConnectionDelegate next) => async connection =>
    {
        await using var tls = Over(connection);
        try
        {
            using var end = Bound(connection);
            await tls.AuthenticateAsServerAsync(credentials.ForServer(), end.Token);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            LogRefused(logger, connection.RemoteEndPoint?.ToString() ?? "somebody", Reason(e));
            connection.Abort();
            return;
        }

        await PassOnAsync(connection, tls, next);
    };

    /// <summary>The side that connects.</summary>
    public ConnectionDelegate Open(ConnectionDelegate next) => async connection =>
    {
        await using var tls = Over(connection);
        try
        {
            using var end = Bound(connection);
            await tls.AuthenticateAsClientAsync(credentials.ForClient(), end.Token);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            LogFailed(logger, connection.RemoteEndPoint?.ToString() ?? "a silo", Reason(e));
            connection.Abort();
            throw;
        }

        await PassOnAsync(connection, tls, next);
    };

    private static async Task PassOnAsync(ConnectionContext connection, SslStream tls, ConnectionDelegate next)
    {
        var plain = connection.Transport;
        var (reader, writer) = (PipeReader.Create(tls, Reading), PipeWriter.Create(tls, Writing));
        connection.Transport = new Ends(reader, writer);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = plain;
            await reader.CompleteAsync();
            try
            {
                await writer.CompleteAsync();
            }
            catch (IOException)
            {
                // What was still to be sent cannot be any more: the other side is gone.
            }
        }
    }

    private static SslStream Over(ConnectionContext connection) => new(new DuplexPipeStream(connection.Transport), leaveInnerStreamOpen: false);

    private static CancellationTokenSource Bound(ConnectionContext connection)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        end.CancelAfter(Patience);
        return end;
    }

    private static bool IsRefusal(Exception e) => e is AuthenticationException or IOException or OperationCanceledException;

    private static string Reason(Exception e) => e is OperationCanceledException ? "it said nothing, or hung up" : (e.InnerException ?? e).Message.ReplaceLineEndings(" ");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} was refused: it did not present a certificate of the cluster's authority ({Reason})")]
    private static partial void LogRefused(ILogger logger, string peer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} and this program did not agree on TLS: both need a certificate of the cluster's authority ({Reason})")]
    private static partial void LogFailed(ILogger logger, string peer, string reason);

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
