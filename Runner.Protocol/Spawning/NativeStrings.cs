using System.Runtime.InteropServices;
using System.Text;

namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>Strings as C has them, <c>char *[]</c> ended by a null pointer, in one block.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _block;

    public NativeStrings(IReadOnlyCollection<string> values)
    {
        var pointers = values.Count + 1;
        var bytes = (nuint)pointers * (nuint)sizeof(byte*);
        foreach (var value in values)
        {
            bytes += (nuint)Encoding.UTF8.GetByteCount(value) + 1;
        }

        _block = (byte**)NativeMemory.Alloc(bytes);
        var next = (byte*)(_block + pointers);
        var index = 0;
        foreach (var value in values)
        {
            var length = Encoding.UTF8.GetByteCount(value);
            _ = Encoding.UTF8.GetBytes(value, new Span<byte>(next, length));
            next[length] = 0;
            _block[index++] = next;
            next += length + 1;
        }

        _block[index] = null;
    }

    public byte** Pointer => _block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
