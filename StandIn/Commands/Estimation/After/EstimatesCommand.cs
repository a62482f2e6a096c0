using StataRuns.StandIn.Commands.Estimation.Likelihoods;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary><c>estimates store|restore|dir|drop|clear|replay|table|stats</c></summary>
internal static class EstimatesCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var word = scanner.Name();
        var behind = scanner.Rest.Trim();
        switch (word)
        {
            case "store" or "sto":
                Store(session, behind);
                break;
            case "restore" or "res":
                Restore(session, behind);
                break;
            case "dir":
                Directory(session);
                break;
            case "drop":
                Drop(session, behind.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
                break;
            case "clear":
                Drop(session, ["_all"]);
                break;
            case "replay" or "r" or "re" or "rep":
                Replay(session, behind);
                break;
            case "table" or "tab" or "ta":
                EstimatesTable.Run(session, behind);
                break;
            case "stats" or "stat":
                InformationCriteria.Show(session, behind.Length == 0 ? ["."] : Names(session, behind));
                break;
            case "" or "query" or "q":
                session.Console.WriteLine(session.E.Get("cmd")?.Text is { } command
                    ? $"(active results produced by {command})"
                    : "(no active results)");
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    /// <summary>Results by name; <c>.</c> are the active ones.</summary>
    public static Results Find(Session session, string name) => name == "."
        ? session.E.Matrix("b") is null ? throw new StataError(301, "last estimates not found") : session.E
        : session.StoredEstimates.GetValueOrDefault(name) ?? throw new StataError(111, $"estimation result {name} not found");

    /// <summary>Names and patterns; <c>_all</c> and <c>*</c> are all.</summary>
    public static List<string> Names(Session session, string text)
    {
        var names = new List<string>();
        foreach (var word in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "_all" || word.AsSpan().ContainsAny('*', '?'))
            {
                var pattern = word == "_all" ? "*" : word;
                names.AddRange(session.StoredEstimates.Keys.Where(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)));
            }
            else
            {
                Find(session, word);
                names.Add(word);
            }
        }

        return names;
    }

    /// <summary>The sample is kept as a variable <c>_est_name</c>, so that it goes where the observations go.</summary>
    private static void Store(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.TakeText("title", out var title, 1);
        options.Take("nocopy");
        options.Finish();
        var name = (comma < 0 ? rest : rest[..comma]).Trim();
        if (session.E.Matrix("b") is null)
        {
            throw new StataError(301, "last estimates not found");
        }

        if (!Lexing.Names.IsName(name) || name.Length > 27)
        {
            throw new StataError(198, $"{name} invalid name");
        }

        var kept = session.E.Copy();
        kept.Set("_estimates_title", title.Length > 0 ? Macros.Tokens.Unquote(title) : session.E.Get("title")?.Text ?? "");
        session.StoredEstimates[name] = kept;
        var variable = session.Data.Exact($"_est_{name}") ?? (session.Data.Observations > 0 ? session.Data.Add($"_est_{name}", new StorageType(StorageKind.Byte)) : null);
        for (var at = 0; variable is not null && at < session.Data.Observations; at++)
        {
            variable.Set(at, session.Data.Sample?.Number(at) == 1 ? 1 : 0);
        }
    }

    private static void Restore(Session session, string name)
    {
        session.E = Find(session, name).Copy();
        session.E.Remove("_estimates_title");
        var variable = session.Data.Exact($"_est_{name}");
        session.Data.SetSample(variable is null ? null : Enumerable.Range(0, session.Data.Observations).Where(at => variable.Number(at) == 1));
        session.Console.WriteLine($"(results {name} are active now)");
    }

    private static void Drop(Session session, string[] words)
    {
        foreach (var name in Names(session, string.Join(' ', words)))
        {
            session.StoredEstimates.Remove(name);
            if (session.Data.Exact($"_est_{name}") is { } variable)
            {
                session.Data.Remove(variable);
            }
        }
    }

    private static void Directory(Session session)
    {
        var console = session.Console;
        if (session.StoredEstimates.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine(new string('-', 61));
        console.WriteLine("             |            Dependent  Number of ");
        console.WriteLine("        Name | Command     variable     param.  Title ");
        console.WriteLine("-------------+" + new string('-', 47));
        foreach (var (name, e) in session.StoredEstimates)
        {
            var parameters = NumberText.Integer(e.Matrix("b")!.Columns);
            console.WriteLine($"{TableText.Name(name, 12)} | {e.Get("cmd")?.Text ?? "",-10}{TableText.Name(e.Get("depvar")?.Text ?? "", 10)}{parameters,11}  {e.Get("_estimates_title")?.Text ?? ""}");
        }

        console.WriteLine(new string('-', 61));
    }

    private static void Replay(Session session, string text)
    {
        var names = text.Length == 0 ? ["."] : Names(session, text);
        var active = session.E;
        try
        {
            foreach (var name in names)
            {
                if (name != ".")
                {
                    session.Console.WriteLine();
                    session.Console.WriteLine(new string('-', 78));
                    session.Console.WriteLine($"Model {name}{(Find(session, name).Get("_estimates_title")?.Text is { } title ? $" ({title})" : "")}");
                    session.Console.WriteLine(new string('-', 78));
                }

                session.E = Find(session, name);
                Show(session);
            }
        }
        finally
        {
            session.E = active;
        }
    }

    private static void Show(Session session)
    {
        var options = new TableOptions(session.Settings.Level);
        switch (session.E.Get("cmd")?.Text)
        {
            case "regress":
                RegressTable.Show(session, options);
                break;
            case var command when LikelihoodKind.Of(command) is { } kind:
                LikelihoodTable.Show(session, command == "logistic" ? options with { Exponential = kind.RatioTitle } : options);
                break;
            default:
                session.Console.WriteLine();
                CoefficientTable.Show(session, options);
                break;
        }
    }
}
