using StataRuns.StandIn.Commands.Combining;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Combining;

/// <summary>The pairs of sorted data against those of a search of all against all.</summary>
public sealed class MergePairsSpecs
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Seeds))]
    public Task Every_kind_of_merge_finds_the_pairs_that_a_plain_search_finds(int seed) => Bounded.Run(() =>
    {
        var random = new Random(seed);
        var isOneToMany = seed % 2 == 0;
        var one = Keyed(random, Enumerable.Range(0, 60).OrderBy(_ => random.Next()).Take(random.Next(60)));
        var many = Keyed(random, Enumerable.Range(0, random.Next(100)).Select(_ => random.Next(80)));
        var (master, other) = isOneToMany ? (one, many) : (many, one);

        var pairs = MergePairs.Find(master, other, [(master.Exact("a")!, other.Exact("a")!), (master.Exact("b")!, other.Exact("b")!)], new MergeKind(isOneToMany, !isOneToMany), areByNumber: false);

        Assert.Equal(Naive(master, other).Order(), pairs.Master.Zip(pairs.Using).Order());
    });

    private static IEnumerable<(int, int)> Naive(Dataset master, Dataset other)
    {
        for (var i = 0; i < master.Observations; i++)
        {
            var isMatched = false;
            for (var j = 0; j < other.Observations; j++)
            {
                if (Key(master, i) == Key(other, j))
                {
                    isMatched = true;
                    yield return (i, j);
                }
            }

            if (!isMatched)
            {
                yield return (i, -1);
            }
        }

        for (var j = 0; j < other.Observations; j++)
        {
            if (!Enumerable.Range(0, master.Observations).Any(i => Key(master, i) == Key(other, j)))
            {
                yield return (-1, j);
            }
        }
    }

    private static (double, string) Key(Dataset data, int at) => (data.Exact("a")!.Number(at), data.Exact("b")!.Text(at));

    /// <summary>Keys of a number, which may be missing, and a text, one for each of the numbers given.</summary>
    private static Dataset Keyed(Random random, IEnumerable<int> keys)
    {
        int[] numbers = [.. keys];
        var data = new Dataset();
        data.SetObservations(numbers.Length);
        var (a, b) = (data.Add("a", random.Next(2) == 0 ? StorageType.Float : new StorageType(StorageKind.Int)), data.Add("b", new StorageType(StorageKind.Text, 4)));
        for (var at = 0; at < numbers.Length; at++)
        {
            a.Set(at, numbers[at] / 4 is var number && number < 3 ? Missing.Extended(number) : number);
            b.Set(at, new string('x', numbers[at] % 4));
        }

        return data;
    }
}
