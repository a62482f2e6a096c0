using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Shaping;

/// <summary>The table is laid out as in published logs of version 18.</summary>
public sealed class ReshapeSpecs
{
    private const string Wide = """
        quietly set obs 2
        generate id = _n
        generate sex = _n == 2
        generate inc80 = 5000 + _n
        generate inc81 = 5500 + _n
        generate inc82 = 6000 + _n
        generate ue80 = 0
        generate ue82 = 1
        program names
            foreach v of varlist _all {
                local all `all' `v'
            }
            display "`all'"
        end
        """;

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Wide_data_become_long() => Assert.Equal("""
        (j = 80 81 82)
        (variable ue81 not found)
        Data                               Wide   ->   Long
        -----------------------------------------------------------------------------
        Number of observations                2   ->   6
        Number of variables                   7   ->   5
        j variable (3 values)                     ->   year
        xij variables:
                              inc80 inc81 inc82   ->   inc
                                 ue80 ue81 ue82   ->   ue
        -----------------------------------------------------------------------------
               id   year   sex    inc   ue
          1.    1     80     0   5001    0
          2.    1     81     0   5501    .
          3.    1     82     0   6001    1
          4.    2     80     1   5002    0
          5.    2     81     1   5502    .
          6.    2     82     1   6002    1
        """.ReplaceLineEndings("\n"), (await Said.ByAsync(Wide, "reshape long inc ue, i(id) j(year)\nlist, clean")));

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Long_data_become_wide_again() => Assert.Equal("""
        (j = 80 81 82)
        Data                               Long   ->   Wide
        -----------------------------------------------------------------------------
        Number of observations                6   ->   2
        Number of variables                   5   ->   8
        j variable (3 values)              year   ->   (dropped)
        xij variables:
                                            inc   ->   inc80 inc81 inc82
                                             ue   ->   ue80 ue81 ue82
        -----------------------------------------------------------------------------
        id inc80 ue80 inc81 ue81 inc82 ue82 sex
        5002 .
        """.ReplaceLineEndings("\n"), (await Said.ByAsync(Wide + "\nquietly reshape long inc ue, i(id) j(year)",
            "reshape wide\nnames\ndisplay inc80[2] \" \" ue81[1]")));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("reshape long nosuch, i(id) j(year)", "no xij variables found\nr(111);\nr(111);")]
    [InlineData("quietly replace id = 1\nreshape long inc, i(id) j(year)", "variable id does not uniquely identify the observations")]
    [InlineData("reshape long inc, j(year)", "option i() required\nr(198);\nr(198);")]
    [InlineData("quietly reshape long inc, i(id) j(year)\nquietly replace sex = _n\nreshape wide", "variable sex not constant within id")]
    [InlineData("quietly reshape long inc, i(id) j(year)\nquietly replace year = 80\nreshape wide", "values of variable year not unique within id")]
    public async Task What_cannot_be_reshaped_is_told(string commands, string expected) =>
        Assert.StartsWith(expected, await Said.ByAsync(Wide, commands), StringComparison.Ordinal);

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Names_may_hold_texts_and_their_place_may_be_anywhere() => Assert.Equal("a 1\nb 2", await Said.ByAsync(
        "quietly set obs 1\ngenerate id = 1\ngenerate xa_t = 1\ngenerate xb_t = 2\nquietly reshape long x@_t, i(id) j(which) string", "display which[1] \" \" x_t[1]\ndisplay which[2] \" \" x_t[2]"));
}
