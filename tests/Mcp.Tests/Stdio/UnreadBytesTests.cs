using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>What a client has read, and what died with it.</summary>
public sealed class UnreadBytesTests
{
    private static readonly byte[] Answer = new byte[768];

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_tells_what_was_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux counts.");
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var unread = new UnreadBytes((int)writer.SafePipeHandle.DangerousGetHandle());

        await writer.WriteAsync(Answer, TestContext.Current.CancellationToken);
        Assert.True(unread.AreThere);
        Assert.False(unread.HaveLostTheirReader);

        await reader.ReadExactlyAsync(new byte[Answer.Length], TestContext.Current.CancellationToken);
        Assert.False(unread.AreThere);
        await reader.DisposeAsync();
        Assert.True(unread.HaveLostTheirReader);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_socket_whose_reader_died_with_the_answer_unread_is_not_taken_for_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux counts.");
        var folder = Directory.CreateTempSubdirectory("stataruns-test-");
        try
        {
            var (writer, reader) = await PairAsync(Path.Combine(folder.FullName, "s"));
            using (writer)
            {
                var unread = new UnreadBytes((int)writer.SafeHandle.DangerousGetHandle());
                await writer.SendAsync(Answer, TestContext.Current.CancellationToken);
                Assert.True(unread.AreThere);
                Assert.False(unread.HaveLostTheirReader);

                reader.Dispose();
                Assert.False(unread.AreThere);
                Assert.True(unread.HaveLostTheirReader);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(Socket Writer, Socket Reader)> PairAsync(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        EndPoint place = new UnixDomainSocketEndPoint(path);
        listener.Bind(place);
        listener.Listen();
        var reader = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await reader.ConnectAsync(place, TestContext.Current.CancellationToken);
        return (await listener.AcceptAsync(TestContext.Current.CancellationToken), reader);
    }
}
