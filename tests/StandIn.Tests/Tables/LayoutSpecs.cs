using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Tables;

/// <summary>Tables as wide and as named as Stata's, line by line.</summary>
public sealed class LayoutSpecs
{
    private const string Data = "quietly set obs 4\ngenerate id = _n\ngenerate y = 2 * _n\ngenerate k = _n > 2\ngenerate x = _n == 2";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("tabstat y", """
            Variable |      Mean
        -------------+----------
                   y |         5
        ------------------------
        """)]
    [InlineData("tabstat y, columns(variables)", """
           Stats |         y
        ---------+----------
            Mean |         5
        --------------------
        """)]
    [InlineData("tabstat y id, by(k) statistics(mean n) longstub nototal", """
        k           Stats |         y        id
        ------------------+--------------------
        0            Mean |         3       1.5
                        N |         2         2
        ------------------+--------------------
        1            Mean |         7       3.5
                        N |         2         2
        ---------------------------------------
        """)]
    [InlineData("tabstat y, by(k) longstub", """
        k        Variable |      Mean
        ------------------+----------
        0               y |         3
        1               y |         7
        ------------------+----------
        Total           y |         5
        -----------------------------
        """)]
    [InlineData("list id x in 1/2, clean", """
               id   x
          1.    1   0
          2.    2   1
        """)]
    [InlineData("list id x in 1/2, clean noobs", """
            id   x
             1   0
             2   1
        """)]
    public async Task A_table_is_laid_out_as_in_Stata(string command, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), await Said.ByAsync(Data, command));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("means", "k |        Mean")]
    [InlineData("standard freq", "k |   Std. dev.       Freq.")]
    [InlineData("obs", "k |        Obs.")]
    [InlineData("nostandard", "k |        Mean       Freq.")]
    [InlineData("nomeans noobs", "k |   Std. dev.")]
    public async Task A_table_of_means_shows_what_is_named(string options, string heads)
    {
        var said = await Said.ByAsync(Data, $"tabulate k, summarize(y) {options}");

        Assert.Contains($" {heads}\n", said, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Cells_of_two_variables_show_what_is_named() =>
        Assert.StartsWith("Means of y", (await Said.ByAsync(Data, "tabulate k x, summarize(y) means")).TrimStart(), StringComparison.Ordinal);

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Means_need_a_variable_to_be_of() =>
        Assert.StartsWith("option means not allowed\nr(198);", await Said.ByAsync(Data, "tabulate k, means"), StringComparison.Ordinal);
}
