using StataRuns.McpFrontend.Cli.Connect;
using StataRuns.Stata;

namespace StataRuns.Cli.Tests.Connect;

/// <summary>A machine of any system, with the files that a test says.</summary>
internal sealed class FakeClientMachine : IClientMachine
{
    public MachineKind Kind { get; init; } = MachineKind.Linux;

    public string Home { get; init; } = "/home/ann";

    public string Here { get; init; } = "/project";

    public Dictionary<string, string> Variables { get; } = [];

    public HashSet<string> Paths { get; } = [];

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool Exists(string path) => Paths.Contains(path);

    public IReadOnlyList<string> Entries(string folder)
    {
        var separator = Kind == MachineKind.Windows ? '\\' : '/';
        return [.. Paths.Where(path => path.StartsWith(folder + separator, StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..].Split(separator)[0]).Distinct()];
    }
}
