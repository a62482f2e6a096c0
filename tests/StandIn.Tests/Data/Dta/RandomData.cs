using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Tests.Data.Dta;

/// <summary>Data of all storage types with all kinds of values, the same for the same seed.</summary>
internal static class RandomData
{
    private static readonly string[] Types = ["byte", "int", "long", "float", "double", "str1", "str7", "str2045", "strL"];

    public static Dataset Create(int seed)
    {
        var random = new Random(seed);
        var data = new Dataset();
        data.SetObservations(random.Next(0, 200));
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var variable = data.Add($"v{i}", StorageType.Parse(Types[random.Next(Types.Length)])!.Value);
            variable.Label = Text(random, 80);
            for (var at = 0; at < data.Observations; at++)
            {
                if (variable.IsText)
                {
                    variable.Set(at, Text(random, variable.Type.Kind == StorageKind.LongText ? 5_000 : variable.Type.Width));
                }
                else
                {
                    variable.Set(at, variable.Type.Store(Number(random)));
                }
            }

            if (!variable.IsText && random.Next(3) == 0)
            {
                variable.ValueLabel = $"label{i}";
                data.ValueLabels[variable.ValueLabel] = new SortedDictionary<double, string>
                {
                    [random.Next(-1000, 1000)] = Text(random, 40),
                    [int.MaxValue - 1000] = Text(random, 500),
                    [Missing.Extended(random.Next(1, 27))] = Text(random, 10),
                };
            }
        }

        data.Label = Text(random, 80);
        data.Characteristics.Set("_dta", "note1", Text(random, 3_000) + "x");
        data.Characteristics.Set("v1", "odd", "a characteristic");
        data.SortedBy.Add(data.Variables[0].Name);
        return data;
    }

    private static double Number(Random random) => random.Next(6) switch
    {
        0 => Missing.System,
        1 => Missing.Extended(random.Next(1, 27)),
        2 => random.Next(-127, 101),
        3 => random.Next(int.MinValue, int.MaxValue),
        4 => (random.NextDouble() - .5) * 1e300,
        _ => random.NextDouble(),
    };

    private static string Text(Random random, int most)
    {
        var letters = new char[random.Next(3) == 0 ? 0 : random.Next(0, most + 1)];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = (char)random.Next(1, 128);
        }

        return new string(letters);
    }
}
