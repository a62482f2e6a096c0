using System.Text.Json;
using System.Text.RegularExpressions;
using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary><c>deploy/Dockerfile</c>, as far as it says what a container is started with.</summary>
internal sealed partial class ImageFile
{
    private readonly Dictionary<string, (string Base, List<(string Word, string Text)> Lines)> _stages = [];

    public ImageFile()
    {
        var text = File.ReadAllText(Path.Combine(Built.Repository, "deploy", "Dockerfile"));
        List<(string, string)>? lines = null;
        foreach (var line in Continued.Replace(Comment.Replace(text, ""), " ").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (word, rest) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim());
            if (word == "FROM")
            {
                var parts = rest.Split(' ');
                lines = [];
                _stages[parts[2]] = (parts[0], lines);
            }

            lines!.Add((word, rest));
        }
    }

    public IReadOnlyCollection<string> Stages => _stages.Keys;

    /// <summary>What a container of a stage starts.</summary>
    public IReadOnlyList<string> Entrypoint(string stage) => JsonSerializer.Deserialize<string[]>(Last(stage, "ENTRYPOINT")!)!;

    public string? User(string stage) => Last(stage, "USER");

    public IReadOnlyDictionary<string, string> Environment(string stage) => All(stage)
        .Where(line => line.Word == "ENV")
        .SelectMany(line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(entry => entry.Split('=', 2))
        .ToDictionary(entry => entry[0], entry => entry[1]);

    /// <summary>What is copied into a stage from the repository, and from which other stages it copies.</summary>
    public IEnumerable<(string? From, string Source)> Copies(string stage) =>
        from line in All(stage)
        where line.Word == "COPY"
        let words = line.Text.Split(' ')
        select (words.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal))?["--from=".Length..], words[^2]);

    private string? Last(string stage, string word) => All(stage).LastOrDefault(line => line.Word == word).Text;

    private IEnumerable<(string Word, string Text)> All(string stage) =>
        _stages.TryGetValue(stage, out var found) ? All(found.Base).Concat(found.Lines) : [];

    [GeneratedRegex(@"^\s*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued { get; }
}
