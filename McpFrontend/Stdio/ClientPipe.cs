using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>The client's end: a message a line, in and out, and nothing else.</summary>
/// <param name="input">What the client says.</param>
/// <param name="output">What it is told.</param>
/// <param name="isInputClosed">Has the client closed <paramref name="input"/>, as far as the system can tell before its end is read?</param>
/// <param name="time">The clock.</param>
internal sealed class ClientPipe(Stream input, Stream output, Func<bool> isInputClosed, TimeProvider time) : IDisposable
{
    /// <summary>A client that has closed its end and takes nothing for so long will take nothing any more.</summary>
    public static readonly TimeSpan LongestUnread = TimeSpan.FromSeconds(3);

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _isAtEnd;

    /// <summary>The client's lines until it closes its end; null stands for one that is too long to be read.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>?> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
        var isTooLong = false;
        while (true)
        {
            // A read of standard input cannot be cancelled; one that nobody waits for any more ends with the process.
            var read = await pipe.ReadAsync(CancellationToken.None).AsTask().WaitAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                rest = rest.Slice(rest.GetPosition(1, end));
                if (isTooLong)
                {
                    isTooLong = false;
                }
                else if (Trim(line.ToArray()) is { Length: > 0 } content)
                {
                    yield return content;
                }
            }

            // The service reads no more than this: what is longer is thrown away up to its end, not collected.
            if (rest.Length > RefusedBodies.Longest)
            {
                if (!isTooLong)
                {
                    isTooLong = true;
                    yield return null;
                }

                rest = rest.Slice(rest.End);
            }

            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                _isAtEnd = true;

                // The last line of a script may lack its end.
                if (!isTooLong && Trim(rest.ToArray()) is { Length: > 0 } last)
                {
                    yield return last;
                }

                yield break;
            }
        }
    }

    /// <summary>Writes a message.</summary>
    /// <exception cref="IOException">The client has gone, or has closed its end and reads no more.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        var line = LineAsync(message);
        while (!await SettlesAsync(line))
        {
            // A client that is busy is waited for, however long. A pipe has no other way to say that nobody reads it any more than
            // that the client has closed its own end too. The turn is kept: half a line was written, and nothing may follow it.
            if (_isAtEnd || isInputClosed())
            {
                throw new IOException("The client has closed its end and does not read the answers.");
            }
        }

        try
        {
            await line;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> SettlesAsync(Task line)
    {
        if (line.IsCompleted)
        {
            return true;
        }

        using var stop = new CancellationTokenSource();
        var first = await Task.WhenAny(line, Task.Delay(LongestUnread, time, stop.Token));
        await stop.CancelAsync();
        return first == line;
    }

    /// <summary>Half a line would spoil the next one: once begun, it is written to its end.</summary>
    private async Task LineAsync(ReadOnlyMemory<byte> message)
    {
        await output.WriteAsync(message, CancellationToken.None);
        await output.WriteAsync(LineEnd, CancellationToken.None);
        await output.FlushAsync(CancellationToken.None);
    }

    private static ReadOnlyMemory<byte> Trim(byte[] line)
    {
        var content = line.AsMemory();
        if (content.Span.StartsWith("\uFEFF"u8))
        {
            content = content["\uFEFF"u8.Length..];
        }

        return content.Trim(" \t\r"u8);
    }
}
