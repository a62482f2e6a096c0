using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary>What <c>reshape</c> was told; it is kept with the data, so that <c>reshape wide</c> alone goes back.</summary>
/// <param name="Stubs">Names of which a part is the value of j: behind the stub, or where it has an <c>@</c>.</param>
/// <param name="Groups">The variables that name a logical observation.</param>
/// <param name="Index">The variable j.</param>
/// <param name="Values">The values of j that were listed; empty for those that are found.</param>
internal sealed record ReshapeSettings(string[] Stubs, string Groups, string Index, string[] Values, bool IsText)
{
    public static ReshapeSettings Parse(Dataset data, string text)
    {
        var comma = CommandSplitter.OptionsComma(text);
        var options = OptionSet.Parse(comma < 0 ? "" : text[(comma + 1)..]);
        var stubs = (comma < 0 ? text : text[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (stubs.Length == 0 && comma < 0)
        {
            return Kept(data);
        }

        options.TakeText("i", out var groups);
        options.TakeText("j", out var index);
        var isText = options.Take("string", 1);
        options.Finish();
        if (groups.Length == 0)
        {
            throw new StataError(198, "option i() required");
        }

        var words = index.Replace("- ", "-", StringComparison.Ordinal).Replace(" -", "-", StringComparison.Ordinal).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return new ReshapeSettings(stubs, groups, words.Length == 0 ? "_j" : words[0], words.Length < 2 ? [] : Listed(words[1..], isText), isText);
    }

    public void Keep(Dataset data)
    {
        data.Characteristics.Set(Characteristics.Data, "ReS_i", Groups);
        data.Characteristics.Set(Characteristics.Data, "ReS_j", Index);
        data.Characteristics.Set(Characteristics.Data, "ReS_Xij", string.Join(' ', Stubs));
        data.Characteristics.Set(Characteristics.Data, "ReS_str", IsText ? "1" : "0");
    }

    /// <summary>The name for a value of j.</summary>
    public static string Name(string stub, string value) =>
        stub.Contains('@', StringComparison.Ordinal) ? stub.Replace("@", value, StringComparison.Ordinal) : stub + value;

    /// <summary>The name in long form.</summary>
    public static string Name(string stub) => stub.Replace("@", "", StringComparison.Ordinal);

    private static ReshapeSettings Kept(Dataset data)
    {
        var kept = data.Characteristics.Get(Characteristics.Data, "ReS_Xij");
        if (kept.Length == 0)
        {
            throw new StataError(111, "data have not been reshaped yet");
        }

        return new ReshapeSettings(
            kept.Split(' '), data.Characteristics.Get(Characteristics.Data, "ReS_i"), data.Characteristics.Get(Characteristics.Data, "ReS_j"), [],
            data.Characteristics.Get(Characteristics.Data, "ReS_str") == "1");
    }

    private static string[] Listed(string[] words, bool isText)
    {
        if (isText)
        {
            return words;
        }

        return [.. NumberList.Parse(string.Join(' ', words.Select(word => word.IndexOf('-', 1) > 0 ? word.Replace('-', '/') : word))).Select(Formats.DisplayFormat.Macro.Bare)];
    }
}
