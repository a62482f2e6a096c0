using System.Diagnostics;
using System.Text;

namespace StataRuns.StandIn.Tests.Stage;

/// <summary>A folder to start the stand-in in, as Stata is started in batch mode; gone when the test is over.</summary>
internal sealed class Batch : IDisposable
{
    private static readonly string Program = System.IO.Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "stata-stand-in.exe" : "stata-stand-in");

    public string Folder { get; } = Directory.CreateTempSubdirectory("stand-in-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Folder, name);

    /// <summary>Runs a do-file of these lines; what it wrote behind the echo of its own <c>do</c>.</summary>
    public static async Task<string> LogOfAsync(string source)
    {
        using var batch = new Batch();
        return await batch.RunAsync(source);
    }

    public async Task<string> RunAsync(string source)
    {
        await WriteAsync("main.do", source);
        await StartAsync("-q", "-b", "do", "main.do");
        return Body(await LogAsync("main.log"));
    }

    public Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(this[name], text.ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);

    public Task<string> LogAsync(string name) => File.ReadAllTextAsync(this[name], TestContext.Current.CancellationToken);

    public Process Begin(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        return Process.Start(start)!;
    }

    public async Task<Ended> StartAsync(params string[] arguments)
    {
        using var process = Begin(arguments);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new Ended(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What follows the line that says what wrote the log; a quiet start echoes no command of its own.</summary>
    public static string Body(string log)
    {
        Assert.StartsWith("(StataRuns stand-in ", log, StringComparison.Ordinal);
        return log[(log.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>How a stand-in ended.</summary>
internal sealed record Ended(int Status, string Output, string Error);
