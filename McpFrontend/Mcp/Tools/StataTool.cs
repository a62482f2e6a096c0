using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary>
/// A tool of ours: its arguments come from one table, from which its schema is written and by which they are read, and
/// whatever is wrong with a call becomes a sentence in a tool error.
/// </summary>
internal abstract partial class StataTool : McpServerTool
{
    private readonly IReadOnlyList<Parameter> _parameters;

    protected StataTool(Tool shape, IReadOnlyList<Parameter> parameters)
    {
        shape.InputSchema = InputSchema.Of(parameters);
        shape.Title ??= shape.Annotations?.Title;
        ProtocolTool = shape;
        _parameters = parameters;
    }

    /// <inheritdoc/>
    public sealed override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            var arguments = ArgumentReader.Read(ProtocolTool.Name, _parameters, request.Params?.Arguments);
            return await CallAsync(arguments, request, cancellationToken);
        }
        catch (Exception e) when (e is WrongArgument or LogUnavailable)
        {
            return Refuse(e.Message);
        }
        catch (Exception e) when (PassingFailure.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return Refuse($"The service could not do this now ({Reason(e)}). Nothing is lost: runs go on by themselves. Try again.");
        }
#pragma warning disable CA1031 // A fault of ours: the SDK would tell the model that an error occurred, and no more.
        catch (Exception e) when (e is not (McpException or OperationCanceledException))
#pragma warning restore CA1031
        {
            var logger = request.Services?.GetService<ILogger<StataTool>>() ?? NullLogger<StataTool>.Instance;
            LogFailed(logger, ProtocolTool.Name, e.GetType().Name, e.Message);
            LogStack(logger, ProtocolTool.Name, e);
            return Refuse($"The service failed at {ProtocolTool.Name} because of an internal error ({e.GetType().Name}): service.log says more. Nothing is lost: runs go on by themselves.");
        }
    }

    private static string Reason(Exception failure) =>
        failure is DbException ? DiskTrouble.Of(failure)?.TrimEnd('.') ?? $"the database says: {failure.Message}" : failure.Message;

    /// <summary>Answers a call whose arguments are right in form.</summary>
    protected abstract Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation);

    /// <summary>A tool error with a sentence.</summary>
    protected static CallToolResult Refuse(string sentence) => new()
    {
        Content = [new TextContentBlock { Text = sentence }],
        IsError = true,
    };

    /// <summary>Reads the run id of a call.</summary>
    /// <exception cref="WrongArgument">It is none.</exception>
    protected static RunId RunIdOf(CallArguments arguments)
    {
        var text = arguments.Required(Parameters.RunId.Name).Trim();
        return RunId.TryParse(text, out var id)
            ? id
            : throw new WrongArgument($"run_id is \"{(text.Length > 100 ? text[..100] + "…" : text)}\", which is no run id: one looks like 01jd8c6r3v9k2m5x7q0w4e1t8z.lab2. stata_run_list lists your runs.");
    }

    /// <summary>The sentence for a run that is not there, or is another's.</summary>
    protected static CallToolResult NoSuchRun(RunId id) =>
        Refuse($"There is no run {id}: it does not exist or was deleted. stata_run_list lists your runs.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tool {Tool} failed: {Kind}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string tool, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The tool {Tool} failed")]
    private static partial void LogStack(ILogger logger, string tool, Exception failure);
}
