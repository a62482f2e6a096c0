using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>A data folder, a folder with do-files, and the built program that is called on them. Its service ends with it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _hasBothFolders;

    /// <param name="bothFolders">No data folder is named: there are that of Stata (whose engine is the stand-in as well) and that of the stand-in.</param>
    public Bench(bool bothFolders = false)
    {
        _hasBothFolders = bothFolders;
        Work = _folder.Folder("work");
        Data = Path.Join(_folder.Path, bothFolders ? "stataruns" : "data");
    }

    public string Data { get; }

    /// <summary>The stand-in's own data folder.</summary>
    public string StandInData => Path.Join(_folder.Path, "stataruns-stand-in");

    public string Work { get; }

    public string ServiceFile => Path.Join(Data, "service.json");

    /// <summary>Where the built program is.</summary>
    public static string ProgramFolder { get; } = Path.GetDirectoryName(Built.Program)!;

    /// <summary>Writes a do-file.</summary>
    public string DoFile(string name, string content)
    {
        var path = Path.Join(Work, name);
        File.WriteAllText(path, content.ReplaceLineEndings("\n"));
        return path;
    }

    /// <summary>A do-file that says so many lines, with a pause between them.</summary>
    public string Lines(int count, int pauseMilliseconds) => DoFile("lines.do", $$"""
        forvalues i = 1/{{count}} {
            display "line `i' of {{count}}"
            sleep {{pauseMilliseconds}}
        }
        display "the end"

        """);

    /// <summary>A run's status as it is stored, without asking the service: what that answers with counts as seen.</summary>
    public string? StoredStatus(string runId)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Join(Data, "stataruns.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status FROM runs WHERE run_id = @id";
        command.Parameters.AddWithValue("@id", runId);
        return command.ExecuteScalar() as string;
    }

    /// <summary>Calls the program with standard output in a pipe.</summary>
    public Called Call(params string[] arguments) => new(Start(Built.Program, arguments), readsOutput: true);

    /// <summary>The same, with a text on standard input.</summary>
    public Called CallWithInput(string input, params string[] arguments) => new(Start(Built.Program, arguments), readsOutput: true, input);

    /// <summary>The same, with variables in its environment.</summary>
    public Called CallWith(IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        var start = Start(Built.Program, arguments);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Called(start, readsOutput: true);
    }

    /// <summary>Calls a shell in the work folder; what it printed.</summary>
    public async Task<string> ShellAsync(string shell, params string[] arguments)
    {
        using var called = new Called(Start(shell, arguments), readsOutput: true);
        Assert.True(await called.ExitAsync() == 0, called.Error);
        return called.OutputText;
    }

    /// <summary>The same, but nobody reads standard output unless the test does.</summary>
    public Called CallUnread(params string[] arguments) => new(Start(Built.Program, arguments), readsOutput: false);

    /// <summary>Calls the program on a terminal of a width.</summary>
    public Called CallOnTerminal(int columns, bool colours, params string[] arguments)
    {
        var start = Start("script", ["-qfec", $"stty cols {columns} rows 24; exec {Built.Program} {string.Join(' ', arguments)}", "/dev/null"]);
        start.Environment["TERM"] = "xterm-256color";
        if (!colours)
        {
            start.Environment["NO_COLOR"] = "1";
        }

        return new Called(start, readsOutput: true);
    }

    /// <summary>Calls the program and waits for its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var called = Call(arguments);
        var code = await called.ExitAsync();
        return (code, called.OutputText, called.Error);
    }

    /// <summary>The running service's process.</summary>
    public Process Service()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(ServiceFile));
        return Process.GetProcessById(json.RootElement.GetProperty("process_id").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runId in UnfinishedRuns())
        {
            using var cancel = Call("cancel", runId);
            await cancel.ExitAsync();
        }

        foreach (var line in _hasBothFolders ? [["stop"], ["stop", "--stand-in"]] : new string[][] { ["stop"] })
        {
            using var stop = Call(line);
            await stop.ExitAsync();
        }

        _folder.Dispose();
    }

    private List<string> UnfinishedRuns()
    {
        var runs = Path.Join(Data, "runs");
        return Directory.Exists(runs)
            ? Directory.EnumerateDirectories(runs)
                .Where(run => !Directory.EnumerateFiles(run, "exit.json", SearchOption.AllDirectories).Any())
                .Select(run => Path.GetFileName(run))
                .ToList()
            : [];
    }

    private ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Only what the test says counts, whatever the machine that it runs on is set to.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment[_hasBothFolders ? "XDG_DATA_HOME" : "StataRuns__DataDirectory"] = _hasBothFolders ? _folder.Path : Data;
        start.Environment["StataRuns__Stata__StandIn"] = "true";
        return start;
    }

    /// <summary>Would a variable of this machine change what the program does?</summary>
    public static bool IsSetting(string variable) =>
        variable.StartsWith("StataRuns_", StringComparison.OrdinalIgnoreCase)
        || variable is "ASPNETCORE_URLS" or "DOTNET_URLS" or "URLS" or "NO_COLOR" or "CLICOLOR" or "CLICOLOR_FORCE" or "STATA_PATH";
}
