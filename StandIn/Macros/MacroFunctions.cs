using System.Globalization;
using StataRuns.StandIn.Commands.DataCommands;
using StataRuns.StandIn.Commands.Language;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Macros;

/// <summary>[P] macro functions: what may stand behind the colon of <c>local x : …</c> and <c>`: …'</c>.</summary>
internal static class MacroFunctions
{
    public static string Evaluate(Session session, string text)
    {
        var scanner = new Scanner(text);
        var function = scanner.Name();
        return function switch
        {
            "word" => Word(ref scanner),
            "piece" => Piece(ref scanner),
            "length" or "strlen" or "ustrlen" or "udstrlen" => Length(session, function, ref scanner),
            "subinstr" => Replace(session, ref scanner),
            "display" or "di" => DisplayCommand.Text(session, scanner.Rest),
            "list" => MacroLists.Evaluate(scanner.Rest, name => Content(session, name)),
            "dir" => FolderListing.List(ref scanner),
            "type" => Variable(session, scanner.Rest).Type.ToString(),
            "format" => Variable(session, scanner.Rest).FormatText,
            "variable" or "var" or "varia" => Labelled(session, ref scanner),
            "value" or "val" => ValueLabelName(session, ref scanner),
            "label" => Label(session, ref scanner),
            "data" => session.Data.Label,
            "char" => Characteristic(session, scanner.Rest),
            "sortedby" => string.Join(' ', session.Data.SortedBy),
            "environment" or "env" => ByteText.FromUnicode(Environment.GetEnvironmentVariable(ByteText.ToUnicode(scanner.Word())) ?? ""),
            "sysdir" => SystemFolder(scanner.Word()),
            "permname" => scanner.Name(),
            "tempvar" or "tempfile" => Temporaries.New(session, function),
            "copy" => Copied(session, ref scanner),
            "colnames" or "rownames" or "colfullnames" or "rowfullnames" or "coleq" or "roweq" or "colsof" or "rowsof" => MatrixNames.Of(session, function, scanner.Rest),
            "r" or "e" or "s" => Stored(session, function, ref scanner),
            "all" => AllNames(session, ref scanner),
            _ => throw new StataError(198, $"unknown macro function {function}"),
        };
    }

    /// <summary><c>char name[]</c> lists names, <c>char name[characteristic]</c> is the text.</summary>
    private static string Characteristic(Session session, string rest)
    {
        var (owner, name) = CharacteristicCommand.Parts(session, new Scanner(rest).Word());
        return name.Length > 0 ? session.Data.Characteristics.Get(owner, name) : string.Join(' ', session.Data.Characteristics.Of(owner).Select(item => item.Key));
    }

    private static string Word(ref Scanner scanner)
    {
        var what = scanner.Name();
        if (what == "count")
        {
            return Number(Tokens.Split(scanner.Rest).Count);
        }

        var number = what.Length > 0 ? what : scanner.Word();
        if (scanner.Name() != "of" || !int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw StataError.InvalidSyntax();
        }

        var words = Tokens.Split(scanner.Rest);
        return index >= 1 && index <= words.Count ? words[index - 1] : "";
    }

    /// <summary><c>piece # width of text</c>: cut at blanks where there are any.</summary>
    private static string Piece(ref Scanner scanner)
    {
        var isNumber = int.TryParse(scanner.Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || !int.TryParse(scanner.Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var width) || width < 1 || scanner.Name() != "of")
        {
            throw StataError.InvalidSyntax();
        }

        scanner.SkipBlanks();
        var text = Tokens.Unquote(scanner.Rest.Trim());
        for (var piece = 1; text.Length > 0; piece++)
        {
            var cut = text.Length <= width ? text.Length : text.LastIndexOf(' ', width) is > 0 and var blank ? blank : width;
            if (piece == number)
            {
                return text[..cut].TrimEnd();
            }

            text = text[cut..].TrimStart();
        }

        return "";
    }

    /// <summary><c>length local x</c>, <c>length global x</c>, <c>length "text"</c></summary>
    private static string Length(Session session, string function, ref Scanner scanner)
    {
        var start = scanner.Position;
        var text = scanner.Name() switch
        {
            "local" => session.Frame.Locals.GetValueOrDefault(scanner.Name(), ""),
            "global" => session.Globals.GetValueOrDefault(scanner.Name(), ""),
            _ => Tokens.Unquote(scanner.Text[start..].Trim()),
        };
        return Number(function switch
        {
            "udstrlen" => ByteText.Width(text),
            "ustrlen" => ByteText.Characters(text),
            _ => text.Length,
        });
    }

