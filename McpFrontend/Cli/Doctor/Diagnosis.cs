using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>All checks, in the order in which a person mends things.</summary>
/// <param name="settings">All settings, read.</param>
/// <param name="findService">The running service, if one runs.</param>
/// <param name="facts">The machine.</param>
internal sealed class Diagnosis(ServiceSettings settings, Func<ServiceRecord?> findService, IMachineFacts facts)
{
    private const int UsualPort = 4000;

    /// <summary>Looks at everything; sections come as they are done, since runs take their time.</summary>
    /// <param name="quick">Start no engine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<Section> RunAsync(bool quick, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, engine) = EngineChecks.Find(settings.Host);
        yield return new Section("Engine", [found, SystemChecks.Runner(settings.Host)]);
        yield return new Section("Folders", [.. FolderChecks.Of(settings.Host.DataDirectory, Path.TrimEndingDirectorySeparator(Path.GetTempPath()), facts)]);

        var running = findService();
        var isTaken = ServiceChecks.IsTaken(UsualPort);
        yield return new Section("Service",
        [
            ServiceChecks.Service(running, ServiceChecks.Answers),
            ServiceChecks.Port(UsualPort, running, isTaken, isTaken ? ServiceChecks.Owner(UsualPort, facts) : null),
            .. OperatingSystem.IsLinux() ? (IEnumerable<Finding>)[SandboxCheck.Of(facts), LogoutCheck.Of(facts, Environment.UserName)] : [],
        ]);
        yield return new Section("Machine",
        [
            .. LimitChecks.Of(facts),
            SystemChecks.Clock(DateTimeOffset.Now, File.GetLastWriteTimeUtc(typeof(Diagnosis).Assembly.Location)),
            SystemChecks.Language(facts),
            SystemChecks.Isolation(facts),
        ]);
        yield return new Section("Runs", await RunsAsync(engine, quick, cancellationToken));
    }

    private async Task<IReadOnlyList<Finding>> RunsAsync(StataInstallation? engine, bool quick, CancellationToken cancellationToken)
    {
        Finding NotTried(string why) => new("runs", "Runs", FindingOutcome.NotTried, why);
        return engine is null ? [NotTried("there is no engine to run")]
            : settings.Host.Runner is null ? [NotTried("there is no runner")]
            : quick ? [NotTried("left out (--quick)")]
            : await EngineChecks.ExamineAsync(settings.Host, engine, cancellationToken);
    }
}
