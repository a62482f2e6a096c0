using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>The client's end: a message a line, in and out, and nothing else.</summary>
internal sealed class ClientPipe(Stream input, Stream output) : IDisposable
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly SemaphoreSlim _turn = new(1, 1);

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
    /// <exception cref="IOException">The client has gone.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            // Half a line would spoil the next one: once begun, it is written to its end.
            await output.WriteAsync(message, CancellationToken.None);
            await output.WriteAsync(LineEnd, CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

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
