using System.Text;
using Spectre.Console;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>What standard output is, and how coloured text is written for it.</summary>
internal sealed class Terminal
{
    private readonly StringBuilder _rendered = new();
    private readonly IAnsiConsole _renderer;

    /// <summary>A terminal as Spectre sees it.</summary>
    public Terminal(IAnsiConsole console)
    {
        Console = console;
        // Rendered into a string, with what the real terminal is capable of; never wrapped: lines are fitted before.
        _renderer = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = console.Profile.Capabilities.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = (ColorSystemSupport)console.Profile.Capabilities.ColorSystem,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(new StringWriter(_rendered)),
        });
        _renderer.Profile.Width = 10_000;
    }

    /// <summary>What it reads: nothing but UTF-8 as a rule, and what the locale names where it names something else.</summary>
    public Encoding Encoding { get; } = System.Console.OutputEncoding;

    /// <summary>Spectre's view of the terminal; it knows what TERM says.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Cells of a line now; the window may have changed.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return System.Console.WindowWidth is > 0 and var width ? width : 80;
            }
            catch (IOException)
            {
                return 80;
            }
        }
    }

    /// <summary>The terminal on standard output, or null if a bar cannot be drawn there: a pipe, a file, a terminal that only prints.</summary>
    public static Terminal? Find(Colours colours)
    {
        if (System.Console.IsOutputRedirected)
        {
            return null;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        return console.Profile.Capabilities.Ansi ? new Terminal(With(console, colours)) : null;
    }

    /// <summary>A line with its colours, without its end.</summary>
    public string Render(IEnumerable<Piece> line)
    {
        var paragraph = new Paragraph();
        foreach (var piece in line)
        {
            paragraph.Append(piece.Text, Style(piece.Tone));
        }

        _rendered.Clear();
        _renderer.Write(paragraph);
        return _rendered.ToString().TrimEnd('\n', '\r');
    }

    /// <summary>Text as the terminal reads it.</summary>
    public byte[] Encode(string text) => Characters.Encode(text, Encoding);

    /// <summary>A line without colours.</summary>
    public static string Plain(IEnumerable<Piece> line) =>
        line.Aggregate(new StringBuilder(), (text, piece) => text.Append(piece.Text)).ToString().TrimEnd();

    private static IAnsiConsole With(IAnsiConsole console, Colours colours)
    {
        var detected = console.Profile.Capabilities.ColorSystem;
        console.Profile.Capabilities.ColorSystem = colours switch
        {
            Colours.Never => ColorSystem.NoColors,
            Colours.Always when detected is ColorSystem.NoColors => ColorSystem.EightBit,
            _ => detected,
        };
        return console;
    }

    private static Style Style(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        _ => Spectre.Console.Style.Plain,
    };
}
