using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace StataRuns.McpFrontend.Serve;

/// <summary>
/// A request's body, received whole and put back for the next reader. It is taken from the server to its end: of a body that was
/// only looked at the server would not know where the next request of the connection begins.
/// </summary>
internal sealed class ReceivedBody : IRequestBodyPipeFeature, IDisposable
{
    private const int Usual = 4 * 1024;

    private byte[] _bytes;
    private int _length;
    private PipeReader? _reader;

    private ReceivedBody(int expected) => _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(expected, Usual));

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>The body from its first byte.</summary>
    public PipeReader Reader => _reader ??= PipeReader.Create(new ReadOnlySequence<byte>(_bytes, 0, _length));

    /// <summary>Receives a request's body. Until it is disposed of, it is the request's body.</summary>
    /// <exception cref="BadHttpRequestException">The body cannot be received: it is too long, cut off, or sent in a wrong form.</exception>
    public static async Task<ReceivedBody> ReceiveAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var body = new ReceivedBody((int)(context.Request.ContentLength ?? 0)); // RefusedBodies lets no longer one pass
        try
        {
            ReadResult read;
            do
            {
                read = await ReadAsync(reader, context.RequestAborted);
                body.Append(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        context.Features.Set<IRequestBodyPipeFeature>(body);
        return body;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            (_bytes, _length) = ([], 0);
        }
    }

    private static async Task<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            // To the server, a chunk whose size is no number of 32 bits is no fault of the request.
            throw new BadHttpRequestException($"its body is sent in a wrong form ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private void Append(in ReadOnlySequence<byte> more)
    {
        var length = _length + (int)more.Length; // the server bounds the whole, see RefusedBodies
        if (length > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * _bytes.Length));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        more.CopyTo(_bytes.AsSpan(_length));
        _length = length;
    }
}
