namespace StataRuns.Cluster.Tests.Stage;

/// <summary>What a part has said, over all its lives.</summary>
internal sealed class PartLog(string name)
{
    private const int LinesShown = 120;

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private int _shownFrom;

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Add($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line}");
        }
    }

    /// <summary>Has it said this, ever?</summary>
    public bool Has(string words)
    {
        lock (_lock)
        {
            return _lines.Any(line => line.Contains(words, StringComparison.Ordinal));
        }
    }

    /// <summary>What it has said since this was asked last, the end of it where that is much.</summary>
    public string TakeNews()
    {
        lock (_lock)
        {
            var news = _lines[_shownFrom..];
            _shownFrom = _lines.Count;
            return news.Count == 0 ? "" : $"--- {name}\n{string.Concat(news.TakeLast(LinesShown).Select(line => line + "\n"))}";
        }
    }
}
