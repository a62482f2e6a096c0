using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A variable in a listing: as wide as its widest value, or as its name, which is shortened where it is longer than allowed.</summary>
internal sealed class ListColumn
{
    private readonly string[] _cells;
    private readonly bool _isLeft;

    /// <param name="textWidth">Longer texts are cut to it and end with two dots.</param>
    public ListColumn(Session session, Variable variable, int[] rows, int longestName, bool hasLabels, int textWidth)
    {
        _cells = Array.ConvertAll(rows, at => Shortened(ValueText.Of(session, variable, at, hasLabels), variable.IsText ? textWidth : int.MaxValue));
        _isLeft = variable.Format.Left;
        var widest = _cells.Max(cell => ByteText.Width(cell));
        Width = Math.Max(widest, Math.Min(ByteText.Width(variable.Name), longestName));
        Header = Pad(ByteText.Width(variable.Name) > Width ? TextFunctions.Abbreviate(variable.Name, Width) : variable.Name);
    }

    public int Width { get; }

    public string Header { get; }

    public string Cell(int row) => Pad(_cells[row]);

    private static string Shortened(string text, int width) =>
        ByteText.Width(text) <= width ? text : $"{TableText.Cut(text, width)}..";

    private string Pad(string text) => _isLeft ? TableText.Left(text, Width) : TableText.Right(text, Width);
}
