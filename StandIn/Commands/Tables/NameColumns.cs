using System.Text;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>Names in as many columns as the line has room for, read downwards.</summary>
internal static class NameColumns
{
    private const int Gap = 2;

    public static void Show(Session session, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        var width = names.Max(name => ByteText.Width(name));
        var columns = Math.Max(1, (session.Console.LineSize + Gap) / (width + Gap));
        var rows = (names.Count + columns - 1) / columns;
        var line = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            line.Clear();
            for (var at = row; at < names.Count; at += rows)
            {
                line.Append(at + rows < names.Count ? TableText.Left(names[at], width + Gap) : names[at]);
            }

            session.Console.WriteLine(line.ToString());
        }
    }
}
