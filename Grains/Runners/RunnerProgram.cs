using StataRuns.Hosts;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runners;

/// <summary>The runner program: how it is started, and the machine and process that start it.</summary>
internal sealed class RunnerProgram(HostSettings settings)
{
    // The runner gets what it needs to be a .NET program that was or was not compiled ahead, and nothing of the service's own.
    private static readonly string[] Passed = ["PATH", "HOME", "DOTNET_ROOT", "DOTNET_gcServer", "TMPDIR", FailPoint.Variable];

    /// <summary>This machine's boot.</summary>
    public string BootId { get; } = SystemBoot.Id;

    /// <summary>This process.</summary>
    public ProcessIdentity Self { get; } = ProcessIdentity.Current;

    /// <summary>Starts the runner of a new attempt.</summary>
    public ProcessIdentity Start(AttemptFolder folder) => Start([folder.Path], folder);

    /// <summary>Starts a runner that takes over from one that died; it starts nothing itself.</summary>
    public ProcessIdentity Adopt(AttemptFolder folder) => Start([folder.Path, Marks.AdoptOption], folder);

    private ProcessIdentity Start(string[] arguments, AttemptFolder folder)
    {
        var environment = Passed
            .Select(name => (name, value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.value is not null)
            .ToDictionary(variable => variable.name, variable => variable.value!);
        var program = settings.Runner
            ?? throw new FileNotFoundException($"The runner is not where it should be: {Path.Combine(settings.ProgramsFolder, "runner")}. Build the solution again.");
        return DetachedProcess.Start(program.Executable, [.. program.LeadingArguments, .. arguments], environment, folder.Path, folder.RunnerLog);
    }
}
