using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>
/// Lays the lines of a table out: a factor has a head and a line for each level, with its label; an interaction that is too long for a
/// line has a line for each of its parts; an empty line parts such groups from what is beside them.
/// </summary>
internal sealed class RowLayout
{
    private const int UsualWidth = 12;
    private const int NumberColumns = 66;

    private readonly Session _session;
    private readonly TableOptions _options;
    private string? _group;
    private bool _isFirst = true;

    public RowLayout(Session session, CoefficientRow[] rows, TableOptions options, string? dependent, int widest = int.MaxValue)
    {
        (_session, _options) = (session, options);
        var shown = rows.Where(IsShown).ToList();
        var longest = shown.Where(row => IsLevel(row.Stripe.Name)).Select(row => ByteText.Width(Label(row.Stripe.Name)) + 1).DefaultIfEmpty(0).Max();
        Width = Math.Clamp(longest, UsualWidth, Math.Max(UsualWidth, Math.Min(widest, session.Console.LineSize - NumberColumns)));
        var hasEquations = HasEquations(rows, dependent);
        string? equation = null;
        foreach (var row in shown)
        {
            if (hasEquations && row.Stripe.Equation != equation)
            {
                Equation(row.Stripe.Equation, equation is not null);
                equation = row.Stripe.Equation;
            }

            Add(row);
        }
    }

    /// <summary>Columns before the blank and the bar.</summary>
    public int Width { get; }

    public List<RowText> Lines { get; } = [];

    private static bool HasEquations(CoefficientRow[] rows, string? dependent)
    {
        var equations = rows.Select(row => row.Stripe.Equation).Distinct().ToList();
        return equations.Count > 1 || (equations is [{ Length: > 0 } only] && only != dependent);
    }

    private bool IsShown(CoefficientRow row) => row.State switch
    {
        CoefficientState.Base => _options.HasBases,
        CoefficientState.Omitted => _options.HasOmitted,
        _ => true,
    };

    private void Equation(string name, bool isLater)
    {
        if (isLater)
        {
            Lines.Add(new RowText("", null, IsRule: true));
        }

        Lines.Add(new RowText(TableText.Left(TextFunctions.Abbreviate(name.Length == 0 ? "_" : name, Width), Width), null));
        (_group, _isFirst) = (null, true);
    }

    private void Add(CoefficientRow row)
    {
        var name = row.Stripe.Name;
        if (name.Contains('#', StringComparison.Ordinal) || IsLevel(name))
        {
            var group = Group(name);
            if (group != _group)
            {
                Separate(always: true);
                Head(group, IsLevel(name) ? null : row);
                _group = group;
            }

            if (IsLevel(name))
            {
                Lines.Add(new RowText(Right(TextFunctions.Abbreviate(Label(name), Width - 1), Width - 1) + " ", row));
            }
        }
        else
        {
            Separate(always: false);
            _group = null;
            Lines.Add(new RowText(Right(TextFunctions.Abbreviate(FactorNames.Plain(name), Width), Width), row));
        }

        _isFirst = false;
    }

    private void Separate(bool always)
    {
        if (!_isFirst && (always || _group is not null))
        {
            Lines.Add(new RowText(new string(' ', Width), null));
        }
    }

    private void Head(string group, CoefficientRow? row)
    {
        if (ByteText.Width(group) <= Width)
        {
            Lines.Add(new RowText(Right(group, Width), row));
            return;
        }

        var parts = group.Split('#');
        for (var i = 0; i < parts.Length; i++)
        {
            // The sign of an interaction stands right before the bar.
            var isLast = i == parts.Length - 1;
            Lines.Add(new RowText(Right(TextFunctions.Abbreviate(parts[i], Width), Width), isLast ? row : null));
            if (!isLast)
            {
                Lines[^1] = Lines[^1] with { Name = Right(TextFunctions.Abbreviate(parts[i], Width) + "#", Width + 1), IsJoined = true };
            }
        }
    }

    /// <summary>A name with a level in it; products of values have none.</summary>
    private static bool IsLevel(string name) => FactorNames.IsFactor(name) && Array.Exists(name.Split('#'), part => FactorNames.Part(part).Level is not null);

    private static string Group(string name) => string.Join('#', name.Split('#').Select(part => FactorNames.Part(part) is var read && read.Level is null && name.Contains('#', StringComparison.Ordinal)
        ? $"c.{read.Variable}"
        : read.Variable));

    private string Label(string name)
    {
        var levels = name.Split('#').Select(FactorNames.Part).Where(part => part.Level is not null).Select(part => LabelOf(part)).ToList();
        return string.Join(levels.Exists(level => level.IsLabelled) ? "#" : " ", levels.Select(level => level.Text));
    }

    private (string Text, bool IsLabelled) LabelOf(FactorPart part)
    {
        var level = part.Level!.Value;
        var variable = _session.Data.Exact(part.Variable);
        return variable is not null && _session.ValueLabels.TryGetValue(variable.ValueLabel, out var labels) && labels.TryGetValue(level, out var label)
            ? (label, true)
            : (level.ToString(CultureInfo.InvariantCulture), false);
    }

    private static string Right(string text, int width) => new string(' ', Math.Max(0, width - ByteText.Width(text))) + text;
}
