using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Telemetry;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_run_file</c>: runs a do-file, or finds the run of it that is there, and follows it.</summary>
internal sealed class RunFileTool(RunPlacement placement, RunWaiting waiting, OpenDeliveries deliveries, RunFinder finder, IRunGrains grains) : StataTool(Shape, Table)
{
    private const int LongestArguments = 128 * 1024;

    private static readonly Parameter[] Table =
    [
        new("file_path", ParameterKind.Path) { Required = true, Description = "Absolute path of the do-file" },
        new("arguments", ParameterKind.Texts) { Description = "The do-file's arguments (`1', `2', …)", Default = "none", LongestBytes = LongestArguments },
        new("working_dir", ParameterKind.Path) { Description = "Absolute path of the working folder", Default = "the do-file's folder, or its project's if the service is configured so" },
        new("environment", ParameterKind.Variables) { Description = "Environment variables for the run; no tool shows their values", Default = "none", LongestBytes = LongestArguments },
        new("label", ParameterKind.Text) { Description = "Short name for the run, shown in lists", Default = "none" },
        new("session_id", ParameterKind.Text) { Description = "The session that the run shares", Default = "none", IsOffered = false },
        new("host", ParameterKind.Text) { Description = "Machine to run on, from stata_info", Default = "the least loaded one that can read the file" },
        new("timeout", ParameterKind.Number) { Description = "Seconds after which the run is stopped, not counting time in the queue", Default = "the service's limit, usually none", Minimum = 0.001, Maximum = 365 * 24 * 60 * 60 },
        Parameters.Wait,
        new("rerun", ParameterKind.Flag) { Description = "true: start a new run where the result of one that just finished would be returned. An active run is joined all the same", Default = "false" },
        Parameters.Output,
        Parameters.MaxOutputChars,
    ];

    private static Tool Shape => new()
    {
        Name = "stata_run_file",
        Title = "Run a do-file",
        Description = "Run a Stata do-file; returns its state and log. The run goes on when the call ends: while status is queued, starting or running, call stata_run_attach with its run_id. The same call again joins the active run and starts no second one.",
        OutputSchema = OutputSchemas.Snapshot,
        Annotations = new() { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = false, OpenWorldHint = true },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        RefuseSession(arguments);

        var owner = Caller.Owner(request.User);
        var wanted = new RunRequest
        {
            Owner = owner,
            FilePath = arguments.Required("file_path"),
            Arguments = arguments.Texts("arguments"),
            WorkingDir = arguments.Text("working_dir"),
            Environment = await EnvironmentAsync(arguments, EnvironmentOf.Of(request.Params?.Meta), owner, cancellation),
            Label = RunLabel.Read(arguments.Text("label")),
            TimeoutSeconds = arguments.Number("timeout"),
            Rerun = arguments.Flag("rerun"),
            CallKey = CallKey.Of(request.Params?.Meta) ?? CallKey.New(),
            TraceParent = CallTrace.Parent(request),
        };

        // From here on the run may be: the call's token stays behind, so that hanging up cannot undo half of it.
        var host = arguments.Text("host");
        var answer = await placement.SubmitAsync(wanted, host);
        if (answer is { How: SubmitOutcome.HandedOver, Run: { } finished })
        {
            // Its result may be on its way to a client, or have arrived since the host looked: then this call is a new one.
            await deliveries.SettleAsync(finished.RunId);
            answer = await placement.SubmitAsync(wanted, host);
        }

        FailPoint.Pass("gateway.submitted");
        if (answer.Run is not { } run)
        {
            return Refuse(answer.Refusal ?? "The run was refused.");
        }

        CallTrace.IsOf(run.RunId);
        return await waiting.AnswerAsync(run, answer.How, arguments, 0, request, cancellation);
    }

    /// <summary>The call's variables, and those of an earlier run that it names, of which only the service has the values.</summary>
    private async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(CallArguments arguments, RunId? earlier, string owner, CancellationToken cancellation)
    {
        var given = arguments.Variables("environment");
        if (earlier is not { } id)
        {
            return given;
        }

        var kept = await finder.FindAsync(id, owner, cancellation) is null ? null : await grains.Run(id).EnvironmentAsync();
        return kept is null
            ? throw new WrongArgument($"The environment variables of run {id} cannot be read any more: pass them in environment.")
            : given.Concat(kept.Where(variable => !given.ContainsKey(variable.Key))).ToDictionary();
    }

    private static void RefuseSession(CallArguments arguments)
    {
        if (arguments.Has("session_id"))
        {
            throw new WrongArgument("session_id is not available in this version: leave it out, and the do-file runs in a Stata process of its own.");
        }
    }
}
