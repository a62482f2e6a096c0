using System.Globalization;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Language;

/// <summary>What <c>syntax</c> was told to expect.</summary>
internal sealed class SyntaxDescription
{
    private SyntaxDescription()
    {
    }

    internal enum Need
    {
        None,
        Optional,
        Required,
    }

    public string? ListName { get; private set; }

    public string? AnythingName { get; private set; }

    /// <summary>What an error calls it.</summary>
    public string AnythingId { get; private set; } = "something";

    /// <summary><c>if</c>, <c>in</c> and <c>using</c> belong to <c>anything</c>, too.</summary>
    public bool HoldsEverything { get; private set; }

    /// <summary>Parts asked for with a slash: their macro holds them without their word and quotes.</summary>
    public HashSet<string> Bare { get; } = new(StringComparer.Ordinal);

    public Need Leading { get; private set; }

    public bool HasEmptyDefault { get; private set; }

    public bool HasExpression { get; private set; }

    public bool MustBeNumeric { get; private set; }

    public bool MustBeText { get; private set; }

    /// <summary>The list may hold factor variables.</summary>
    public bool HasFactors { get; private set; }

    public int Least { get; private set; } = 1;

    public int Most { get; private set; } = int.MaxValue;

    public Need If { get; private set; }

    public Need In { get; private set; }

    public Need Using { get; private set; }

    public string? Weights { get; private set; }

    public List<SyntaxOption> Options { get; } = [];

    public bool TakesAnyOption { get; private set; }

    public static SyntaxDescription Parse(string text)
    {
        var description = new SyntaxDescription();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            if (scanner.Here == ',')
            {
                scanner.Position++;
                description.ReadOptions(ref scanner, Need.Required);
                break;
            }

            if (scanner.Here == '[')
            {
                description.ReadOptional(scanner.Bracketed('[', ']').Trim());
            }
            else
            {
                description.ReadPart(ref scanner, Need.Required);
            }

            scanner.SkipBlanks();
        }

        return description;
    }

    private void ReadOptional(string inside)
    {
        if (inside.StartsWith(','))
        {
            var options = new Scanner(inside, 1);
            ReadOptions(ref options, Need.Optional);
            return;
        }

        var scanner = new Scanner(inside);
        if (Weight(inside))
        {
            Weights = inside;
            return;
        }

        if (inside.StartsWith('='))
        {
            HasExpression = true;
            return;
        }

        ReadPart(ref scanner, Need.Optional);
    }

    private static bool Weight(string text)
    {
        var word = new Scanner(text).Name();
        return word is "aw" or "fw" or "pw" or "iw" or "aweight" or "fweight" or "pweight" or "iweight" or "aweights" or "fweights" or "pweights" or "iweights";
    }

    private void ReadPart(ref Scanner scanner, Need need)
    {
        var word = scanner.Name();
        switch (word)
        {
            case "varlist" or "varname" or "newvarlist" or "newvarname" or "namelist" or "name":
                ListName = word switch
                {
                    "varname" => "varlist",
                    "newvarname" => "newvarlist",
                    "name" => "namelist",
                    _ => word,
                };
                Leading = need;
                Most = word.EndsWith("name", StringComparison.Ordinal) ? 1 : int.MaxValue;
                Specify(scanner.Here == '(' ? scanner.Bracketed('(', ')') : "");
                break;
            case "anything":
                AnythingName = "anything";
                Leading = need;
                Anything(scanner.Here == '(' ? scanner.Bracketed('(', ')') : "");
                break;
            case "if":
                If = need;
                break;
            case "in":
                In = need;
                break;
            case "using":
                Using = need;
                break;
            default:
                throw scanner.Here == '=' ? StataError.NotImitated("syntax =exp") : StataError.InvalidSyntax();
        }

        if (scanner.Here == '/')
        {
            Bare.Add(word);
            scanner.Position++;
        }
    }

    /// <summary><c>anything(name=… id=… equalok everything)</c></summary>
    private void Anything(string text)
    {
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            var word = scanner.Name();
            scanner.SkipBlanks();
            var value = "";
            if (scanner.Here == '=')
            {
                scanner.Position++;
                value = scanner.Word();
            }

            scanner.SkipBlanks();
            switch (word)
            {
                case "name" when Names.IsName(value):
                    AnythingName = value;
                    break;
                case "id" when value.Length > 0:
                    AnythingId = value;
                    break;
                case "everything":
                    HoldsEverything = true;
                    break;
                case "equalok":
                    break;
                default:
                    throw StataError.InvalidSyntax();
            }
        }
    }

    private void Specify(string text)
    {
        foreach (var word in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var value = at < 0 ? "" : word[(at + 1)..];
            switch (at < 0 ? word : word[..at])
            {
                case "min":
                    Least = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? least : throw StataError.InvalidSyntax();
                    break;
                case "max":
                    Most = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : throw StataError.InvalidSyntax();
                    break;
                case "default":
                    HasEmptyDefault = value == "none";
                    break;
                case "numeric":
                    MustBeNumeric = true;
                    break;
                case "string" or "str":
                    MustBeText = true;
                    break;
                case "fv":
                    HasFactors = true;
                    break;
                default:
                    break; // ts, generate: nothing here has them
            }
        }
    }

    private void ReadOptions(ref Scanner scanner, Need need)
    {
        while (true)
        {
            scanner.SkipBlanks();
            if (scanner.IsAtEnd)
            {
                return;
            }

            if (scanner.Here == '[')
            {
                var inner = new Scanner(scanner.Bracketed('[', ']'));
                ReadOptions(ref inner, Need.Optional);
                continue;
            }

            if (scanner.Here == '*')
            {
                scanner.Position++;
                TakesAnyOption = true;
                continue;
            }

            ReadOption(ref scanner, need);
        }
    }

    private void ReadOption(ref Scanner scanner, Need need)
    {
        var name = scanner.Name();
        if (name.Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        var argument = scanner.Here == '(' ? scanner.Bracketed('(', ')').Trim() : "";
        var isNegative = name.StartsWith("no", StringComparison.Ordinal) && name.Length > 2 && char.IsAsciiLetterUpper(name[2]) && argument.Length == 0;
        var start = isNegative ? 2 : 0;
        var capitals = start;
        while (capitals < name.Length && char.IsAsciiLetterUpper(name[capitals]))
        {
            capitals++;
        }

        var blank = argument.IndexOf(' ', StringComparison.Ordinal);
        var kind = blank < 0 ? argument : argument[..blank];
        var rest = blank < 0 ? "" : argument[blank..].Trim();
        var isNumber = kind is "integer" or "real";
        Options.Add(new SyntaxOption(
            name.ToLowerInvariant(),
            capitals == start ? 0 : capitals,
            rest == "asis" ? "asis" : kind,
            isNumber ? rest : "",
            need == Need.Required && !isNegative && !(isNumber && rest.Length > 0),
            isNegative));
    }
}
