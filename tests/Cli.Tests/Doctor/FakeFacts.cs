using StataRuns.McpFrontend.Cli.Doctor;

namespace StataRuns.Cli.Tests.Doctor;

/// <summary>A machine that answers as a test says.</summary>
internal sealed class FakeFacts : IMachineFacts
{
    public Dictionary<string, string> Texts { get; } = [];

    public Dictionary<string, string> Links { get; } = [];

    public HashSet<string> Paths { get; } = [];

    public Dictionary<string, string> Programs { get; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    public string? Text(string path) => Texts.GetValueOrDefault(path);

    public string? Target(string link) => Links.GetValueOrDefault(link);

    public bool Exists(string path) => Paths.Contains(path) || Texts.ContainsKey(path);

    public IReadOnlyList<string> Files(string folder) => [.. Texts.Keys.Where(path => Path.GetDirectoryName(path) == folder).Order(StringComparer.Ordinal)];

    public string? Run(string program, params IReadOnlyList<string> arguments) => Programs.GetValueOrDefault($"{program} {string.Join(' ', arguments)}");

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool IsOnPath(string program) => Programs.ContainsKey(program);
}
