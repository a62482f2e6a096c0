using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Shaping;

/// <summary>The table is laid out as in published logs.</summary>
public sealed class DuplicatesSpecs
{
    private const string Data = "quietly set obs 5\ngenerate g = cond(_n <= 3, 1, _n)\ngenerate x = _n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("duplicates report g", """
        Duplicates in terms of g
        --------------------------------------
           Copies | Observations       Surplus
        ----------+---------------------------
                1 |            2             0
                3 |            3             2
        --------------------------------------
        """)]
    [InlineData("duplicates list g", """
        Duplicates in terms of g
          +-----------------+
          | Group   Obs   g |
          |-----------------|
          |     1     1   1 |
          |     1     2   1 |
          |     1     3   1 |
          +-----------------+
        """)]
    [InlineData("duplicates drop g, force", "Duplicates in terms of g\n(2 observations deleted)")]
    [InlineData("duplicates drop", "Duplicates in terms of all variables\n(0 observations are duplicates)")]
    [InlineData("duplicates tag g, generate(t)\ndisplay t[1] t[4]", "Duplicates in terms of g\n20")]
    public async Task Duplicates_are_found(string commands, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), await Said.ByAsync(Data, commands));
}
