using StataRuns.StandIn.Commands;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Programs;

/// <summary><c>program [define] name [, rclass eclass sclass …]</c> up to <c>end</c>.</summary>
internal static class ProgramDefinition
{
    public static void Define(Session session, string header, IReadOnlyList<string> lines)
    {
        if (header.StartsWith("cap", StringComparison.Ordinal))
        {
            Prefixes.Capture(session, () => session.Executor.Reporting(() => Store(session, header, lines)));
        }
        else
        {
            session.Executor.Reporting(() => Store(session, header, lines));
        }
    }

    private static void Store(Session session, string header, IReadOnlyList<string> lines)
    {
        var at = CommandSplitter.Word(header, "program");
        var scanner = new Scanner(header, at < 0 ? header.IndexOf("pr", StringComparison.Ordinal) : at);
        scanner.Name();
        var name = scanner.Name();
        if (name.Length >= 2 && "define".StartsWith(name, StringComparison.Ordinal) && scanner.Rest.TrimStart() is { Length: > 0 } rest && rest[0] != ',')
        {
            name = scanner.Name();
        }

        if (!Names.IsName(name))
        {
            throw StataError.InvalidSyntax();
        }

        if (session.Programs.ContainsKey(name))
        {
            throw new StataError(110, $"program {name} already defined");
        }

        var comma = CommandSplitter.OptionsComma(header, scanner.Position);
        var options = OptionSet.Parse(comma < 0 ? "" : header[(comma + 1)..]);
        var kind = options.Take("rclass", 5) ? 'r' : options.Take("eclass", 5) ? 'e' : options.Take("sclass", 5) ? 's' : 'n';
        options.Take("byable");
        options.TakeText("byable", out _);
        options.TakeText("properties", out _);
        options.Take("sortpreserve");
        options.Take("nclass");
        options.Finish();
        session.Programs[name] = new StataProgram(name, lines, BlockParser.Parse(lines), kind, session.Frame.Version);
    }
}
