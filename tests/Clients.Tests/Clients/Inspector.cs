using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StataRuns.Clients.Tests.Clients;

/// <summary>The inspector's <c>--cli</c>: a process for each call, which prints the answer.</summary>
internal sealed class Inspector(Kind kind, Target target) : RealClient
{
    private static readonly string Launcher =
        Path.Combine(NodePrograms.Folder, "node_modules", "@modelcontextprotocol", "inspector", "clients", "launcher", "build", "index.js");

    private readonly List<Process> _processes = [];

    public override string? Revision => null;

    public override async Task<IReadOnlyList<string>> ToolsAsync()
    {
        var tools = await PrintedAsync(Start("--method", "tools/list"));
        return tools.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!).ToList();
    }

    public override RealCall Call(string tool, Dictionary<string, object> arguments, double seconds = UsualSeconds)
    {
        var process = Start("--method", "tools/call", "--tool-name", tool, "--tool-args-json", JsonSerializer.Serialize(arguments));
        return new RealCall(AnsweredAsync(), new ProgressSeen(kind.KeepsOrder), process.Kill);

        async Task<ToolAnswer> AnsweredAsync()
        {
            // It has a limit of its own that no option sets; whoever uses it has Ctrl-C.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                return new ToolAnswer(await PrintedAsync(process).WaitAsync(patience.Token));
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                process.Kill();
                throw new CallFailedException(string.Create(CultureInfo.InvariantCulture, $"No answer within {seconds} s."));
            }
        }
    }

    public override async Task KillAsync()
    {
        foreach (var process in _processes.Where(process => !process.HasExited))
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await KillAsync();
        _processes.ForEach(process => process.Dispose());
    }

    private Process Start(params string[] request)
    {
        string[] where = target.Url is { } url
            ? ["--server-url", url, "--transport", "http", .. target.Headers!.SelectMany(header => new[] { "--header", $"{header.Key}: {header.Value}" })]
            : ["--cwd", target.Directory!, "--transport", "stdio"];
        string[] launched = target.Command is { } command ? [command, .. target.Arguments!] : [];

        // Its options come first: all that follows the command is the command's.
        var start = new ProcessStartInfo(
            NodePrograms.Node, [Launcher, "--cli", "--format", "json", "--quiet", "--stored-auth-only", "--protocol-era", kind.Asks, .. where, .. request, "--", .. launched])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = NodePrograms.Folder,
        };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        _processes.Add(process);
        return process;
    }

    private static async Task<JsonElement> PrintedAsync(Process process)
    {
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var printed = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        if (printed.TrimStart() is not ['{', ..])
        {
            throw new CallFailedException($"The inspector ended with {process.ExitCode}: {printed}{await error}");
        }

        var json = JsonElement.Parse(printed);
        return json.TryGetProperty("result", out var result) ? result : json;
    }
}
