using System.Globalization;
using System.Text;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary>A name with <c>*</c> (any letters), <c>?</c> (one letter), <c>#</c> (digits) and, in a new name, <c>=</c> (the old one), as <c>rename</c> takes it.</summary>
internal sealed class NamePattern(string text)
{
    private static readonly char[] Wild = ['*', '?', '#', '='];

    public bool IsWild => text.IndexOfAny(Wild) >= 0;

    /// <summary>What the wildcards stand for in a name; null if it doesn't match.</summary>
    public List<string>? Match(string name)
    {
        List<string> parts = [];
        return Matches(0, name, 0, parts) ? parts : null;
    }

    /// <summary>The new name with what the old one's wildcards stood for, in their order; a <c>#</c> without a match counts on.</summary>
    public string Fill(string old, IReadOnlyList<string> parts, int number)
    {
        var name = new StringBuilder();
        var next = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '(' && text.IndexOf(')', at) is > 0 and var close && text.AsSpan(at + 1, close - at - 1).TrimStart('#').IsEmpty && close > at + 1)
            {
                name.Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(close - at - 1, '0'));
                at = close;
            }
            else if (text[at] is '*' or '?' || (text[at] == '#' && next < parts.Count))
            {
                name.Append(next < parts.Count ? parts[next] : throw Mismatch());
                next++;
            }
            else if (text[at] == '=')
            {
                name.Append(old);
            }
            else if (text[at] == '#')
            {
                name.Append(number.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                name.Append(text[at]);
            }
        }

        return name.ToString();
    }

    private static StataError Mismatch() => new(198, "newname patterns do not match oldname patterns");

    private bool Matches(int at, string name, int position, List<string> parts)
    {
        if (at == text.Length)
        {
            return position == name.Length;
        }

        if (text[at] is not ('*' or '?' or '#'))
        {
            return position < name.Length && name[position] == text[at] && Matches(at + 1, name, position + 1, parts);
        }

        var most = text[at] == '?' ? Math.Min(1, name.Length - position) : name.Length - position;
        for (var length = most; length >= (text[at] == '*' ? 0 : 1); length--)
        {
            var part = name.Substring(position, length);
            if (text[at] == '#' && part.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                continue;
            }

            parts.Add(part);
            if (Matches(at + 1, name, position + length, parts))
            {
                return true;
            }

            parts.RemoveAt(parts.Count - 1);
        }

        return false;
    }
}
