using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>A key as its owner types or pipes it in: never an argument, which other users of the machine can read, and never shown.</summary>
internal static class KeyInput
{
    private const int Longest = 4_096;

    /// <summary>Reads the key for a server.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static async Task<string> ReadAsync(string url, CancellationToken cancellationToken)
    {
        string? text;
        if (Console.IsInputRedirected)
        {
            text = await Console.In.ReadLineAsync(cancellationToken);
        }
        else
        {
            using var echo = TerminalEcho.TryOff();
            Say.Prompt($"Key for {url} (it is not shown): ");
            text = echo is null ? ByKeys() : await LineAsync(cancellationToken);
            Say.Remark("");
        }

        var key = text?.Trim() ?? "";
        return key.Length is > 0 and <= Longest && key.All(letter => letter is > ' ' and <= '~')
            ? key
            : throw new CliException(
                key.Length == 0 ? "There is no key on standard input." : "What was given is no key: a key is one word of letters, digits and signs.", ExitCode.WrongUsage);
    }

    /// <summary>The terminal's own line: what is corrected in it was never ours to see.</summary>
    private static async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        // The descriptor itself: .NET's standard input reads a terminal key by key, and shows each.
        await using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var line = new byte[Longest + 1];

        // A read of a terminal cannot be called off; an abandoned one ends with the process.
        var count = await Task.Run(() => input.Read(line), CancellationToken.None).WaitAsync(cancellationToken);
        return Encoding.UTF8.GetString(line, 0, count);
    }

    /// <summary>Key by key, where the terminal's echo cannot be switched off for a line.</summary>
    private static string ByKeys()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(pressed.KeyChar) && typed.Length <= Longest)
            {
                typed.Append(pressed.KeyChar);
            }
        }

        return typed.ToString();
    }
}
