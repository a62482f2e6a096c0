namespace StataRuns.StandIn.Data;

/// <summary>A variable to order by.</summary>
/// <param name="IsDescending">The largest first; missing values are last all the same.</param>
/// <param name="MissingFirst">Missing values stand before the others where the order descends.</param>
internal readonly record struct OrderKey(Variable Variable, bool IsDescending = false, bool MissingFirst = false);

/// <summary>Orders observations by variables; those that are equal keep their order.</summary>
internal static class Ordering
{
    /// <summary>All observations of the data in the order of the variables.</summary>
    public static int[] Of(Dataset data, IEnumerable<Variable> variables) => Of(All(data.Observations), [.. variables.Select(variable => new OrderKey(variable))]);

    public static int[] All(int observations)
    {
        var order = new int[observations];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return order;
    }

    /// <summary>Orders some observations, given in ascending order, in place.</summary>
    public static int[] Of(int[] rows, IReadOnlyList<OrderKey> keys)
    {
        if (keys.Count > 0)
        {
            Sort(rows, 0, rows.Length, keys, 0);
        }

        return rows;
    }

    /// <summary>Orders by one key; what is equal in it by the next, and at last by where it stood.</summary>
    private static void Sort(int[] rows, int start, int length, IReadOnlyList<OrderKey> keys, int index)
    {
        if (length < 2)
        {
            return;
        }

        var key = keys[index];
        if (key.Variable.IsText)
        {
            var texts = new string[length];
            for (var i = 0; i < length; i++)
            {
                texts[i] = key.Variable.Text(rows[start + i]);
            }

            Comparison<string> compare = key.IsDescending ? (left, right) => Descending(left, right, key.MissingFirst) : string.CompareOrdinal;
            if (!IsSorted<string>(texts, compare))
            {
                texts.AsSpan().Sort(rows.AsSpan(start, length), compare);
            }

            Runs(rows, start, texts, static (left, right) => string.Equals(left, right, StringComparison.Ordinal), keys, index);
        }
        else
        {
            var numbers = new double[length];
            for (var i = 0; i < length; i++)
            {
                var value = key.Variable.Number(rows[start + i]);
                numbers[i] = !key.IsDescending ? value : !Missing.Is(value) ? -value : key.MissingFirst ? -value : value;
            }

            if (!IsSorted<double>(numbers, static (left, right) => left.CompareTo(right)))
            {
                numbers.AsSpan().Sort(rows.AsSpan(start, length));
            }

            Runs(rows, start, numbers, static (left, right) => left == right, keys, index);
        }
    }

    private static bool IsSorted<T>(ReadOnlySpan<T> values, Comparison<T> compare)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (compare(values[i - 1], values[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void Runs<T>(int[] rows, int start, T[] values, Func<T, T, bool> areEqual, IReadOnlyList<OrderKey> keys, int index)
    {
        for (var first = 0; first < values.Length;)
        {
            var end = first + 1;
            while (end < values.Length && areEqual(values[first], values[end]))
            {
                end++;
            }

            if (end - first > 1)
            {
                // The sort may have mixed up what is equal: put back the order it stood in, then go on to the next key.
                rows.AsSpan(start + first, end - first).Sort();
                if (index + 1 < keys.Count)
                {
                    Sort(rows, start + first, end - first, keys, index + 1);
                }
            }

            first = end;
        }
    }

    private static int Descending(string left, string right, bool missingFirst)
    {
        if ((left.Length == 0) == (right.Length == 0))
        {
            return string.CompareOrdinal(right, left);
        }

        return (left.Length == 0) == missingFirst ? -1 : 1;
    }
}
