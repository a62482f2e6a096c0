using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The program as somebody called it: what it printed where, and how it ended.</summary>
internal sealed partial class Called : IDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<byte> _output = [];
    private readonly StringBuilder _error = new();
    private readonly Task _readOutput;
    private readonly Task _readError;

    public Called(ProcessStartInfo start, bool readsOutput, string? input = null)
    {
        _process = Process.Start(start)!;
        if (input is not null)
        {
            _process.StandardInput.Write(input);
        }

        _process.StandardInput.Close();
        _readOutput = readsOutput ? ReadOutputAsync() : Task.CompletedTask;
        _readError = ReadErrorAsync();
    }

    /// <summary>All bytes of standard output so far.</summary>
    public byte[] Output
    {
        get
        {
            lock (_lock)
            {
                return [.. _output];
            }
        }
    }

    public string OutputText => Encoding.UTF8.GetString(Output);

    public string Error
    {
        get
        {
            lock (_lock)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Standard output, for who wants to read it, or to stop reading it, by himself.</summary>
    public Stream Pipe => _process.StandardOutput.BaseStream;

    /// <summary>The run's id, as it was said at the start; null as long as it was not.</summary>
    public string? RunId => IdPattern().Match(Error) is { Success: true } match ? match.Value : null;

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(TestContext.Current.CancellationToken), _readOutput, _readError);
        return _process.ExitCode;
    }

    /// <summary>Waits until the run has begun to print.</summary>
    public Task PrintsAsync(string text) => Eventually.TrueAsync(() => OutputText.Contains(text, StringComparison.Ordinal), $"\"{text}\" on standard output; standard error says: {Error}");

    /// <summary>What Ctrl-C does.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        var buffer = new byte[4_096];
        while (await Pipe.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
        {
            lock (_lock)
            {
                _output.AddRange(buffer.AsSpan(0, count));
            }
        }
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lock (_lock)
            {
                _error.Append(line).Append('\n');
            }
        }
    }

    [GeneratedRegex(@"[0-7][0-9a-z]{25}\.[a-z0-9-]+")]
    private static partial Regex IdPattern();
}
