using System.Buffers;
using Microsoft.Win32.SafeHandles;
using StataRuns.Runs;

namespace StataRuns.Output.Copies;

/// <summary>
/// Copies one file of a run: from the byte on that is not copied yet, in the table's chunks, through one buffer. It does so in
/// turns of a few megabytes, so that a flood of one run keeps the others' output waiting no longer than that.
/// </summary>
internal sealed class FileCopy(CopyTable table, RunId run, string from, Func<SafeFileHandle?> open)
{
    private const int ChunksPerTurn = 64;

    // Asked of the database once: nobody else copies this host's runs, and what is stored never shrinks. After a failure it may
    // be another database that answers, an older copy of the one before.
    private long? _stored;

    /// <summary>Copies what is new, one turn of it.</summary>
    /// <returns>Is there more?</returns>
    /// <exception cref="RunGoneException">The run was deleted.</exception>
    public async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        using var file = open();
        if (file is null || RandomAccess.GetLength(file) is var length && length == 0)
        {
            return false;
        }

        var stored = _stored ?? await table.LengthAsync(run, from, cancellation);
        _stored = null;
        if (length <= stored)
        {
            _stored = stored;
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(CopiedSource.ChunkBytes);
        try
        {
            _stored = await StoreAsync(file, stored, buffer, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return length > _stored;
    }

    private async Task<long> StoreAsync(SafeFileHandle file, long stored, byte[] buffer, CancellationToken cancellation)
    {
        await using var storing = await table.BeginAsync(run, from, cancellation);
        for (var turn = 0; turn < ChunksPerTurn; turn++)
        {
            // A chunk that was short is read again from its beginning, with what came since.
            var chunk = stored / CopiedSource.ChunkBytes;
            var begin = chunk * CopiedSource.ChunkBytes;
            var read = OrdinaryFile.Fill(file, buffer.AsSpan(0, CopiedSource.ChunkBytes), begin);
            if (begin + read <= stored)
            {
                break;
            }

            if (!await storing.AddAsync((int)chunk, buffer.AsMemory(0, read), cancellation))
            {
                throw new RunGoneException();
            }

            stored = begin + read;
            if (read < CopiedSource.ChunkBytes)
            {
                break;
            }
        }

        await storing.CommitAsync(cancellation);
        return stored;
    }
}

/// <summary>A run was deleted while its output was copied: there is nothing left to do.</summary>
internal sealed class RunGoneException() : Exception("The run was deleted.");
