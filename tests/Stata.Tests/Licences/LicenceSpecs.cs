namespace StataRuns.Stata.Tests;

public sealed class LicenceSpecs
{
    private const string Banner =
        """

          ___  ____  ____  ____  ____ ®
        Stata license: 2-user 32-core network, expiring 27 Apr 2024
        Serial number: 501709301094
          Licensed to: A Reader (Office of Licenses)


        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("Cannot find license file", "Missing")]
    [InlineData("cannot find license file stata.lic", "Missing")]
    [InlineData("License is invalid", "Invalid")]
    [InlineData("License not applicable to this Stata", "OtherStata")]
    [InlineData("Too many users", "SeatsTaken")]
    [InlineData("The maximum number of users has been reached; try again later", "SeatsTaken")]
    [InlineData("Licensed number of users already reached", "SeatsTaken")]
    [InlineData("All 5 licenses are in use", "SeatsTaken")]
    [InlineData("no seats available", "SeatsTaken")]
    [InlineData("Your license has expired", "Expired")]
    [InlineData("license server lic1 does not answer", "Unknown")]
    public Task A_fault_of_the_licence_is_known_by_Stata_s_words(string words, string fault) => Bounded.Run(() =>
    {
        foreach (var text in new[] { words + "\n", Banner + words, "\r\n" + words + "\r\n" })
        {
            var (log, console) = (LicenceRefusal.Find(Log.Bytes(text), []), LicenceRefusal.Find([], Log.Bytes(text)));
            Assert.Equal((Enum.Parse<LicenceFault>(fault), words), (log!.Fault, log.Words));
            Assert.Equal(log, console);
            Assert.Equal(fault == "SeatsTaken", log.Waits);
            Assert.Contains($"\"{words}\"", log.Message, StringComparison.Ordinal);
        }
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("")]
    [InlineData(Banner)]
    [InlineData("Single-user 2-core Stata network license expires 12 Dec 2018:\n       Serial number:  1\n")]
    [InlineData("Unlimited-user Stata license expires 12 Dec 2018:\n")]
    [InlineData("Stata license: Single-user  perpetual\n")]
    [InlineData("Segmentation fault\n")]
    public Task An_ordinary_banner_is_no_refusal(string log) => Bounded.Run(() => Assert.Null(LicenceRefusal.Find(Log.Bytes(log), [])));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Each_row_of_the_table_finds_its_own_example() => Bounded.Run(() =>
        Assert.All(LicenceTable.Rows, row => Assert.Equal(row.Fault, LicenceRefusal.Find(Log.Bytes(row.Example), [])!.Fault)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_message_of_several_lines_is_told_whole_up_to_what_follows() => Bounded.Run(() =>
    {
        Assert.Equal("Cannot find license file /usr/local/stata/stata.lic", Words("Cannot find license file\n  /usr/local/stata/stata.lic\n\nsomething else\n"));
        Assert.Equal("Cannot find license file", Words("Cannot find license file\n. do output.do \n"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Stata_s_words_are_short_and_harmless_wherever_they_are_shown() => Bounded.Run(() =>
    {
        var words = Words($"License is invalid \u001b[2J\u202e\u0007 {new string('é', 4000)}\u2028x\n");

        Assert.True(words.Length <= PlainWords.Longest + 1);
        Assert.StartsWith("License is invalid [2J é", words, StringComparison.Ordinal);
        Assert.EndsWith("…", words, StringComparison.Ordinal);
        Assert.DoesNotContain(words, character => char.IsControl(character) || character is '\u202e' or '\u2028');
        Assert.Equal("a b", PlainWords.Of(" a\r\n\tb "));
        Assert.Equal(199, PlainWords.Of(new string('a', 199) + "😀 b").TrimEnd('…').Length);
    });

    private static string Words(string log) => LicenceRefusal.Find(Log.Bytes(log), [])!.Words;
}
