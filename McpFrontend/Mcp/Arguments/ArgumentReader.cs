using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>
/// Reads a tool call's arguments by the tool's own table. The SDK's binding would answer a wrong one with a protocol error
/// or an exception's text; here each wrong one is a sentence that a model can act on.
/// </summary>
internal static class ArgumentReader
{
    /// <summary>All arguments of a call together, as JSON.</summary>
    public const int LongestCall = 1024 * 1024;

    /// <summary>Reads a call's arguments.</summary>
    /// <exception cref="WrongArgument">One is wrong.</exception>
    public static CallArguments Read(string tool, IReadOnlyList<Parameter> parameters, IDictionary<string, JsonElement>? given)
    {
        given ??= new Dictionary<string, JsonElement>();
        CheckSize(given);
        CheckNames(tool, parameters, given.Keys);

        var values = new Dictionary<string, object>();
        foreach (var parameter in parameters)
        {
            // Clients fill arguments that were left out with null.
            if (given.TryGetValue(parameter.Name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                values[parameter.Name] = Value(parameter, value);
            }
            else if (parameter.Required)
            {
                throw new WrongArgument($"{parameter.Name} is missing: {tool} needs {Wanted(parameter)}.");
            }
        }

        return new CallArguments(values);
    }

    private static void CheckSize(IDictionary<string, JsonElement> given)
    {
        var bytes = given.Sum(argument => (long)argument.Key.Length + JsonSize(argument.Value));
        if (bytes > LongestCall)
        {
            throw new WrongArgument($"The arguments are {bytes:N0} bytes long: at most {LongestCall:N0} are read. Put what is longer into a file and pass its path.");
        }
    }

    private static int JsonSize(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;

    private static void CheckNames(string tool, IReadOnlyList<Parameter> parameters, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (parameters.Any(parameter => parameter.Name == name))
            {
                continue;
            }

            var known = parameters.Where(parameter => parameter.IsOffered).Select(parameter => parameter.Name).ToList();
            var hint = NearestWord.To(name, known) is { } nearest ? $" Did you mean {nearest}?" : "";
            throw new WrongArgument(known.Count == 0
                ? $"{Shown.Name(name)} is no argument of {tool}, which takes none."
                : $"{Shown.Name(name)} is no argument of {tool}.{hint} It takes {string.Join(", ", known)}.");
        }
    }

    private static object Value(Parameter parameter, JsonElement value) => parameter.Kind switch
    {
        ParameterKind.Text => Text(parameter, value, parameter.Name),
        ParameterKind.Path => PathForms.Absolute(parameter.Name, Text(parameter, value, parameter.Name), Shown.Value(value)),
        ParameterKind.PathOrName => PathForms.AbsoluteOrName(parameter.Name, Text(parameter, value, parameter.Name), Shown.Value(value)),
        ParameterKind.Texts => Texts(parameter, value),
        ParameterKind.Variables => Variables(parameter, value),
        ParameterKind.Whole => Whole(parameter, value),
        ParameterKind.Number => Real(parameter, value),
        _ => Flag(parameter, value),
    };

    private static string Text(Parameter parameter, JsonElement value, string where)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => StringOf(value, where),

            // Some clients send what looks like a number or a flag as one. No path is either.
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when parameter.Kind is not (ParameterKind.Path or ParameterKind.PathOrName) => value.GetRawText(),
            _ => throw Unlike(parameter, value, where),
        };
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new WrongArgument($"{where} holds a NUL character (\\u0000), which no path, argument or pattern can hold: leave it out.");
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > parameter.LongestBytes)
        {
            throw new WrongArgument($"{where} is {bytes:N0} bytes long: at most {parameter.LongestBytes:N0} are read.");
        }

        if (parameter.Choices is { } choices && !choices.Contains(text))
        {
            var hint = NearestWord.To(text, choices) is { } nearest ? $" Did you mean {nearest}?" : "";
            throw new WrongArgument($"{where} is {Shown.Value(value)}:{hint} It is one of {string.Join(", ", choices)}.");
        }

        return text;
    }

    private static string StringOf(JsonElement value, string where)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: JSON lets it pass, UTF-8 cannot hold it.
            throw new WrongArgument($"{where} holds half a character (a lone surrogate): send whole Unicode characters.");
        }
    }

    private static string PathExample => OperatingSystem.IsWindows() ? @"C:\project\main.do" : "/home/ann/project/main.do";

    private static List<string> Texts(Parameter parameter, JsonElement value)
    {
        var list = Unwrapped(parameter, value, '[');
        if (list.ValueKind is not JsonValueKind.Array)
        {
            throw Unlike(parameter, value, parameter.Name);
        }

        List<string> texts = [];
        long bytes = 0;
        foreach (var element in list.EnumerateArray())
        {
            var text = Text(parameter, element, $"{parameter.Name}[{texts.Count}]");
            texts.Add(text);
            bytes += Encoding.UTF8.GetByteCount(text);
        }

        return bytes <= parameter.LongestBytes
            ? texts
            : throw new WrongArgument($"{parameter.Name} are {bytes:N0} bytes together: at most {parameter.LongestBytes:N0} are read. Put what is longer into a file and pass its path.");
    }

    /// <remarks>What is wrong with a value is said without the value: it may be a password.</remarks>
    private static Dictionary<string, string> Variables(Parameter parameter, JsonElement value)
    {
        var members = Unwrapped(parameter, value, '{');
        if (members.ValueKind is not JsonValueKind.Object)
        {
            throw new WrongArgument($"{parameter.Name} is {Shown.Kind(value)}: it is {Wanted(parameter)}.");
        }

        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (var member in members.EnumerateObject())
        {
            var name = NameOf(member, parameter.Name);
            variables[name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => StringOf(member.Value, $"{parameter.Name}.{Shown.Name(name)}"),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
                _ => throw new WrongArgument($"{parameter.Name}.{Shown.Name(name)} is {Shown.Kind(member.Value)}: it is a string."),
            };
        }

        return variables;
    }

    private static string NameOf(JsonProperty member, string where)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new WrongArgument($"{where} has a name with half a character (a lone surrogate): send whole Unicode characters.");
        }
    }

    /// <summary>A list or an object; also where it came as a text that holds it as JSON, from a client that passes every argument as text.</summary>
    private static JsonElement Unwrapped(Parameter parameter, JsonElement value, char begin) =>
        value.ValueKind is JsonValueKind.String ? JsonIn(StringOf(value, parameter.Name), begin) ?? value : value;

    /// <summary>What a text is, written as JSON; null if it is none that begins like that.</summary>
    private static JsonElement? JsonIn(string text, char begin)
    {
        if (!text.AsSpan().TrimStart().StartsWith(begin))
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null; // such as [1/2]: it is told what a list looks like
        }
    }

    private static long Whole(Parameter parameter, JsonElement value)
    {
        var number = Real(parameter, value);
        if (number != Math.Truncate(number))
        {
            throw new WrongArgument($"{parameter.Name} is {Shown.Value(value)}: it is {Wanted(parameter)}.");
        }

        // Beyond 2^63 the range check has thrown already.
        return (long)number;
    }

    private static double Real(Parameter parameter, JsonElement value)
    {
        // "30" for 30 is what models write now and then; it can mean nothing else.
        double number;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(StringOf(value, parameter.Name), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => Fail(out number),
        };
        if (!isNumber || !double.IsFinite(number))
        {
            throw Unlike(parameter, value, parameter.Name);
        }

        return number >= parameter.Minimum && number <= parameter.Maximum
            ? number
            : throw new WrongArgument($"{parameter.Name} is {Shown.Value(value)}: it is {Wanted(parameter)}.");
    }

    private static bool Fail(out double number)
    {
        number = 0;
        return false;
    }

    private static bool Flag(Parameter parameter, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(StringOf(value, parameter.Name), out var flag) => flag,
        _ => throw Unlike(parameter, value, parameter.Name),
    };

    private static WrongArgument Unlike(Parameter parameter, JsonElement value, string where) =>
        new($"{where} is {Shown.Kind(value)} ({Shown.Value(value)}): it is {Wanted(parameter)}.");

    private static string Wanted(Parameter parameter)
    {
        var range = parameter.Maximum < long.MaxValue
            ? $"from {Plain(parameter.Minimum)} to {Plain(parameter.Maximum)}"
            : $"not below {Plain(parameter.Minimum)}";
        return parameter.Kind switch
        {
            ParameterKind.Text when parameter.Choices is { } choices => $"one of {string.Join(", ", choices)}",
            ParameterKind.Text => "a string",
            ParameterKind.Path => $"a string, the absolute path, such as {PathExample}",
            ParameterKind.PathOrName => $"a string, the absolute path, such as {PathExample}, or the file's name",
            ParameterKind.Texts => "a list of strings, such as [\"a\", \"b\"]",
            ParameterKind.Variables => "an object of names with strings, such as {\"MYDATA\": \"/data\"}",
            ParameterKind.Whole => $"a whole number, {range}",
            ParameterKind.Number => $"a number, {range}",
            _ => "true or false",
        };
    }

    private static string Plain(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
