using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Files;

public sealed class UseAndSaveSpecs
{
    private const string Data = "quietly set obs 3\ngenerate id = _n\ngenerate s = \"a\" * _n\nlabel define l 1 \"one\"\nlabel values id l\n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("save a", "file a.dta saved")]
    [InlineData("save a.dta\nsave a", "file a.dta already exists")]
    [InlineData("save a, replace", "(file a.dta not found)\nfile a.dta saved")]
    [InlineData("save a\nsave, replace", "file a.dta saved")]
    [InlineData("save", "invalid file specification\nr(198);")]
    [InlineData("save a.tmp", "file a.tmp saved as .dta format")]
    [InlineData("use nosuch, clear", "file nosuch.dta not found\nr(601);")]
    [InlineData("quietly save a\ngenerate x = 1\nuse a", "no; dataset in memory has changed since last saved\nr(4);")]
    [InlineData("quietly save a\nuse a\ndisplay c(changed) c(filename)", "0a.dta")]
    [InlineData("quietly save a\nuse nosuch using a, clear", "variable nosuch not found\nr(111);")]
    [InlineData("quietly save a\nuse a in 2/3, clear", "invalid 'in' \nr(198);")]
    [InlineData("quietly save a\nuse s if id > 2 using a, clear\ndisplay s[1] \" \" _N \" \" c(k)", "aaa 1 1")]
    [InlineData("quietly save a\nuse in 2/3 using a, clear\ndisplay s[1] \" \" _N \" \" c(k)", "aa 2 2")]
    [InlineData("label data \"My data\"\nquietly save a\nuse a", "(My data)")]
    [InlineData("quietly save a\nuse a, clear\ndisplay \"`: label (id) 1'\"", "one")]
    [InlineData("tempfile t\nquietly save `t'\nclear\nuse `t'\ncount", "  3")]
    [InlineData("file open f using a.dta, write\nfile write f \"no data\" _n\nfile close f\nuse a, clear", "file a.dta not Stata format\nr(610);")]
    [InlineData("save no/such/c", "file no/such/c.dta could not be opened\nr(603);")]
    [InlineData("export delimited no/such/c", "file no/such/c.csv could not be opened\nr(603);")]
    [InlineData("file open f using no/such/c.txt, write", "file no/such/c.txt could not be opened\nr(603);")]
    [InlineData("log using no/such/c, text name(c)", "file no/such/c.log could not be opened\nr(603);")]
    [InlineData("use no/such/c, clear", "file no/such/c.dta not found\nr(601);")]
    [InlineData("webuse nlswork", "file \"nlswork.dta\" not found\nThe data sets that come with Stata do not come with the stand-in.\nr(601);")]
    [InlineData("sysuse auto, clear", "file \"auto.dta\" not found\nThe data sets that come with Stata do not come with the stand-in.\nr(601);")]
    public async Task Data_go_to_a_file_and_come_back(string source, string expected)
    {
        var log = await Batch.LogOfAsync(Data + source + "\n");

        Assert.Contains($"\n{expected}", log, StringComparison.Ordinal);
    }
}
