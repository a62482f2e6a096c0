using System.Buffers.Text;

namespace StataRuns.Stata;

/// <summary>The command <c>exit [=exp] [, clear STATA]</c> ([P] exit).</summary>
internal readonly ref struct StataExit
{
    private readonly ReadOnlySpan<byte> _number;

    private StataExit(ReadOnlySpan<byte> number, bool endsStata)
    {
        _number = number;
        EndsStata = endsStata;
    }

    /// <summary>It ends Stata, and not only the do-file or program that it stands in.</summary>
    public bool EndsStata { get; }

    /// <summary>Reads a command with its prefixes; false where it is another one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> command, out StataExit exit)
    {
        exit = default;
        var words = new CommandWords(command);
        words.SkipPrefixes();
        if (!CommandWords.Is(words.Next(), "exit"u8, 1) || (!words.Rest.IsEmpty && words.Rest[0] is not ((byte)' ' or (byte)'\t' or (byte)',' or (byte)'=')))
        {
            return false;
        }

        var comma = words.Rest.IndexOf((byte)',');
        exit = comma < 0
            ? new StataExit(words.Rest, endsStata: false)
            : new StataExit(words.Rest[..comma].Trim(" \t="u8), HasStataOption(words.Rest[(comma + 1)..]));
        return true;
    }

    /// <summary>The code with which Stata can have ended by this command if the process ended with this status; null if it can't have.</summary>
    /// <param name="status">Of the process. That the number becomes it is seen on Unix and not documented, so 0 fits each number.</param>
    /// <param name="isKnown">False where it can have ended by this command, with a code that cannot be told: a number that is computed, and a status of 0.</param>
    public int? CodeAt(int status, out bool isKnown)
    {
        isKnown = true;
        if (_number.IsEmpty)
        {
            return status == 0 ? 0 : null;
        }

        if (Utf8Parser.TryParse(_number, out int code, out var used) && used == _number.Length && code >= 0)
        {
            return status == (code & 0xFF) || status == 0 ? code : null;
        }

        isKnown = status != 0;
        return status > 0 ? status : null;
    }

    private static bool HasStataOption(ReadOnlySpan<byte> options)
    {
        var words = new CommandWords(options);
        for (var word = words.Next(); !word.IsEmpty; word = words.Next())
        {
            if (word.SequenceEqual("STATA"u8))
            {
                return true;
            }
        }

        return false;
    }
}