    /// <summary><c>subinstr local x "a" "b" [, all word count(local n)]</c></summary>
    private static string Replace(Session session, ref Scanner scanner)
    {
        var scope = scanner.Name();
        var name = scanner.Name();
        var text = scope switch
        {
            "local" => session.Frame.Locals.GetValueOrDefault(name, ""),
            "global" => session.Globals.GetValueOrDefault(name, ""),
            _ => throw StataError.InvalidSyntax(),
        };
        var from = scanner.Word();
        var to = scanner.Word();
        var comma = CommandSplitter.OptionsComma(scanner.Rest);
        var options = Commands.OptionSet.Parse(comma < 0 ? "" : scanner.Rest[(comma + 1)..]);
        var all = options.Take("all");
        var words = options.Take("word");
        if (options.TakeText("count", out var count))
        {
            var target = new Scanner(count);
            var isLocal = target.Name() == "local";
            var occurrences = Number((text.Length - text.Replace(from, "", StringComparison.Ordinal).Length) / Math.Max(1, from.Length));
            if (isLocal)
            {
                session.Frame.SetLocal(target.Name(), occurrences);
            }
            else
            {
                session.Globals[target.Name()] = occurrences;
            }
        }

        options.Finish();
        return TextFunctions.Replace(text, from, to, all ? Missing.System : 1, words);
    }

    private static string Labelled(Session session, ref Scanner scanner) =>
        scanner.Name().StartsWith("lab", StringComparison.Ordinal) ? Variable(session, scanner.Rest).Label : throw StataError.InvalidSyntax();

    private static string ValueLabelName(Session session, ref Scanner scanner) =>
        scanner.Name().StartsWith("lab", StringComparison.Ordinal) ? Variable(session, scanner.Rest).ValueLabel : throw StataError.InvalidSyntax();

    /// <summary><c>label name #</c> or <c>label (variable) #</c></summary>
    private static string Label(Session session, ref Scanner scanner)
    {
        scanner.SkipBlanks();
        var name = scanner.Here == '(' ? Variable(session, scanner.Bracketed('(', ')')).ValueLabel : scanner.Name();
        var number = scanner.Word();
        var value = TextFunctions.Real(number);
        return session.ValueLabels.TryGetValue(name, out var labels) && labels.TryGetValue(value, out var label) ? label : number;
    }

    private static string Copied(Session session, ref Scanner scanner) => scanner.Name() switch
    {
        "local" => session.Frame.Locals.GetValueOrDefault(scanner.Name(), ""),
        "global" => session.Globals.GetValueOrDefault(scanner.Name(), ""),
        _ => throw StataError.InvalidSyntax(),
    };

    private static string Stored(Session session, string where, ref Scanner scanner)
    {
        var kind = scanner.Here == '(' ? scanner.Bracketed('(', ')').Trim() : throw StataError.InvalidSyntax();
        var results = where == "r" ? session.R : where == "e" ? session.E : session.S;
        return kind switch
        {
            "scalars" => string.Join(' ', results.Scalars.Select(item => item.Name)),
            "macros" => string.Join(' ', results.Macros.Select(item => item.Name)),
            "matrices" => string.Join(' ', results.Matrices.Select(item => item.Name)),
            "functions" => where == "e" && session.Data.Sample is not null ? "sample" : "",
            _ => throw StataError.InvalidSyntax(),
        };
    }

    private static string AllNames(Session session, ref Scanner scanner)
    {
        var kind = scanner.Name();
        IEnumerable<string> names = kind switch
        {
            "globals" => session.Globals.Keys,
            "scalars" => session.Scalars.Keys,
            "matrices" => session.Matrices.Keys,
            "programs" => session.Programs.Keys,
            _ => throw StataError.InvalidSyntax(),
        };
        var pattern = scanner.Word() is { Length: > 0 } given ? given : "*";
        return string.Join(' ', names.Where(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)).Order(StringComparer.Ordinal));
    }

    private static string SystemFolder(string name)
    {
        var home = ByteText.FromUnicode(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        return name switch
        {
            "PLUS" => $"{home}/ado/plus/",
            "PERSONAL" => $"{home}/ado/personal/",
            "OLDPLACE" => $"{home}/ado/",
            _ => ByteText.FromUnicode(AppContext.BaseDirectory),
        };
    }

    private static Variable Variable(Session session, string name) => VariableList.Single(session.Data, name.Trim());

    private static string Content(Session session, string name) =>
        name.StartsWith("global(", StringComparison.Ordinal) && name.EndsWith(')')
            ? session.Globals.GetValueOrDefault(name[7..^1].Trim(), "")
            : session.Frame.Locals.GetValueOrDefault(name, "");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
