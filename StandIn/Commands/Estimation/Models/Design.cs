using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>
/// Makes the columns that terms stand for in a sample. A cell of an interaction that holds a base level is left out where the term
/// without that factor is in the model, too; a cell without observations is empty.
/// </summary>
internal sealed class Design
{
    private readonly int[] _rows;
    private readonly HashSet<string> _terms;
    private readonly Dictionary<Variable, (int[] Levels, int Base)> _levels = [];
    private readonly List<DesignColumn> _columns = [];
    private readonly List<string> _notes = [];

    private Design(IReadOnlyList<Term> terms, int[] rows)
    {
        _rows = rows;
        _terms = [.. terms.Select(term => term.Key)];
        foreach (var factor in terms.SelectMany(term => term.Factors).Where(factor => !factor.IsContinuous))
        {
            Survey(factor);
        }

        foreach (var term in terms)
        {
            Add(term);
        }
    }

    public IReadOnlyList<DesignColumn> Columns => _columns;

    /// <summary>What is to be said of cells without observations.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public static Design Of(IReadOnlyList<Term> terms, int[] rows) => new(terms, rows);

    private void Survey(Factor factor)
    {
        if (!_levels.TryGetValue(factor.Variable, out var known))
        {
            var counts = new SortedDictionary<int, int>();
            foreach (var at in _rows)
            {
                var value = factor.Variable.Number(at);
                if (value < 0 || value != Math.Truncate(value) || value > int.MaxValue)
                {
                    throw new StataError(452, $"{factor.Variable.Name}:  factor variables may not contain {(value < 0 ? "negative" : "noninteger")} values");
                }

                counts[(int)value] = counts.GetValueOrDefault((int)value) + 1;
            }

            known = ([.. counts.Keys], counts.Count > 0 ? counts.Keys.First() : 0);
            _levels[factor.Variable] = known;
            if (factor.Rule == BaseRule.Frequent)
            {
                _levels[factor.Variable] = known with { Base = counts.MaxBy(pair => pair.Value).Key };
            }
        }

        switch (factor.Rule)
        {
            case BaseRule.Level:
                _levels[factor.Variable] = known with { Base = factor.Base };
                break;
            case BaseRule.Last when known.Levels.Length > 0:
                _levels[factor.Variable] = known with { Base = known.Levels[^1] };
                break;
            default:
                break;
        }
    }

    private void Add(Term term)
    {
        var choices = term.Factors.Select(factor => factor.IsContinuous ? [0] : factor.Levels ?? _levels[factor.Variable].Levels).ToArray();
        var place = new int[choices.Length];
        if (choices.Any(levels => levels.Length == 0))
        {
            return;
        }

        do
        {
            Add(term, [.. place.Select((index, i) => choices[i][index])]);
        }
        while (Advance(place, choices));
    }

    /// <summary>The last factor's levels run fastest.</summary>
    private static bool Advance(int[] place, int[][] choices)
    {
        for (var i = place.Length - 1; i >= 0; i--)
        {
            if (++place[i] < choices[i].Length)
            {
                return true;
            }

            place[i] = 0;
        }

        return false;
    }

    private void Add(Term term, int[] levels)
    {
        var isBase = term.Factors.Select((factor, i) => !factor.IsContinuous && factor.Rule != BaseRule.None && factor.Levels is not { Length: > 0 } && levels[i] == _levels[factor.Variable].Base).ToArray();
        if (term.Factors.Any(factor => factor.IsOmitted))
        {
            _columns.Add(new DesignColumn(Name(term, levels, isBase, 'o'), null));
            return;
        }

        if (IsRedundant(term, isBase))
        {
            _columns.Add(new DesignColumn(Name(term, levels, isBase, term.Factors.Length > 1 && !Array.TrueForAll(isBase, one => one) ? 'o' : '\0'), null));
            return;
        }

        var values = Values(term, levels);
        var isEmpty = term.Factors.Any(factor => !factor.IsContinuous) && term.Factors.Length > 1 && !HasObservations(term, levels);
        if (isEmpty)
        {
            _notes.Add($"{Name(term, levels, new bool[levels.Length], '\0')} identifies no observations in the sample.");
        }

        _columns.Add(new DesignColumn(Name(term, levels, isBase, isEmpty ? 'e' : '\0'), isEmpty ? null : values));
    }

    private bool HasObservations(Term term, int[] levels)
    {
        foreach (var at in _rows)
        {
            var isIn = true;
            for (var i = 0; i < levels.Length && isIn; i++)
            {
                isIn = term.Factors[i].IsContinuous || term.Factors[i].Variable.Number(at) == levels[i];
            }

            if (isIn)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether other columns already span it.</summary>
    private bool IsRedundant(Term term, bool[] isBase)
    {
        if (!Array.Exists(isBase, one => one))
        {
            return false;
        }

        if (Array.TrueForAll(isBase, one => one))
        {
            return true; // with the constant
        }

        // Leaving out any choice of its base factors must be tried: a##b##c holds them all, a#b may hold none.
        var bases = Enumerable.Range(0, isBase.Length).Where(i => isBase[i]).ToArray();
        for (var choice = 1; choice < 1 << bases.Length; choice++)
        {
            var left = Enumerable.Range(0, isBase.Length).Where(i => Array.IndexOf(bases, i) is var at && (at < 0 || (choice & (1 << at)) == 0));
            if (_terms.Contains(Term.KeyOf(left.Select(i => term.Factors[i]))))
            {
                return true;
            }
        }

        return false;
    }

    private double[] Values(Term term, int[] levels)
    {
        var values = new double[_rows.Length];
        for (var row = 0; row < values.Length; row++)
        {
            var product = 1.0;
            for (var i = 0; i < levels.Length && product != 0; i++)
            {
                var value = term.Factors[i].Variable.Number(_rows[row]);
                product *= term.Factors[i].IsContinuous ? value : value == levels[i] ? 1 : 0;
            }

            values[row] = product;
        }

        return values;
    }

    /// <summary>Marks stand behind the levels that are no base; <c>b</c> behind those that are.</summary>
    private string Name(Term term, int[] levels, bool[] isBase, char mark) => string.Join('#', term.Factors.Select((factor, i) =>
    {
        var sign = mark == '\0' || isBase[i] ? "" : mark.ToString();
        if (factor.IsContinuous)
        {
            return term.Factors.Length == 1 ? (mark == '\0' ? "" : $"{mark}.") + factor.Variable.Name : $"c{sign}.{factor.Variable.Name}";
        }

        var none = factor.Rule == BaseRule.None && levels[i] == _levels[factor.Variable].Levels[0] ? "bn" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{levels[i]}{(isBase[i] ? "b" : none)}{sign}.{factor.Variable.Name}");
    }));
}
