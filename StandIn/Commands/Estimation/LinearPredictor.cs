using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>Evaluates the design that <c>e(b)</c>'s names describe for any observation of the data.</summary>
internal sealed class LinearPredictor
{
    private readonly Matrix _b;
    private readonly (Variable Variable, int? Level)[]?[] _columns;
    private readonly Variable? _offset;
    private readonly bool _isOffsetLogged;

    public LinearPredictor(Session session)
    {
        _b = session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found");
        _columns = [.. _b.ColumnNames.Select(stripe => Parts(session, stripe.Name))];
        if (session.E.Get("offset")?.Text is { Length: > 0 } offset)
        {
            _isOffsetLogged = offset.StartsWith("ln(", StringComparison.Ordinal);
            _offset = VariableList.Single(session.Data, _isOffsetLogged ? offset[3..^1] : offset);
        }
    }

    /// <summary>The row of the design; false if a variable is missing.</summary>
    public bool Row(int observation, double[] row)
    {
        for (var j = 0; j < row.Length; j++)
        {
            var value = 1.0;
            if (_columns[j] is not { } parts)
            {
                row[j] = 0;
                continue;
            }

            foreach (var (variable, level) in parts)
            {
                var number = variable.Number(observation);
                if (Missing.Is(number))
                {
                    return false;
                }

                value *= level is { } wanted ? number == wanted ? 1 : 0 : number;
            }

            row[j] = value;
        }

        return true;
    }

    public int Columns => _b.Columns;

    /// <summary>The linear prediction; missing where a variable is.</summary>
    public double Index(int observation, double[] row)
    {
        if (!Row(observation, row))
        {
            return Missing.System;
        }

        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            sum += row[j] * _b[0, j];
        }

        if (_offset is null)
        {
            return sum;
        }

        var offset = _offset.Number(observation);
        return Missing.Is(offset) ? Missing.System : sum + (_isOffsetLogged ? Math.Log(offset) : offset);
    }

    /// <summary>Null for a coefficient that is zero by construction; empty for the constant.</summary>
    private static (Variable Variable, int? Level)[]? Parts(Session session, string name)
    {
        if (name == "_cons")
        {
            return [];
        }

        if (FactorNames.State(name) != CoefficientState.Estimated)
        {
            return null;
        }

        return [.. name.Split('#').Select(FactorNames.Part).Select(part => (session.Data.Exact(part.Variable) ?? throw new StataError(111, $"variable {part.Variable} not found"), part.Level))];
    }
}
