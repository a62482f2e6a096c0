namespace StataRuns.Stata.Tests;

/// <summary>A machine of any system, made of the paths that it has.</summary>
internal sealed class FakeMachine(MachineKind kind) : IMachine
{
    private readonly HashSet<string> _files = [];
    private readonly HashSet<string> _notExecutable = [];
    private readonly Dictionary<string, string> _links = [];

    public MachineKind Kind => kind;

    public string Home { get; init; } = "/home/ann";

    public Dictionary<string, string> Variables { get; } = [];

    public List<string> Registered { get; } = [];

    private char Separator => kind == MachineKind.Windows ? '\\' : '/';

    public FakeMachine With(params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
        {
            _files.Add(file);
        }

        return this;
    }

    public FakeMachine WithPlainFile(string file)
    {
        _notExecutable.Add(file);
        return With(file);
    }

    public FakeMachine WithLink(string from, string to)
    {
        _links[from] = to;
        return With(from);
    }

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool FileExists(string path) => _files.Contains(path);

    public bool FolderExists(string path) => _files.Any(file => file.StartsWith(path.TrimEnd(Separator) + Separator, StringComparison.Ordinal));

    public bool IsExecutable(string path) => FileExists(path) && !_notExecutable.Contains(path);

    public IReadOnlyList<string> Entries(string folder)
    {
        var prefix = folder.TrimEnd(Separator) + Separator;
        return [.. _files.Where(file => file.StartsWith(prefix, StringComparison.Ordinal)).Select(file => file[prefix.Length..].Split(Separator)[0]).Distinct()];
    }

    public string ResolveLink(string path) => _links.GetValueOrDefault(path, path);

    public IReadOnlyList<string> DoFileCommands() => Registered;
}
