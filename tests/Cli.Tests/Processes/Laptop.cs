using System.Diagnostics;
using System.Text.Json;
using StataRuns.McpFrontend.Security;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>
/// A user's own machine beside the one with the service: another home folder, no data folder, and the address and key of a server with keys, which runs on a
/// <see cref="Bench"/>.
/// </summary>
internal sealed class Laptop : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Bench _server = new();
    private readonly ApiKey _key = ApiKey.Make();
    private Called? _service;

    public Laptop()
    {
        Home = _folder.Folder("home");
        Work = _folder.Folder("work");
    }

    public string Home { get; }

    public string Work { get; }

    public string KeptFile => Path.Join(Home, ".config", "stataruns", "servers.json");

    /// <summary>The server's machine.</summary>
    public Bench Server => _server;

    /// <summary>The user's key.</summary>
    public string Key => _key.Text;

    /// <summary>The server's address, once it was started.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What a service of this machine would have made.</summary>
    public bool HasServiceOfItsOwn => Directory.Exists(Path.Join(Home, ".local"));

    /// <summary>Starts the server; again under the same address, if it had one.</summary>
    public async Task StartServerAsync(params string[] settings)
    {
        if (File.Exists(_server.ServiceFile))
        {
            File.Delete(_server.ServiceFile); // of an earlier life
        }

        _service?.Dispose();
        var called = _service = _server.Call([
            "serve", "--urls", Url.Length > 0 ? Url : settings.Length > 0 ? "https://127.0.0.1:0" : "http://127.0.0.1:0",
            "--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:ApiKeys:ann={_key.Digest}", .. settings]);
        await Eventually.TrueAsync(() => File.Exists(_server.ServiceFile), $"the server is ready; it says {called.Error}");
        Url = JsonElement.Parse(await File.ReadAllBytesAsync(_server.ServiceFile, TestContext.Current.CancellationToken)).GetProperty("url").GetString()!;
    }

    /// <summary>As <c>kill -9</c> does it.</summary>
    public async Task KillServerAsync()
    {
        using var service = _server.Service();
        service.Kill();
        await service.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Logs in, as each user does first.</summary>
    public async Task LogInAsync()
    {
        var (code, _, error) = await RunAsync(["login", Url], Key + "\n");
        Assert.True(code == 0, error);
    }

    /// <summary>Calls the program here.</summary>
    public Called Call(string[] words, string? input = null, params (string Name, string? Value)[] variables) => new(Start(Program, words, variables), readsOutput: true, input);

    /// <summary>Calls the program here and waits for its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string[] words, string? input = null, params (string Name, string? Value)[] variables)
    {
        using var called = Call(words, input, variables);
        var code = await called.ExitAsync();
        return (code, called.OutputText, called.Error);
    }

    /// <summary>How a program is started here.</summary>
    public ProcessStartInfo Start(string program, IEnumerable<string> words, params (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = Work, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => Bench.IsSetting(name) || name.StartsWith("XDG_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = Home;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public static string Program => Path.Join(Bench.ProgramFolder, "stataruns");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _service?.Dispose();
        _folder.Dispose();
    }
}
