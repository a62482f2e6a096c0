using System.Text;
using System.Text.Json;
using StataRuns.McpFrontend.Mcp.Arguments;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>
/// One pass over a message's text. It finds where the members stand whose form matters, and what no reader behind it could bear: a name
/// that an object has twice, and half a character. Both are legal JSON, and the SDK meets them with exceptions wherever it happens to
/// look first.
/// </summary>
internal ref struct MessageScan
{
    /// <summary>How deep a message may be nested; the SDK's serializer has the same bound.</summary>
    public const int MostLevels = 64;

    private readonly ReadOnlySpan<byte> _text;
    private readonly NameStack _names = new();

    // By the depth of the members in it: which member an object or list is the value of, at the depths where that matters.
    private Containers _containers;
    private Values _values;
    private MessageMember _next;
    private int _argumentsDepth = int.MaxValue;

    private MessageScan(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>What the whole text is: an object, as it must be, or something else.</summary>
    public JsonTokenType Root { get; private set; }

    /// <summary>The first name that stands twice, or half a character.</summary>
    public MessageProblem? Problem { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, valid UTF-8.</param>
    /// <param name="failure">Why it is no JSON; null if it is. What came before can be asked for all the same.</param>
    public static MessageScan Of(ReadOnlySpan<byte> text, out JsonException? failure)
    {
        var scan = new MessageScan(text);
        try
        {
            scan.Run();
            failure = null;
        }
        catch (JsonException e)
        {
            failure = e;
        }

        return scan;
    }

    /// <summary>The kind of a member's value; <see cref="JsonTokenType.None"/> if it is not there.</summary>
    public readonly JsonTokenType Kind(MessageMember member) => _values[(int)member].Kind;

    /// <summary>Is the member not there, or null? Clients fill what they leave out with null.</summary>
    public readonly bool IsAbsent(MessageMember member) => Kind(member) is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>A member's value as it is written.</summary>
    public readonly ReadOnlySpan<byte> Raw(MessageMember member) => _text.Slice(_values[(int)member].Start, _values[(int)member].Length);

    /// <summary>A member's value if it is a string; else null.</summary>
    public readonly string? Text(MessageMember member)
    {
        if (Kind(member) is not JsonTokenType.String)
        {
            return null;
        }

        var reader = new Utf8JsonReader(Raw(member));
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a character, see Problem
        }
    }

    private void Run()
    {
        var reader = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = MostLevels });
        while (reader.Read())
        {
            Root = Root is JsonTokenType.None ? reader.TokenType : Root;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    Name(ref reader);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Open(ref reader);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Close(ref reader);
                    break;
                default:
                    Scalar(ref reader);
                    break;
            }
        }
    }

    private void Open(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var member = Take(ref reader, length: 0);
        if (depth < Containers.Length)
        {
            _containers[depth] = member;
        }

        if (member is MessageMember.Arguments)
        {
            _argumentsDepth = depth;
        }

        if (reader.TokenType is JsonTokenType.StartObject)
        {
            _names.Open();
        }
    }

    private void Close(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        if (depth < Containers.Length && _containers[depth] is not MessageMember.None and var member)
        {
            ref var value = ref _values[(int)member];
            value = value with { Length = (int)reader.BytesConsumed - value.Start };
        }

        if (depth == _argumentsDepth)
        {
            _argumentsDepth = int.MaxValue;
        }

        if (reader.TokenType is JsonTokenType.EndObject)
        {
            _names.Close();
        }
    }

    private void Scalar(ref Utf8JsonReader reader)
    {
        var member = Take(ref reader, (int)(reader.BytesConsumed - reader.TokenStartIndex));
        if (reader is { TokenType: JsonTokenType.String, ValueIsEscaped: true } && Surrogates.HasLone(reader.ValueSpan))
        {
            // Of an id no answer could carry it.
            Note(
                ref reader,
                member is MessageMember.Id or MessageMember.Method,
                "A string in the message holds half a character (a lone surrogate, \\ud800 to \\udfff)");
        }
    }

    private void Name(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped && Surrogates.HasLone(reader.ValueSpan))
        {
            Note(ref reader, isOfMessage: false, "A name in the message holds half a character (a lone surrogate, \\ud800 to \\udfff)");
            return;
        }

        var start = (int)reader.TokenStartIndex + 1;
        var unescaped = reader.ValueIsEscaped ? reader.GetString() : null;

        // The SDK reads messages without regard to case. What stands in a tool's arguments is the tool's: environment variables may
        // differ in case alone.
        var ignoresCase = reader.CurrentDepth <= _argumentsDepth;
        if (!_names.TryAdd(_text, start, reader.ValueSpan.Length, unescaped, ignoresCase))
        {
            var name = Shown.Name(unescaped ?? Encoding.UTF8.GetString(reader.ValueSpan));
            Note(ref reader, isOfMessage: reader.CurrentDepth == 1, $"The message has {name} twice in one object{(ignoresCase ? " (case does not matter)" : "")}");
        }

        _next = MessageMembers.Of(Container(reader.CurrentDepth - 1), reader.CurrentDepth, unescaped is null ? reader.ValueSpan : Encoding.UTF8.GetBytes(unescaped));
    }

    private readonly MessageMember Container(int depth) => depth < Containers.Length ? _containers[depth] : MessageMember.None;

    /// <summary>A value begins: if it is a member's, it is noted where.</summary>
    private MessageMember Take(ref Utf8JsonReader reader, int length)
    {
        var member = _next;
        _next = MessageMember.None;
        if (member is not MessageMember.None)
        {
            _values[(int)member] = new Value((int)reader.TokenStartIndex, length, reader.TokenType);
        }

        return member;
    }

    private void Note(ref Utf8JsonReader reader, bool isOfMessage, string what)
    {
        var sentence = $"{what}, at byte {reader.TokenStartIndex}.";
        Problem ??= isOfMessage || Container(1) is not MessageMember.Params || reader.CurrentDepth < 2 ? MessageProblem.NoMessage(sentence)
            : reader.CurrentDepth > _argumentsDepth ? MessageProblem.OfArguments(sentence)
            : MessageProblem.OfParams(sentence);
    }

    private readonly record struct Value(int Start, int Length, JsonTokenType Kind);

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct Containers
    {
        public const int Length = 4;
        private MessageMember _first;
    }

    [System.Runtime.CompilerServices.InlineArray((int)MessageMember.LogLevel + 1)]
    private struct Values
    {
        private Value _first;
    }
}
