using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Files;

public sealed class DelimitedSpecs
{
    private const string Selected = "(encoding automatically selected: UTF-8)\n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("id,Name,x\n1,Ann,1.5\n2,\"Bob, the \"\"big\"\"\",\n", "import delimited a.csv", Selected + "(3 vars, 2 obs)", "1 2 Bob, the \"big\" 1.5 . byte str14 float")]
    [InlineData("id;Name;x\r\n1;Ann;3\r\n2;Bob;300\r\n", "import delimited using a.csv, clear", Selected + "(3 vars, 2 obs)", "1 2 Bob 3 300 byte str3 int")]
    [InlineData("id\tName\tx\n1\tAnn\t3\n2\tBob\t1234567.5\n", "import delimited using a.csv, delimiters(tab)", Selected + "(3 vars, 2 obs)", "1 2 Bob 3 1234567.5 byte str3 double")]
    [InlineData("1,Ann,3\n2,Bob,4\n", "import delimited id name x using a.csv", Selected + "(3 vars, 2 obs)", "1 2 Bob 3 4 byte str3 byte")]
    [InlineData("id,name,x\n1,Ann,3\n2,Bob,n/a\n", "import delimited using a.csv, numericcols(3) encoding(utf-8)", "(3 vars, 2 obs)", "1 2 Bob 3 . byte str3 byte")]
    [InlineData("Title\nid,name,x\n1,\"two\nlines\",3\n2,Bob,4\n", "import delimited using a.csv, varnames(2)", Selected + "(3 vars, 2 obs)", "1 2 Bob 3 4 byte str9 byte")]
    public async Task A_text_file_becomes_data(string content, string command, string said, string expected)
    {
        using var batch = new Batch();
        await File.WriteAllTextAsync(batch["a.csv"], content, TestContext.Current.CancellationToken);

        var log = await batch.RunAsync($"{command}\ndisplay id[1] \" \" id[2] \" \" name[2] \" \" x[1] \" \" %10.0g x[2] \" `: type id' `: type name' `: type x'\"\n");

        Assert.Contains($"\n{said}\n", log, StringComparison.Ordinal);
        Assert.Contains($"\n{expected}\n", System.Text.RegularExpressions.Regex.Replace(log, " +", " "), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Latin_letters_become_Unicode()
    {
        using var batch = new Batch();
        await File.WriteAllBytesAsync(batch["a.csv"], System.Text.Encoding.Latin1.GetBytes("name\nJosé\n"), TestContext.Current.CancellationToken);

        var log = await batch.RunAsync("import delimited a.csv, varnames(1)\ndisplay name[1] ustrlen(name[1])\n");

        Assert.Contains("(encoding automatically selected: ISO-8859-1)\n(1 var, 1 obs)", log, StringComparison.Ordinal);
        Assert.Contains("\nJosé4\n", log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("using b.csv", "id,s,f,when\none,\"a,b\",.1,31jan2020\n2,\"q\"\"q\",,01jan1960\n")]
    [InlineData("id using b.csv, nolabel novarnames", "1\n2\n")]
    [InlineData("b.csv if id == 2, delimiter(tab) replace", "id\ts\tf\twhen\n2\t\"q\"\"q\"\t\t01jan1960\n")]
    [InlineData("s using b.csv, quote", "s\n\"a,b\"\n\"q\"\"q\"\n")]
    public async Task Data_become_a_text_file(string command, string expected)
    {
        using var batch = new Batch();
        await batch.RunAsync("quietly set obs 2\ngenerate byte id = _n\nlabel define l 1 one\nlabel values id l\ngenerate s = cond(_n == 1, \"a,b\", `\"q\"q\"')\n"
            + $"generate f = .1 if _n == 1\ngenerate when = td(31jan2020) if _n == 1\nreplace when = 0 if _n == 2\nformat when %td\nexport delimited {command}\n");

        Assert.Equal(expected, await batch.LogAsync("b.csv"));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Observations_may_stand_in_the_do_file()
    {
        var log = await Batch.LogOfAsync("input id str5 name x\n1 \"Ann B\" 2.5\n2 Bob .\nend\nlist, clean\n");

        Assert.EndsWith("""
            . input id str5 name x

                        id       name          x
              1. 1 "Ann B" 2.5
              2. 2 Bob .
              3. end

            . list, clean

                   id    name     x  
              1.    1   Ann B   2.5  
              2.    2     Bob     .  

            . 
            end of do-file

            """.ReplaceLineEndings("\n"), log, StringComparison.Ordinal);
    }
}
