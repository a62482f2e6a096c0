using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>Cuts <c>twoway (plot) (plot) if in, options</c> and <c>plot || plot ||, options</c> into plots and what is behind them.</summary>
internal static class PlotSplitter
{
    /// <returns>The plots as written, and the rest that belongs to the whole graph.</returns>
    public static (List<string> Plots, string Behind) Split(string text)
    {
        var plots = new List<string>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        if (scanner.Here != '(')
        {
            return Bars(text);
        }

        while (scanner.Here == '(')
        {
            plots.AddRange(Bars(scanner.Bracketed('(', ')')).Plots);
            scanner.SkipBlanks();
            if (scanner.Rest.StartsWith("||", StringComparison.Ordinal))
            {
                scanner.Position += 2;
                scanner.SkipBlanks();
            }
        }

        var rest = scanner.Rest.Trim();
        if (rest.Length == 0 || rest[0] == ',' || rest.StartsWith("if ", StringComparison.Ordinal) || rest.StartsWith("in ", StringComparison.Ordinal) || rest.StartsWith("if(", StringComparison.Ordinal))
        {
            return (plots, rest);
        }

        var (more, behind) = Split(rest);
        return ([.. plots, .. more], behind);
    }

    private static (List<string> Plots, string Behind) Bars(string text)
    {
        var (plots, rest) = (new List<string>(), "");
        foreach (var part in Parts(text))
        {
            if (part.Length == 0 || part[0] == ',' || part.StartsWith("if ", StringComparison.Ordinal) || part.StartsWith("in ", StringComparison.Ordinal))
            {
                rest = part.Length == 0 ? rest : part;
            }
            else if (part[0] == '(')
            {
                var (inner, behind) = Split(part);
                plots.AddRange(inner);
                rest = behind.Length > 0 ? behind : rest;
            }
            else
            {
                plots.Add(part);
            }
        }

        return (plots, rest);
    }

    private static IEnumerable<string> Parts(string text)
    {
        var (start, depth) = (0, 0);
        var scanner = new Scanner(text);
        while (!scanner.IsAtEnd)
        {
            var here = scanner.Here;
            if (here is '"' or '`' && scanner.Quoted(out _))
            {
                continue;
            }

            depth += here is '(' or '[' ? 1 : here is ')' or ']' ? -1 : 0;
            if (depth == 0 && here == '|' && scanner.Position + 1 < text.Length && text[scanner.Position + 1] == '|')
            {
                yield return text[start..scanner.Position].Trim();
                start = scanner.Position += 2;
                continue;
            }

            scanner.Position++;
        }

        yield return text[start..].Trim();
    }
}
