using System.Globalization;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>The table of coefficients that ends the output of estimation commands.</summary>
internal sealed class CoefficientTable
{
    private const int NumberColumns = 64;

    private readonly Session _session;
    private readonly Results _e;
    private readonly TableOptions _options;
    private readonly Matrix? _beta;
    private readonly int _width;
    private readonly List<RowText> _lines;

    private CoefficientTable(Session session, Results e, TableOptions options)
    {
        (_session, _e, _options) = (session, e, options);
        _beta = options.HasBeta ? e.Matrix("beta") : null;
        var rows = CoefficientRows.Of(e, options.Level, options.Exponential is not null);
        var layout = new RowLayout(session, rows, options, e.Get("depvar")?.Text);
        (_lines, _width) = (layout.Lines, layout.Width);
    }

    /// <summary>Shows what is in <c>e()</c>, and leaves <c>r(table)</c>.</summary>
    public static void Show(Session session, TableOptions options)
    {
        Leave(session, options);
        Show(session, session.E, options);
    }

    /// <summary>Shows what another command has computed from estimates, in the same table.</summary>
    public static void Show(Session session, Results e, TableOptions options)
    {
        if (session.Console.IsNoisy)
        {
            new CoefficientTable(session, e, options).Show();
        }
    }

    /// <summary>Leaves <c>r(table)</c> and <c>r(level)</c> without showing anything.</summary>
    public static void Leave(Session session, TableOptions options)
    {
        var e = session.E.Copy();
        session.R = new Results();
        session.R.Set("level", options.Level);
        session.R.Set("table", () => CoefficientRows.Table(e, options.Level, options.Exponential is not null));
    }

    private void Show()
    {
        var console = _session.Console;
        Adjusted();
        Rule('-');
        foreach (var head in Heads())
        {
            console.WriteLine(head);
        }

        Rule('+');
        foreach (var line in _lines)
        {
            if (line.IsRule)
            {
                Rule('+');
            }
            else
            {
                console.WriteLine($"{line.Name}{(line.IsJoined ? "|" : " |")}{(line.Row is null ? "" : Numbers(line))}");
            }
        }

        Rule('-');
    }

    private void Rule(char crossing) => _session.Console.WriteLine(new string('-', _width + 1) + crossing + new string('-', NumberColumns));

    /// <summary><c>(Std. err. adjusted for 34 clusters in id)</c></summary>
    private void Adjusted()
    {
        if (_e.Get("N_clust") is { Text: null } clusters && _e.Get("clustvar")?.Text is { } variable)
        {
            var isReplicated = _e.Get("vcetype")?.Text is "Bootstrap" or "Jackknife";
            var text = isReplicated
                ? $"(Replications based on {NumberText.Integer((long)clusters.Number)} clusters in {variable})"
                : $"(Std. err. adjusted for {NumberText.Integer((long)clusters.Number)} {(clusters.Number == 1 ? "cluster" : "clusters")} in {variable})";
            _session.Console.WriteLine(text.PadLeft(_width + 2 + NumberColumns));
        }
    }

    private IEnumerable<string> Heads()
    {
        var e = _e;
        var type = e.Get("vcetype")?.Text ?? "";
        var depvar = e.Get("depvar")?.Text ?? "";
        var name = Right(TextFunctions.Abbreviate(depvar.Contains(' ', StringComparison.Ordinal) ? "" : depvar, _width));
        var letter = CoefficientRows.DegreesOfFreedom(e) is null ? "z" : "t";
        if (_options.HasLegend)
        {
            return [$"{name} | Coefficient  Legend"];
        }

        var interval = _beta is not null ? $"{"Beta",25}" : string.Create(CultureInfo.InvariantCulture, $"[{_options.Level}% conf. interval]").PadLeft(25);
        var title = _options.Exponential is { } exponential ? exponential.PadLeft(10).PadRight(11) : "Coefficient";
        var columns = $"      {letter}    P>|{letter}|{interval}";
        if (type == "Bootstrap")
        {
            var observed = _options.Exponential is null ? "coefficient" : title;
            return [$"{Right("")} |   Observed   Bootstrap{"Normal-based",37}", $"{name} | {observed}  std. err.{columns}"];
        }

        if (type.Length == 0)
        {
            return [$"{name} | {title}  Std. err.{columns}"];
        }

        var centred = new string(' ', Math.Max(1, 14 + (int)Math.Floor((9 - type.Length) / 2.0))) + type;
        return [$"{Right("")} |{centred}", $"{name} | {title}  std. err.{columns}"];
    }

    private string Numbers(RowText line)
    {
        var row = line.Row!;
        if (_options.HasLegend)
        {
            return $"  {General(row.Coefficient)}  _b[{row.Stripe}]";
        }

        if (row.State != CoefficientState.Estimated)
        {
            var (value, note) = (_options.Exponential is null ? "0" : "1", row.State switch
            {
                CoefficientState.Base => "(base)",
                CoefficientState.Empty => "(empty)",
                _ => "(omitted)",
            });
            return $"  {value,9}  {note}";
        }

        var start = $"  {General(row.Coefficient)}  {General(row.StandardError)}{Statistic(row.Statistic)}{Fixed(row.Probability, 8, 3)}";
        return _beta is null
            ? $"{start}    {General(row.Low)}   {General(row.High)}"
            : $"{start}    {DisplayFormat.Number('g', 9, 0).Bare(_beta[0, MatrixLookup.Index(_beta.ColumnNames, row.Stripe.ToString())]),21}";
    }

    private string Right(string text) => new string(' ', Math.Max(0, _width - ByteText.Width(text))) + text;

    private static string General(double value) => DisplayFormat.Float.Format(value);

    /// <summary>In eight places: with two decimals where they fit, else as a power of ten.</summary>
    private static string Statistic(double value)
    {
        const int Width = 8;
        var text = DisplayFormat.Number('f', Width, 2).Bare(value);
        text = text.Length <= Width ? text : NumberText.Scientific(value, 1);
        return (text.Length <= Width ? text : NumberText.Scientific(value, 0)).PadLeft(Width + 1);
    }

    private static string Fixed(double value, int width, int decimals) => DisplayFormat.Number('f', width, decimals).Format(value);
}
