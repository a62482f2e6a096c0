using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph</c>: what is drawn, and what is done with the graphs in memory.</summary>
internal static class GraphCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var word = scanner.Name();
        var behind = scanner.Rest;
        switch (word)
        {
            case "twoway" or "tw" or "two":
                TwowayCommand.Twoway(session, behind);
                break;
            case "bar":
                CategoryCommand.Run(session, behind, isHorizontal: false);
                break;
            case "hbar":
                CategoryCommand.Run(session, behind, isHorizontal: true);
                break;
            case "box":
                BoxCommand.Run(session, behind, isHorizontal: false);
                break;
            case "hbox":
                BoxCommand.Run(session, behind, isHorizontal: true);
                break;
            case "pie":
                PieCommand.Run(session, behind);
                break;
            case "matrix":
                MatrixGraphCommand.Run(session, behind);
                break;
            case "combine":
                CombineCommand.Run(session, behind);
                break;
            case "export":
                ExportCommand.Run(session, behind);
                break;
            case "save":
                GraphFileCommands.Run(session, behind);
                break;
            case "use":
                GraphFileCommands.Use(session, behind);
                break;
            case "dir":
                MemoryCommands.Dir(session, behind);
                break;
            case "drop":
                MemoryCommands.Drop(session, behind);
                break;
            case "rename":
                MemoryCommands.Rename(session, behind);
                break;
            case "copy":
                MemoryCommands.Copy(session, behind);
                break;
            case "display" or "di" or "dis" or "disp":
                MemoryCommands.Display(session, behind);
                break;
            case "close":
                MemoryCommands.Close(session, behind);
                break;
            case "describe" or "des" or "d":
                MemoryCommands.Describe(session, behind);
                break;
            case "set":
                Set(behind);
                break;
            case "query" or "dot" or "print" or "play" or "addplot" or "replay":
                throw StataError.NotImitated($"graph {word}");
            case "" when rest.Trim().Length == 0:
                throw StataError.InvalidSyntax();
            default:
                // graph scatter y x, graph (…) (…): twoway may be left out.
                if (word.Length > 0 && PlotTypes.Find(word) is null)
                {
                    throw new StataError(198, $"{word} is not a graph subcommand");
                }

                TwowayCommand.Twoway(session, rest);
                break;
        }
    }

    /// <summary>Printers, fonts and windows: nothing here has them.</summary>
    private static void Set(string rest)
    {
        var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[0] is not ("print" or "ps" or "eps" or "svg" or "pdf" or "window" or "png"))
        {
            throw StataError.InvalidSyntax();
        }
    }
}
