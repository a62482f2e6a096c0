using System.Text;
using System.Text.Json;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>Where a JSON value stands in its text. Offsets are characters.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last one.</param>
/// <param name="Kind">What it is.</param>
internal sealed record JsonSpan(int Start, int End, JsonValueKind Kind)
{
    /// <summary>An object's members or an array's elements, in order.</summary>
    public IReadOnlyList<JsonItem> Items { get; init; } = [];

    /// <summary>The member of that name; of several the last, as every reader of JSON does.</summary>
    public JsonItem? Find(string name) => Items.LastOrDefault(item => item.Name == name);
}

/// <summary>A member of an object or an element of an array.</summary>
/// <param name="Name">A member's name; null for an element.</param>
/// <param name="Start">Where it begins, name included.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonItem(string? Name, int Start, JsonSpan Value);

/// <summary>A JSON text with the places of its values and comments.</summary>
/// <param name="Text">The text.</param>
/// <param name="Root">The outermost value.</param>
/// <param name="Comments">Its comments, in order.</param>
internal sealed record JsonSpans(string Text, JsonSpan Root, IReadOnlyList<Range> Comments)
{
    /// <summary>Reads a text with .NET's own parser, which knows where its tokens are.</summary>
    /// <exception cref="UnreadableConfigException">It is not JSON.</exception>
    public static JsonSpans Of(string text, bool allowsComments)
    {
        try
        {
            return new Reading(text, allowsComments).Document();
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:")[0].TrimEnd();
            throw new UnreadableConfigException((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, reason);
        }
    }

    /// <summary>The first character of a kind outside of comments between two offsets; -1 if there is none.</summary>
    public int IndexOf(char wanted, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (CommentAt(i) is { } comment)
            {
                i = Math.Max(i, comment.End.Value - 1);
            }
            else if (Text[i] == wanted)
            {
                return i;
            }
        }

        return -1;
    }

    private Range? CommentAt(int offset)
    {
        foreach (var comment in Comments)
        {
            if (comment.Start.Value == offset)
            {
                return comment;
            }
        }

        return null;
    }

    private sealed class Reading(string text, bool allowsComments)
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
        private readonly List<Range> _comments = [];
        private int _knownByte;
        private int _knownCharacter;

        public JsonSpans Document()
        {
            var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions
            {
                CommentHandling = allowsComments ? JsonCommentHandling.Allow : JsonCommentHandling.Disallow,
                AllowTrailingCommas = allowsComments,
                MaxDepth = 256,
            });
            Next(ref reader);
            var root = Value(ref reader);
            while (Next(ref reader))
            {
                // Comments behind the end; anything else is an error of the reader's.
            }

            return new JsonSpans(text, root, _comments);
        }

        private bool Next(ref Utf8JsonReader reader)
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.Comment)
                {
                    return true;
                }

                var start = Character(reader.TokenStartIndex);
                // A line's comment may count its line's end as its own.
                var end = Character(reader.BytesConsumed);
                _comments.Add(start..(text.AsSpan(start, end - start).TrimEnd("\r\n").Length + start));
            }

            return false;
        }

        private JsonSpan Value(ref Utf8JsonReader reader)
        {
            var start = Character(reader.TokenStartIndex);
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                var kind = reader.TokenType == JsonTokenType.String ? JsonValueKind.String : JsonValueKind.Undefined;
                return new JsonSpan(start, Character(reader.BytesConsumed), kind);
            }

            var isObject = reader.TokenType == JsonTokenType.StartObject;
            List<JsonItem> items = [];
            while (Next(ref reader) && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                var (name, itemStart) = ((string?)null, Character(reader.TokenStartIndex));
                if (isObject)
                {
                    name = reader.GetString();
                    Next(ref reader);
                }

                items.Add(new JsonItem(name, itemStart, Value(ref reader)));
            }

            return new JsonSpan(start, Character(reader.BytesConsumed), isObject ? JsonValueKind.Object : JsonValueKind.Array) { Items = items };
        }

        /// <summary>Bytes to characters; tokens come in order, so each stretch is counted once.</summary>
        private int Character(long offset)
        {
            _knownCharacter += Encoding.UTF8.GetCharCount(_bytes, _knownByte, (int)offset - _knownByte);
            _knownByte = (int)offset;
            return _knownCharacter;
        }
    }
}
