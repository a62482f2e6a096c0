using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>The head above a table: text on the left, <c>name = value</c> on the right, which ends where the table does.</summary>
internal static class HeaderLines
{
    private const int Width = 78;

    public static void Show(Session session, string[] left, List<(string Name, string Value)> right)
    {
        var (names, values) = (right.Max(line => line.Name.Length), right.Max(line => line.Value.Length));
        for (var i = 0; i < right.Count; i++)
        {
            var text = $"{right[i].Name.PadRight(names)} = {right[i].Value.PadLeft(values)}";
            session.Console.WriteLine(left[i] + text.PadLeft(Width - left[i].Length));
        }
    }
}
