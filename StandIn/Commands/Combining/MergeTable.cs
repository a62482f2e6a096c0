using System.Globalization;
using Console = StataRuns.StandIn.Output.Console;

namespace StataRuns.StandIn.Commands.Combining;

/// <summary>How many observations matched, as <c>merge</c> of version 17 and later tells it.</summary>
internal static class MergeTable
{
    /// <param name="name">Of the variable that keeps the results; null if there is none.</param>
    public static void Write(Console console, int[] codes, bool isUpdate, string? name)
    {
        int Count(int code) => codes.Count(found => found == code);
        string Mark(int code) => name is null ? "  " : string.Create(CultureInfo.InvariantCulture, $"  ({name}=={code})");
        void Line(int indent, string text, int count, string mark) =>
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new string(' ', indent) + text,-29}{count,16:#,0}{mark}"));

        var unmatched = Count(1) + Count(2);
        console.WriteLine();
        console.WriteLine("    Result                      Number of obs");
        console.WriteLine("    -----------------------------------------");
        Line(4, "Not matched", unmatched, "");
        if (unmatched > 0)
        {
            Line(8, "from master", Count(1), Mark(1));
            Line(8, "from using", Count(2), Mark(2));
            console.WriteLine();
        }

        if (isUpdate)
        {
            Line(4, "Matched", Count(3) + Count(4) + Count(5), "");
            Line(8, "not updated", Count(3), Mark(3));
            Line(8, "missing updated", Count(4), Mark(4));
            Line(8, "nonmissing conflict", Count(5), Mark(5));
        }
        else
        {
            Line(4, "Matched", Count(3), Mark(3));
        }

        console.WriteLine("    -----------------------------------------");
    }
}
