using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>What is asked of the machine to find clients and their files: a test can be a machine of another system.</summary>
internal interface IClientMachine
{
    /// <summary>Whose conventions count.</summary>
    MachineKind Kind { get; }

    /// <summary>The user's home folder.</summary>
    string Home { get; }

    /// <summary>The current folder: the project, where a client keeps servers by project.</summary>
    string Here { get; }

    /// <summary>An environment variable, or null if it is not set or empty.</summary>
    string? Variable(string name);

    /// <summary>Is there such a file or folder?</summary>
    bool Exists(string path);

    /// <summary>Names of what is in a folder; none if it cannot be read.</summary>
    IReadOnlyList<string> Entries(string folder);
}

/// <summary>The machine this process runs on.</summary>
internal sealed class ThisClientMachine : IClientMachine
{
    /// <inheritdoc/>
    public MachineKind Kind => ThisMachine.Instance.Kind;

    /// <inheritdoc/>
    public string Home => ThisMachine.Instance.Home;

    /// <inheritdoc/>
    public string Here => Environment.CurrentDirectory;

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <inheritdoc/>
    public bool Exists(string path) => Path.Exists(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Entries(string folder) => ThisMachine.Instance.Entries(folder);
}
