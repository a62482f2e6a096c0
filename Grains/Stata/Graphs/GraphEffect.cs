using System.Text;

namespace StataRuns.Stata;

/// <summary>What a command does to the graphs in memory.</summary>
public enum GraphEffectKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Draws one.</summary>
    Draw,

    /// <summary><c>graph export</c>, <c>graph save</c>, <c>graph copy</c>, <c>graph rename</c>: it is not lost with what comes next.</summary>
    Keep,

    /// <summary><c>graph display</c>: it is the current one.</summary>
    Show,

    /// <summary><c>graph drop</c>, <c>clear all</c>: it is gone.</summary>
    Drop,
}

/// <summary>What a command does to the graphs in memory, as far as its text says.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">The graph; null for the one that the command does not name. Of a drop: all names with blanks between them, null for all graphs.</param>
/// <param name="IsCertain">It was not captured, and stands in no one-line <c>if</c>: where the do-file went on, it was done.</param>
/// <param name="IsSaved">It draws into a file as well (<c>saving()</c>).</param>
/// <remarks>[G-3] name_option, saving_option; [G-2] graph export, graph save, graph drop, graph display, graph rename, graph copy; [D] clear.</remarks>
public readonly record struct GraphEffect(GraphEffectKind Kind, string? Name = null, bool IsCertain = true, bool IsSaved = false)
{
    /// <summary>Reads it from a logical line's code.</summary>
    public static GraphEffect Of(ReadOnlySpan<byte> code)
    {
        var body = OneLineBody.Of(code);
        var words = new CommandWords(body.IsEmpty ? code : body);
        var before = words.Rest;
        words.SkipPrefixes();
        var isCertain = body.IsEmpty && !IsCaptured(before);
        if (GraphCommands.Draws(code, out var name))
        {
            return new(GraphEffectKind.Draw, name, isCertain, words.Rest.IndexOf("saving("u8) >= 0);
        }

        var word = words.Next();
        var rest = words.Rest;
        if (word.SequenceEqual("discard"u8) || (word.SequenceEqual("clear"u8) && rest.Trim(" \t"u8) is var what && (what.SequenceEqual("all"u8) || what.SequenceEqual("*"u8))))
        {
            return new(GraphEffectKind.Drop, null, body.IsEmpty);
        }

        if (!CommandWords.Is(word, "graph"u8, 2))
        {
            return default;
        }

        var verb = words.Next();
        rest = words.Rest;
        if (CommandWords.Is(verb, "export"u8, 3))
        {
            return new(GraphEffectKind.Keep, InName(rest));
        }

        if (verb.SequenceEqual("save"u8))
        {
            // "graph save file" or "graph save name file"
            return new(GraphEffectKind.Keep, First(rest, out var behind) is { } first && behind.TrimStart(" \t"u8) is { IsEmpty: false } more && more[0] != (byte)',' ? first : null);
        }

        if (verb.SequenceEqual("rename"u8) || verb.SequenceEqual("copy"u8))
        {
            return new(GraphEffectKind.Keep);
        }

        if (CommandWords.Is(verb, "display"u8, 2))
        {
            return new(GraphEffectKind.Show, First(rest, out _), isCertain);
        }

        var dropped = Encoding.UTF8.GetString(rest).Trim();
        return verb.SequenceEqual("drop"u8) && dropped.Length > 0 ? new(GraphEffectKind.Drop, dropped == "_all" ? null : dropped, body.IsEmpty) : default;
    }

    private static bool IsCaptured(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        var word = words.Next();
        while (CommandWords.Is(word, "quietly"u8, 3) || CommandWords.Is(word, "noisily"u8, 1))
        {
            word = words.Next();
        }

        return CommandWords.Is(word, "capture"u8, 3);
    }

    /// <summary>The name in <c>name()</c>.</summary>
    private static string? InName(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf("name("u8);
        if (at < 0)
        {
            return null;
        }

        text = text[(at + "name("u8.Length)..];
        var end = text.IndexOf((byte)')');
        return end < 0 ? null : Encoding.UTF8.GetString(text[..end].Trim(" \t"u8));
    }

    private static string? First(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> behind)
    {
        text = text.TrimStart(" \t"u8);
        var end = text.IndexOfAny(" \t,"u8);
        behind = end < 0 ? [] : text[end..];
        text = end < 0 ? text : text[..end];
        return text.IsEmpty ? null : Encoding.UTF8.GetString(text);
    }
}
