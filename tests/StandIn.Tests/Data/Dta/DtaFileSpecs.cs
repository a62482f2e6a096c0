using StataRuns.StandIn.Data;
using StataRuns.StandIn.Data.Dta;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Data.Dta;

/// <summary>Files of pandas are read as they were meant; <c>Files/README.md</c> tells what they hold.</summary>
public sealed class DtaFileSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("p117.dta", true)]
    [InlineData("p118.dta", true)]
    [InlineData("p119.dta", true)]
    [InlineData("p118-high-byte-first.dta", false)]
    public Task A_file_that_another_program_wrote_is_read_as_it_was_meant(string name, bool hasLongTexts) => Bounded.Run(() =>
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Files", name));

        var data = DtaReader.Read(stream);

        Assert.Equal(3, data.Observations);
        Assert.Equal(["byte", "int", "long", "float", "double"], data.Variables.Take(5).Select(variable => variable.Type.ToString()));
        Assert.Equal([1, 2, 3], Numbers(data, "id"));
        Assert.Equal([300, -5, 7], Numbers(data, "i"));
        Assert.Equal([100_000, 2, 3], Numbers(data, "l"));
        Assert.Equal([1.5, Missing.System, 3], Numbers(data, "f"));
        Assert.Equal([.1, 2.5, Missing.System], Numbers(data, "d"));
        Assert.Equal("zz", data.Exact("s")!.Text(2));
        Assert.Equal("low", data.ValueLabels[data.Exact("g")!.ValueLabel][data.Exact("g")!.Number(0)]);
        if (hasLongTexts)
        {
            Assert.Equal("Panda data", data.Label);
            Assert.Equal("The id", data.Exact("id")!.Label);
            Assert.Equal([new string('x', 300), "", new string('x', 300)], Texts(data, "big"));
            Assert.Equal("31dec1959", data.Exact("when")!.Show(1));
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_can_read_some_variables_and_some_observations() => Bounded.Run(() =>
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Files", "p118.dta"));

        var data = DtaReader.Read(stream, all => VariableList.Existing(all, "big id"), _ => (2, 3));

        Assert.Equal(["big", "id"], data.Variables.Select(variable => variable.Name));
        Assert.Equal([2, 3], Numbers(data, "id"));
        Assert.Equal(["", new string('x', 300)], Texts(data, "big"));
    });

    private static IEnumerable<double> Numbers(Dataset data, string name) => Enumerable.Range(0, data.Observations).Select(data.Exact(name)!.Number);

    private static IEnumerable<string> Texts(Dataset data, string name) => Enumerable.Range(0, data.Observations).Select(data.Exact(name)!.Text);
}
