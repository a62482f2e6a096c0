using StataRuns.StandIn.Lexing;
using Console = StataRuns.StandIn.Output.Console;

namespace StataRuns.StandIn.Programs;

/// <summary>
/// The echo of a do-file's lines. In loops and programs each line that counts is behind its number; one behind a comment or an empty
/// line, which don't count, is behind the ordinary prompt.
/// </summary>
internal sealed class DoFileEcho(Console console, DoFileReader reader, bool isOn)
{
    public const string Prompt = ". ";

    private string _prompt = Prompt;

    /// <summary>The next line has this number; the one behind it has none unless it's said again.</summary>
    public void Number(int number) => _prompt = $"{number,3}. ";

    public void StopNumbering() => _prompt = Prompt;

    public void Line(LogicalLine line)
    {
        var prompt = _prompt;
        _prompt = Prompt;
        if (!isOn || !console.IsNoisy)
        {
            return;
        }

        if (prompt == Prompt)
        {
            console.Separate();
        }

        var source = reader.Source.AsSpan(line.Start, line.End - line.Start);
        while (true)
        {
            var end = source.IndexOf('\n');
            console.Echo(prompt, (end < 0 ? source : source[..end]).TrimEnd('\r'));
            if (end < 0)
            {
                return;
            }

            source = source[(end + 1)..];
            prompt = "> ";
        }
    }
}
