using System.Globalization;
using StataRuns.StandIn.Commands.TimeSeries;
using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Expressions;

/// <summary>A time-series operator: <c>L</c> and <c>F</c> shift, <c>D</c> is the difference, <c>S</c> the seasonal one.</summary>
internal readonly record struct TimeOperator(char Kind, int Lag)
{
    private const int MostDifferences = 60;

    /// <summary>Reads <c>L</c>, <c>L2</c>, <c>LD</c>, <c>F.</c> …; null if a name is none of them.</summary>
    public static IReadOnlyList<TimeOperator>? Parse(string text)
    {
        var operators = new List<TimeOperator>();
        for (var at = 0; at < text.Length;)
        {
            var kind = char.ToUpperInvariant(text[at++]);
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (kind is not ('L' or 'F' or 'D' or 'S') || (at > start && !int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                return null;
            }

            operators.Add(new TimeOperator(kind, at == start ? 1 : int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture)));
        }

        return operators.Count > 0 ? operators : null;
    }

    /// <summary>The operand as the operators make it, the one beside it first.</summary>
    public static Expression Apply(Dataset data, IReadOnlyList<TimeOperator> operators, Expression operand)
    {
        var times = new Times(data);
        Func<int, double> value = operand.Number;
        for (var i = operators.Count - 1; i >= 0; i--)
        {
            value = operators[i].Of(times, value);
        }

        return Expression.OfNumber(value);
    }

    private Func<int, double> Of(Times times, Func<int, double> value)
    {
        var lag = Lag;
        switch (Kind)
        {
            case 'L':
                return at => times.Find(at, -lag) is >= 0 and var other ? value(other) : Missing.System;
            case 'F':
                return at => times.Find(at, lag) is >= 0 and var other ? value(other) : Missing.System;
            case 'S':
                return Difference(times, value, lag);
            default:
                if (lag > MostDifferences)
                {
                    throw new StataError(198, "invalid time-series operator");
                }

                for (var i = 0; i < lag; i++)
                {
                    value = Difference(times, value, 1);
                }

                return value;
        }
    }

    private static Func<int, double> Difference(Times times, Func<int, double> value, int lag) => at =>
    {
        var (here, before) = (value(at), times.Find(at, -lag) is >= 0 and var other ? value(other) : Missing.System);
        return Missing.Is(here) || Missing.Is(before) ? Missing.System : Missing.Normalize(here - before);
    };

    /// <summary>Finds the observation at another time of the same panel.</summary>
    private sealed class Times
    {
        private readonly Dataset _data;
        private readonly Variable? _panel;
        private readonly Variable _time;
        private readonly double _delta;

        public Times(Dataset data)
        {
            var settings = TimeSettings.Of(data) is { Time: not null } found ? found : throw new StataError(111, "time variable not set");
            _data = data;
            _panel = settings.Panel is { } panel ? data.Exact(panel) : null;
            _time = data.Exact(settings.Time!)!;
            _delta = settings.Delta;
            var order = _panel is null ? new[] { _time.Name } : [_panel.Name, _time.Name];
            if (!data.SortedBy.Take(order.Length).SequenceEqual(order))
            {
                throw new StataError(5, "not sorted");
            }
        }

        public int Find(int at, int steps)
        {
            if (at >= _data.Observations || _time.IsMissing(at))
            {
                return -1;
            }

            var sought = _time.Number(at) + (steps * _delta);
            var direction = steps < 0 ? -1 : 1;
            for (var other = at; other >= 0 && other < _data.Observations; other += direction)
            {
                if (_panel is not null && _panel.Compare(at, other) != 0)
                {
                    return -1;
                }

                var time = _time.Number(other);
                if (time == sought)
                {
                    return other;
                }

                if (direction < 0 ? time < sought : time > sought)
                {
                    return -1;
                }
            }

            return -1;
        }
    }
}
