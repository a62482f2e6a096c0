namespace StataRuns.Stata;

/// <summary>Reads a command's first words, past the prefixes that say how it runs and not what it is.</summary>
internal ref struct CommandWords(ReadOnlySpan<byte> code)
{
    /// <summary>What is behind the words read so far.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = code;

    /// <summary>A prefix seen so far keeps the command from being echoed or heard.</summary>
    public bool IsQuiet { get; private set; }

    /// <summary>Past <c>capture</c>, <c>quietly</c>, <c>noisily</c> and <c>version #:</c>, with or without their colon.</summary>
    public void SkipPrefixes()
    {
        while (true)
        {
            var before = Rest;
            var word = Next();
            if (Is(word, "capture"u8, 3))
            {
                // neither quiet nor loud by itself: what a captured do-file says isn't heard, but noisily may follow
                IsQuiet = true;
            }
            else if (Is(word, "quietly"u8, 3))
            {
                IsQuiet = true;
            }
            else if (Is(word, "noisily"u8, 1))
            {
                IsQuiet = false;
            }
            else if (Is(word, "version"u8, 4) && VersionPrefix() is { IsEmpty: false } behind)
            {
                Rest = behind;
            }
            else
            {
                Rest = before;
                return;
            }

            Rest = Rest.TrimStart((byte)' ');
            if (Rest.StartsWith(":"u8))
            {
                Rest = Rest[1..];
            }
        }
    }

    /// <summary>The next word: letters, digits, underscores; empty where something else stands.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var rest = Rest.TrimStart(" \t"u8);
        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit((char)rest[length]) || rest[length] == (byte)'_'))
        {
            length++;
        }

        Rest = rest[length..];
        return rest[..length];
    }

    /// <summary>A command's name or an abbreviation of at least so many letters.</summary>
    public static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name, int shortest) =>
        word.Length >= shortest && word.Length <= name.Length && name.StartsWith(word);

    /// <summary>Is a command's name <c>cd</c> or <c>chdir</c>?</summary>
    public static bool ChangesFolder(ReadOnlySpan<byte> word) => word.SequenceEqual("cd"u8) || Is(word, "chdir"u8, 3);

    private readonly ReadOnlySpan<byte> VersionPrefix()
    {
        var colon = Rest.IndexOf((byte)':');
        var number = colon < 0 ? [] : Rest[..colon].Trim(" \t"u8);
        return !number.IsEmpty && number.IndexOfAnyExceptInRange((byte)'.', (byte)'9') < 0 ? Rest[colon..] : default;
    }
}
