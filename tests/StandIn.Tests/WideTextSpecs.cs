using System.Text;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>Chinese letters take two columns: tables stay straight, and no letter is cut in two.</summary>
public sealed class WideTextSpecs
{
    private const string Data = """
        clear
        set seed 1
        set obs 8
        generate 收入水平很高的家庭 = _n * 10
        generate y = _n + mod(_n, 3)
        generate 地区 = mod(_n, 2) + 1
        label define 地区 1 "东部沿海地区" 2 "西部"
        label values 地区 地区
        label variable 收入水平很高的家庭 "家庭的年收入（元）"
        label variable y "价格"
        generate str30 城市 = cond(mod(_n, 3) == 0, "北京市", cond(mod(_n, 3) == 1, "上海", "Xi'an 西安"))

        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("list 城市 地区 y 收入水平很高的家庭")]
    [InlineData("list 城市 地区 y, abbreviate(5) divider")]
    [InlineData("list 城市, string(3)")]
    [InlineData("tabulate 地区")]
    [InlineData("tabulate 城市")]
    [InlineData("tabulate 地区 城市")]
    [InlineData("tabulate 地区, summarize(y)")]
    [InlineData("summarize 收入水平很高的家庭 y 地区")]
    [InlineData("tabstat y 收入水平很高的家庭, by(地区)")]
    [InlineData("tabstat y 收入水平很高的家庭, by(城市) statistics(mean sd) columns(statistics)")]
    [InlineData("correlate y 收入水平很高的家庭 地区")]
    [InlineData("pwcorr y 收入水平很高的家庭")]
    [InlineData("regress y 收入水平很高的家庭 i.地区")]
    [InlineData("logit 地区0 收入水平很高的家庭")]
    [InlineData("mean y, over(地区)")]
    [InlineData("ttest y, by(地区)")]
    [InlineData("ranksum y, by(地区)")]
    [InlineData("kwallis y, by(地区)")]
    [InlineData("centile 收入水平很高的家庭")]
    [InlineData("ci means 收入水平很高的家庭")]
    public async Task Bars_and_edges_of_a_table_stand_below_each_other(string command)
    {
        var body = await Batch.LogOfAsync($"quietly {{\n{Data.Replace("clear\n", "", StringComparison.Ordinal)}generate 地区0 = mod(_n, 3) == 0\n}}\n{command}\n");
        Assert.DoesNotContain("\nr(", body, StringComparison.Ordinal);

        // What stands at the same place in all lines between two rules: the bar behind the stub.
        var lines = body.Split('\n');
        var rules = lines.Where(line => line.StartsWith("---", StringComparison.Ordinal) && line.Contains('+', StringComparison.Ordinal)).Select(line => line.IndexOf('+', StringComparison.Ordinal)).Distinct().ToList();
        var tabled = lines.Where(line => line.Contains('|', StringComparison.Ordinal) && !line.StartsWith(". ", StringComparison.Ordinal) && !line.Contains("Pr", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(tabled);
        var bars = tabled.Select(line => Columns(line[..line.IndexOf('|', StringComparison.Ordinal)])).ToList();
        Assert.All(bars, bar => Assert.Contains(bar, rules.Count > 0 ? rules : [bars[0]]));
        if (rules.Count == 0)
        {
            Assert.Single(tabled.Where(line => line.TrimEnd().EndsWith('|')).Select(line => Columns(line.TrimEnd())).Distinct());
        }

        Assert.DoesNotContain('\uFFFD', body);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Names_and_labels_are_abbreviated_by_columns()
    {
        var body = await Batch.LogOfAsync($"{Data}summarize 收入水平很高的家庭\ndescribe\ncodebook, compact\ncodebook 地区 城市\nset linesize 60\nlist 收入水平很高的家庭 in 1, abbreviate(10)\n");

        Assert.Contains("\n 收入水平~庭 |          8 ", body, StringComparison.Ordinal); // eleven of twelve columns: another wide letter does not fit
        Assert.Contains("\n收入水平~庭", body, StringComparison.Ordinal);
        Assert.Contains("家庭的年收入（元）", body, StringComparison.Ordinal);
        Assert.Contains("|  收入水~庭 |", body, StringComparison.Ordinal);
        Assert.Contains("东部沿海地区", body, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', body);
        foreach (var line in body.Split('\n').Where(line => line.EndsWith("价格", StringComparison.Ordinal)))
        {
            Assert.InRange(Columns(line), 1, 79);
        }
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("udstrlen(\"收入ab\")", "6")]
    [InlineData("ustrlen(\"收入ab\")", "4")]
    [InlineData("strlen(\"收入ab\")", "8")]
    [InlineData("udstrlen(\"e\" + uchar(769))", "1")]
    [InlineData("udstrlen(uchar(128512))", "2")]
    [InlineData("\"|\" + udsubstr(\"收入ab\", 1, 3) + \"|\"", "|收|")]
    [InlineData("\"|\" + udsubstr(\"收入ab\", 3, 3) + \"|\"", "|入a|")]
    [InlineData("\"|\" + udsubstr(\"收入ab\", 2, 4) + \"|\"", "|入a|")]
    [InlineData("abbrev(\"收入水平很高\", 8)", "收入~高")]
    [InlineData("abbrev(\"a_long_plain_name\", 8)", "a_long~e")]
    [InlineData("\"|\" + string(1) + \"|\"", "|1|")]
    public async Task Functions_count_columns_where_Stata_does(string expression, string value) =>
        Assert.Contains($"\n{value}\n", await Batch.LogOfAsync($"display {expression}\n"), StringComparison.Ordinal);

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_long_line_goes_on_before_the_letter_that_does_not_fit()
    {
        var body = await Batch.LogOfAsync($"set linesize 41\ndisplay \"x{new string('收', 40)}\"\ndisplay \"{new string('收', 40)}\"\ndisplay %5s \"收入水\" \"|\"\n");

        Assert.Contains($"\nx{new string('收', 20)}\n> {new string('收', 19)}\n> 收\n", body, StringComparison.Ordinal);
        Assert.Contains($"\n{new string('收', 20)}\n> {new string('收', 19)}\n> 收\n", body, StringComparison.Ordinal);
        Assert.Contains("\n 收入|\n", body, StringComparison.Ordinal);
    }

    private static int Columns(string text) => text.EnumerateRunes().Sum(rune => rune.Value >= 0x2E80 ? 2 : 1);
}
