using System.Buffers.Binary;
using System.Text;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Graphs;

public sealed class ExportSpecs
{
    private const string Scatter = "quietly {\n" + Drawn.Data + "}\nscatter y x\n";

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_graph_becomes_a_file_of_the_format_that_its_name_says()
    {
        using var batch = new Batch();
        var log = await batch.RunAsync(Scatter + "graph export a.svg\ngraph export b.png, width(600)\ngraph export c.pdf\ngraph export d.x, as(png) width(300) height(200)\n");

        Assert.Contains("\nfile a.svg saved as SVG format\n", log, StringComparison.Ordinal);
        Assert.Contains("\nfile b.png saved as PNG format\n", log, StringComparison.Ordinal);
        Assert.Contains("\nfile c.pdf saved as PDF format\n", log, StringComparison.Ordinal);
        Assert.Equal((600, 360), SizeOfPng(await ReadAsync(batch, "b.png")));
        Assert.Equal((300, 200), SizeOfPng(await ReadAsync(batch, "d.x")));
        var pdf = Encoding.Latin1.GetString(await ReadAsync(batch, "c.pdf"));
        Assert.StartsWith("%PDF-1.", pdf, StringComparison.Ordinal);
        Assert.Contains("/MediaBox [0 0 540 324]", pdf, StringComparison.Ordinal);
        Assert.Contains("LiberationSans", pdf, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_file_that_is_there_is_replaced_only_if_I_say_so()
    {
        using var batch = new Batch();
        var log = await batch.RunAsync(Scatter + "graph export a.svg\ncapture noisily graph export a.svg\ndisplay _rc\ngraph export a.svg, replace\n");

        Assert.Contains("\nfile a.svg already exists\n", log, StringComparison.Ordinal);
        Assert.Contains("\n602\n", log, StringComparison.Ordinal);
        Assert.EndsWith("file a.svg saved as SVG format\n\n. \nend of do-file\n", log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("graph export a.svg", "could not find Graph window", 693)]
    [InlineData(Scatter + "graph export a.svg, name(other)", "could not find Graph window other", 693)]
    [InlineData(Scatter + "graph export a.xyz", "output format xyz not known", 198)]
    [InlineData(Scatter + "graph export a.eps", "the stand-in does not imitate graph export to eps", 199)]
    [InlineData(Scatter + "graph export nosuch/a.svg", "file nosuch/a.svg could not be opened", 603)]
    [InlineData(Scatter + "graph export a.png, width(-1)", "option width() incorrectly specified", 198)]
    public async Task What_cannot_be_exported_is_an_error(string commands, string message, int code)
    {
        var log = await Batch.LogOfAsync(commands + "\n");

        Assert.Contains($"\n{message}\nr({code});\n", log, StringComparison.Ordinal);
    }

    private static (int Width, int Height) SizeOfPng(byte[] png)
    {
        Assert.Equal("\x89PNG\r\n\x1A\n", Encoding.Latin1.GetString(png, 0, 8));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    private static Task<byte[]> ReadAsync(Batch batch, string name) => File.ReadAllBytesAsync(batch[name], TestContext.Current.CancellationToken);
}
