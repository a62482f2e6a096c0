using System.Globalization;

namespace StataRuns.StandIn.Data;

/// <summary>Notes are characteristics: <c>note0</c> says how many there are, <c>note1</c> and on hold them.</summary>
internal static class Notes
{
    private const string Counter = "note0";

    public static int Highest(Characteristics characteristics, string owner) =>
        int.TryParse(characteristics.Get(owner, Counter), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    public static void Add(Characteristics characteristics, string owner, string text)
    {
        var number = Highest(characteristics, owner) + 1;
        characteristics.Set(owner, Counter, Text(number));
        characteristics.Set(owner, Name(number), text);
    }

    /// <summary>The notes that an owner has, each with its number.</summary>
    public static IEnumerable<(int Number, string Text)> Of(Characteristics characteristics, string owner)
    {
        for (var number = 1; number <= Highest(characteristics, owner); number++)
        {
            if (characteristics.Get(owner, Name(number)) is { Length: > 0 } text)
            {
                yield return (number, text);
            }
        }
    }

    public static void Replace(Characteristics characteristics, string owner, int number, string text) => characteristics.Set(owner, Name(number), text);

    /// <summary>Those that are left keep their numbers; the count falls to the highest of them.</summary>
    public static void Drop(Characteristics characteristics, string owner, int number)
    {
        characteristics.Set(owner, Name(number), "");
        var highest = Of(characteristics, owner).Select(note => note.Number).DefaultIfEmpty(0).Max();
        characteristics.Set(owner, Counter, highest == 0 ? "" : Text(highest));
    }

    /// <summary>Adds another's notes behind those there are, except what is there already.</summary>
    public static void Append(Characteristics to, Characteristics from, string owner)
    {
        List<string> known = [.. Of(to, owner).Select(note => note.Text)];
        foreach (var (_, text) in Of(from, owner))
        {
            if (!known.Contains(text))
            {
                Add(to, owner, text);
            }
        }
    }

    private static string Name(int number) => "note" + Text(number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
