using System.Globalization;

namespace StataRuns.Bench.Service;

/// <summary>A folder of do-files.</summary>
internal sealed class DoFiles(string folder)
{
    private int _count;

    /// <summary>One more, that no other one is like.</summary>
    public async Task<string> NewAsync(CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(folder, $"file-{number}.do");
        await File.WriteAllTextAsync(path, $"display {number}\n", cancellation);
        return path;
    }
}
