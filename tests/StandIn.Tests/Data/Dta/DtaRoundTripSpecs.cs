using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Dta;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Data.Dta;

/// <summary>What is saved comes back, and what is damaged is told.</summary>
public sealed class DtaRoundTripSpecs
{
    private static readonly DateTime Time = new(2024, 2, 29, 12, 34, 0, DateTimeKind.Local);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Seeds))]
    public Task What_I_save_is_what_I_use(int seed) => Bounded.Run(() =>
    {
        var data = RandomData.Create(seed);

        var read = DtaReader.Read(new MemoryStream(Saved(data)));

        Assert.Equal(data.Observations, read.Observations);
        Assert.Equal(data.Label, read.Label);
        Assert.Equal("29 Feb 2024 12:34", read.FileDate);
        Assert.Equal(data.SortedBy, read.SortedBy);
        Assert.Equal(data.Characteristics.All, read.Characteristics.All);
        Assert.Equal(data.ValueLabels, read.ValueLabels);
        Assert.Equal(data.Variables.Count, read.Variables.Count);
        foreach (var (before, after) in data.Variables.Zip(read.Variables))
        {
            Assert.Equal((before.Name, before.Type, before.FormatText, before.Label, before.ValueLabel), (after.Name, after.Type, after.FormatText, after.Label, after.ValueLabel));
            for (var at = 0; at < data.Observations; at++)
            {
                if (before.IsText)
                {
                    Assert.Equal(before.Text(at), after.Text(at));
                }
                else
                {
                    Assert.Equal(before.Number(at), after.Number(at));
                }
            }
        }
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Seeds))]
    public Task A_damaged_file_is_an_error_and_never_a_crash(int seed) => Bounded.Run(() =>
    {
        var whole = Saved(RandomData.Create(seed));
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var bytes = random.Next(2) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
            {
                // Most damage goes to the part that says how large things are.
                bytes[random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(400, bytes.Length))] = (byte)random.Next(256);
            }

            try
            {
                DtaReader.Read(new MemoryStream(bytes));
            }
            catch (StataError error)
            {
                Assert.Contains(error.Code, (int[])[610, 688, 901]);
            }
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_file_cut_anywhere_is_an_error() => Bounded.Run(() =>
    {
        var whole = Saved(RandomData.Create(5));
        for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 500))
        {
            var error = Assert.Throws<StataError>(() => DtaReader.Read(new MemoryStream(whole[..length])));
            Assert.Equal(length < "<stata_dta><header><release>118".Length ? 610 : 688, error.Code);
        }
    });

    private static byte[] Saved(Dataset data)
    {
        using var stream = new MemoryStream();
        DtaWriter.Write(data, stream, Time, data.ValueLabels.Keys);
        return stream.ToArray();
    }
}
