namespace StataRuns.StandIn.Commands.Tables;

/// <summary>What <c>list</c> shows and how.</summary>
internal sealed class ListLayout
{
    public Output.Console Console { get; set; } = null!;

    public ListColumn[] Columns { get; set; } = [];

    /// <summary>The numbers of the observations.</summary>
    public string[] Numbers { get; set; } = [];

    public Func<int, bool> BeginsGroup { get; set; } = _ => false;

    public bool HidesNumbers { get; init; }

    public bool HidesHeader { get; init; }

    public bool HasDividers { get; init; }

    public int LineSize { get; set; }

    public int NumberWidth => Math.Max(3, Numbers.Max(number => number.Length));

    /// <summary>Blanks before the table's left edge.</summary>
    public string Margin => new(' ', HidesNumbers ? 2 : NumberWidth + 2);

    public int TableWidth => Margin.Length + Columns.Sum(column => column.Width + 3) + 1;

    public string Number(int row) => HidesNumbers ? Margin : $"{Numbers[row].PadLeft(NumberWidth)}. ";
}
