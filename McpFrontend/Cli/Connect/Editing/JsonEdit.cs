using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>Changes of single members and elements in a JSON text, with everything else left as it is.</summary>
internal static class JsonEdit
{
    /// <summary>Adds a member (or, without a name, an element) behind the others.</summary>
    public static string Append(JsonSpans document, JsonSpan container, string? name, JsonNode value)
    {
        var style = JsonStyle.Of(document, container);
        var item = (name is null ? "" : style.Name(name)) + style.Write(value);
        var text = document.Text;
        if (container.Items.Count == 0)
        {
            // Comments may stand in an empty list: behind them.
            var inside = text[(container.Start + 1)..(container.End - 1)].TrimEnd();
            return $"{text[..(container.Start + 1)]}{inside}{style.Before}{item}{style.Close}{text[(container.End - 1)..]}";
        }

        var last = container.Items[^1].Value.End;
        var comma = document.IndexOf(',', last, container.End - 1);
        var behind = EndOfLineComment(document, comma < 0 ? last : comma + 1);
        return comma < 0
            ? $"{text[..last]},{text[last..behind]}{style.Before}{item}{text[behind..]}"
            : $"{text[..behind]}{style.Before}{item},{text[behind..]}";
    }

    /// <summary>Puts another value in the place of one.</summary>
    public static string Replace(JsonSpans document, JsonSpan value, string text) =>
        $"{document.Text[..value.Start]}{text}{document.Text[value.End..]}";

    /// <summary>Takes a member or an element out, and the comma that it no longer needs.</summary>
    public static string Remove(JsonSpans document, JsonSpan container, JsonItem item)
    {
        var text = document.Text;
        var index = container.Items.ToList().IndexOf(item);
        var limit = index + 1 < container.Items.Count ? container.Items[index + 1].Start : container.End - 1;
        var comma = document.IndexOf(',', item.Value.End, limit);
        var (begin, end) = WithBlank(text, item.Start, comma >= 0 ? comma + 1 : item.Value.End);
        if (comma >= 0)
        {
            return text[..begin] + text[end..];
        }

        if (index > 0)
        {
            var previous = container.Items[index - 1].Value.End;
            var before = document.IndexOf(',', previous, item.Start);
            return text[..before] + text[(before + 1)..Math.Max(begin, before + 1)] + text[end..];
        }

        var rest = text[(container.Start + 1)..begin] + text[end..(container.End - 1)];
        return $"{text[..(container.Start + 1)]}{(string.IsNullOrWhiteSpace(rest) ? "" : rest)}{text[(container.End - 1)..]}";
    }

    /// <summary>
    /// The white space before an item came with the item; its line's end, too, if another one follows: what follows on the
    /// same line must not come to stand behind a comment of the line before.
    /// </summary>
    private static (int Begin, int End) WithBlank(string text, int start, int end)
    {
        var (begin, lineEnd) = (start, end);
        while (begin > 0 && text[begin - 1] is ' ' or '\t')
        {
            begin--;
        }

        while (lineEnd < text.Length && text[lineEnd] is ' ' or '\t')
        {
            lineEnd++;
        }

        var endsLine = text.AsSpan(lineEnd) is var rest && (rest.StartsWith("\n") || rest.StartsWith("\r\n"));
        return !endsLine || begin == 0 || text[begin - 1] != '\n' ? (begin, end)
            : (begin - (begin > 1 && text[begin - 2] == '\r' ? 2 : 1), lineEnd);
    }

    /// <summary>A comment on the line of an item is about that item: what is added comes behind it.</summary>
    private static int EndOfLineComment(JsonSpans document, int from)
    {
        var end = from;
        foreach (var comment in document.Comments)
        {
            if (comment.Start.Value >= end && document.Text[end..comment.Start.Value].All(c => c is ' ' or '\t' or ','))
            {
                end = comment.End.Value;
            }
        }

        return end;
    }
}
