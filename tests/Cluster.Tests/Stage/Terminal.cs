using System.Diagnostics;
using System.Text;
using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>The program as a person calls it: what it prints, and how it ends.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;

    /// <param name="words">The command line.</param>
    /// <param name="home">The user's home folder, where it is another one than the test's.</param>
    /// <param name="input">What stands on standard input.</param>
    public Terminal(string[] words, string? home = null, string input = "")
    {
        var start = new ProcessStartInfo(Built.Program, words)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        if (home is not null)
        {
            start.Environment["HOME"] = home;
            start.Environment.Remove("XDG_CONFIG_HOME");
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
            {
                _error.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Waits until something stands on standard error.</summary>
    public Task SaysAsync(string words) => Eventually.TrueAsync(
        () => Error.Contains(words, StringComparison.Ordinal) || _process.HasExited, $"the terminal says \"{words}\"; it said: {Error}", seconds: 40);

    /// <summary>Waits for its end: exit code and standard output.</summary>
    public async Task<(int Code, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
