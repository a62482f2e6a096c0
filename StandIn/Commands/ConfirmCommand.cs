using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary>[P] confirm: an error unless something is what it should be.</summary>
internal static class ConfirmCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isExact = options.Take("exact", 2);
        options.Finish();
        var scanner = new Scanner(comma < 0 ? rest : rest[..comma]);
        var what = scanner.Name();
        var isNew = what == "new";
        var kind = isNew || what is "numeric" or "string" or "str" or "integer" or "str#" or "byte" or "int" or "long" or "float" or "double" ? scanner.Name() : what;
        var subject = scanner.Rest.Trim();
        switch (kind)
        {
            case "file":
                File(isNew, FileNames.Whole(subject));
                break;
            case "variable" or "var" or "variab" or "varia" or "vari":
                Variables(session, what, subject, isNew, isExact);
                break;
            case "number" or "num":
                Number(subject, what == "integer");
                break;
            case "names" or "name":
                foreach (var name in subject.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : throw new StataError(7, "nothing found where name expected"))
                {
                    if (!Names.IsName(name))
                    {
                        throw new StataError(7, $"'{name}' found where name expected");
                    }
                }

                break;
            case "existence" or "e" or "exist":
                if (subject.Length == 0)
                {
                    throw new StataError(6, "'' found where something expected");
                }

                break;
            case "scalar":
                if (!session.Scalars.ContainsKey(subject))
                {
                    throw StataError.NotFound($"scalar {subject}");
                }

                break;
            case "matrix" or "mat":
                throw StataError.NotFound($"matrix {subject}");
            case "format":
                if (Formats.DisplayFormat.Parse(subject) is null)
                {
                    throw new StataError(7, $"'{subject}' found where format expected");
                }

                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void File(bool isNew, string name)
    {
        var exists = FileNames.Exists(name);
        if (!isNew && !exists)
        {
            throw new StataError(601, $"file {name} not found");
        }

        if (isNew && exists)
        {
            throw new StataError(602, $"file {name} already exists");
        }

        if (isNew && Path.GetDirectoryName(Path.GetFullPath(FileNames.ToPath(name))) is { } parent && !Directory.Exists(parent))
        {
            throw new StataError(603, $"file {name} could not be opened");
        }
    }

    private static void Variables(Session session, string type, string subject, bool isNew, bool isExact)
    {
        if (isNew)
        {
            VariableList.New(session.Data, subject);
            return;
        }

        if (isExact && Array.Find(subject.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => session.Data.Exact(name) is null) is { } missing)
        {
            throw new StataError(111, $"variable {missing} not found");
        }

        var variables = VariableList.Existing(session.Data, subject);
        if (variables.Count == 0)
        {
            throw new StataError(111, "variable not found");
        }

        foreach (var variable in variables)
        {
            var fits = type switch
            {
                "numeric" => !variable.IsText,
                "string" or "str" => variable.IsText,
                "byte" or "int" or "long" or "float" or "double" => variable.Type.ToString() == type,
                _ => true,
            };
            if (!fits)
            {
                throw new StataError(7, $"'{variable.Name}' found where {type} variable expected");
            }
        }
    }

    private static void Number(string subject, bool isInteger)
    {
        var text = Tokens.Unquote(subject);
        var value = TextFunctions.Real(text);
        if ((Missing.Is(value) && text != ".") || (isInteger && value != Math.Truncate(value)))
        {
            throw new StataError(7, $"'{text}' found where {(isInteger ? "integer" : "number")} expected");
        }
    }
}
