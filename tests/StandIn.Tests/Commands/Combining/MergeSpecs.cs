using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Combining;

/// <summary>The table is laid out as in published logs of version 17 and later.</summary>
public sealed class MergeSpecs
{
    private const string Data = """
        quietly set obs 3
        generate id = _n
        generate x = _n * 10
        generate str1 common = "m"
        quietly save master
        clear
        quietly set obs 3
        generate id = _n + 1
        generate y = id * 100
        generate str1 common = "u"
        label define l 2 "two"
        label values id l
        quietly save using
        quietly use master, clear
        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("merge 1:1 id using using", """
            Result                      Number of obs
            -----------------------------------------
            Not matched                             2
                from master                         1  (_merge==1)
                from using                          1  (_merge==2)
            Matched                                 2  (_merge==3)
            -----------------------------------------
        """)]
    [InlineData("merge 1:1 id using using, keep(match) nogenerate", """
            Result                      Number of obs
            -----------------------------------------
            Not matched                             0
            Matched                                 2
            -----------------------------------------
        """)]
    [InlineData("merge 1:1 id using using, update", """
            Result                      Number of obs
            -----------------------------------------
            Not matched                             2
                from master                         1  (_merge==1)
                from using                          1  (_merge==2)
            Matched                                 2
                not updated                         0  (_merge==3)
                missing updated                     0  (_merge==4)
                nonmissing conflict                 2  (_merge==5)
            -----------------------------------------
        """)]
    public async Task The_result_is_told_in_a_table(string command, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), await Said.ByAsync(Data, command));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("quietly merge 1:1 id using using\nlist, clean", "id    x   common     y            _merge\n  1.    1   10        m     .   Master only (1)\n  2.    2   20        m   200       Matched (3)\n  3.    3   30        m   300       Matched (3)\n  4.    4    .        u   400    Using only (2)")]
    [InlineData("quietly merge 1:1 id using using, keepusing(y) nogen keep(1 3)\ndisplay _N \" \" c(k) \" `: sortedby'\"", "3 4 id")]
    [InlineData("merge 1:1 id using using, assert(match)", "merge:  after merge, not all observations matched\n        (merged result left in memory)\nr(9);\nr(9);")]
    [InlineData("replace id = 1\nmerge 1:1 id using using", "(2 real changes made)\nvariable id does not uniquely identify observations in the master data\nr(459);\nr(459);")]
    [InlineData("generate _merge = 1\nmerge 1:1 id using using", "variable _merge already defined\nr(110);\nr(110);")]
    [InlineData("merge 1:1 x using using", "variable x not found in using data\nr(111);\nr(111);")]
    [InlineData("merge 1:1 id using nosuch", "file nosuch.dta not found\nr(601);\nr(601);")]
    [InlineData("drop id\ngenerate id = \"a\"\nmerge 1:1 id using using", "key variable id is str1 in master but float in using data\nr(106);\nr(106);")]
    public async Task Merging_keeps_the_master_and_adds_the_other(string commands, string expected) =>
        Assert.Equal(expected, (await Said.ByAsync(Data, commands)).TrimStart());

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("append using using\nlist, clean noobs nolabel", "(label l already defined)", "     4    .        u   400")]
    [InlineData("append using using, generate(from)\ndisplay from[3] from[4] _N", "", "016")]
    [InlineData("recast byte id\nappend using using", "(variable id was byte, now float to accommodate using data's values)", "")]
    [InlineData("drop x\ngenerate y = \"a\"\nappend using using", "variable y is str1 in master but float in using data", "r(106);")]
    [InlineData("append using using, keep(id)\ndisplay c(k) _N", "", "36")]
    public async Task Appending_puts_the_other_behind(string commands, string note, string expected)
    {
        var said = await Said.ByAsync(Data + "\nlabel define l 1 \"one\"", commands);

        Assert.Contains(note, said, StringComparison.Ordinal);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }
}
