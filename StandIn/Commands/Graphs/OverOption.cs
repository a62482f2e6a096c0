using StataRuns.StandIn.Data;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>over(varname, sort(#) descending label(angle() labsize()) relabel(1 "a") gap() axis())</c></summary>
internal sealed class OverOption
{
    private readonly Dictionary<int, string> _relabelled = [];

    private OverOption(Session session, string text)
    {
        var (name, options) = OptionWords.Split(text);
        Variable = VariableList.Single(session.Data, name);
        IsDescending = options.Take("descending", 3);
        if (options.TakeText("sort", out var sort, 3))
        {
            SortsByValue = sort is "1" || sort.StartsWith('(') ? true : throw StataError.NotImitated($"sort({sort}) in over()");
        }

        if (options.TakeText("relabel", out var labels, 3))
        {
            var scanner = new Scanner(labels);
            scanner.SkipBlanks();
            while (!scanner.IsAtEnd)
            {
                var at = (int)AxisOptions.Number(scanner.Word());
                _relabelled[at] = GraphText.Plain(scanner.Word());
                scanner.SkipBlanks();
            }
        }

        while (options.TakeText("label", out var look, 3))
        {
            var suboptions = OptionSet.Parse(look);
            Angle = suboptions.TakeText("angle", out var word, 3) ? AxisLabels.ParseAngle(word) : Angle;
            Size = suboptions.TakeText("labsize", out word, 4) ? Sizes.Text(word) ?? throw OptionWords.Wrong("labsize") : Size;
            suboptions.Take("alternate", 3);
            suboptions.Take("nolabel");
            suboptions.TakeText("labcolor", out _);
            suboptions.Finish();
        }

        options.TakeText("gap", out _);
        options.TakeText("axis", out _);
        options.Finish();
    }

    public Variable Variable { get; }

    public bool IsDescending { get; }

    public bool SortsByValue { get; }

    public double? Angle { get; private set; }

    public double? Size { get; private set; }

    public static List<OverOption> Take(Session session, OptionSet options)
    {
        var overs = new List<OverOption>();
        while (options.TakeText("over", out var text))
        {
            overs.Add(new OverOption(session, text));
        }

        return overs.Count <= 3 ? overs : throw new StataError(198, "too many over() options");
    }

    public string Label(int at, string usual) => _relabelled.GetValueOrDefault(at + 1, usual);
}
