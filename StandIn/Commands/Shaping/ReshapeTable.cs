using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using Console = StataRuns.StandIn.Output.Console;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary>What became of the data, as logs of version 17 and later show it.</summary>
internal static class ReshapeTable
{
    public static void Write(
        Console console, bool isLong, (int Observations, int Variables) before, (int Observations, int Variables) after, int values, string index,
        IReadOnlyList<string[]> names, string[] stubs)
    {
        var rule = new string('-', 77);
        console.WriteLine();
        console.WriteLine(isLong ? "Data                               Wide   ->   Long" : "Data                               Long   ->   Wide");
        console.WriteLine(rule);
        Counts(console, "Number of observations", before.Observations, after.Observations);
        Counts(console, "Number of variables", before.Variables, after.Variables);
        var head = string.Create(CultureInfo.InvariantCulture, $"j variable ({values} values)");
        console.WriteLine(isLong ? $"{head,-39}   ->   {index}" : $"{head}{TableText.Right(index, 39 - head.Length)}   ->   (dropped)");
        console.WriteLine("xij variables:");
        for (var i = 0; i < stubs.Length; i++)
        {
            var (wide, narrow) = (Short(names[i]), ReshapeSettings.Name(stubs[i]));
            console.WriteLine($"{TableText.Right(isLong ? wide : narrow, 39)}   ->   {(isLong ? narrow : wide)}");
        }

        console.WriteLine(rule);
    }

    private static void Counts(Console console, string what, int before, int after) =>
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-24}{before,15:#,0}   ->   {after.ToString("#,0", CultureInfo.InvariantCulture),-12}"));

    private static string Short(string[] names) => names.Length <= 3 ? string.Join(' ', names) : $"{names[0]} {names[1]} ... {names[^1]}";
}
