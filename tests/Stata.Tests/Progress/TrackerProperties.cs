using System.Text.Json;
using CsCheck;

namespace StataRuns.Stata.Tests;

public sealed class TrackerProperties
{
    private const string Main = "display 1\ndo b.do\nforvalues i = 1/3 {\n  do b.do\n}\nbootstrap, reps(100): x\nif 1 {\n  count\n}\ninclude c.do\nscatter y x\nscatter y x, name(a)\nhistogram x\nclear all\nexit, STATA\n";

    private static readonly (string, string)[] Nested = [("b.do", "display 21\ndo c.do\ndisplay 22\n"), ("c.do", "display 31\n")];

    private static readonly Gen<string> Lines = Pick.From(
        ". display 1\n", ". do b.do\n", ". forvalues i = 1/3 {\n", "  2.   do b.do\n", "  3. }\n", ". bootstrap, reps(100): x\n", ". if 1 {\n", ".   count\n", ". }\n",
        ". include c.do\n", ". exit, STATA\n", ". display 21\n", ". do c.do\n", ". display 22\n", ". display 31\n", "> wrapped\n", "\n", "end of do-file\n", "r(111);\n", "r(9);\n",
        "variable zzz not found\n", "Bootstrap replications (100): ", "Bootstrap replications (100)\n", ".........10", "....", "> ..20", " done\n", "----+--- 1 ---+--- 2 ---+--- 3 \n",
        "..................................................    50\n", ". * comment\n", ". \n", "数据 é\n", "\r\n", "x", ". foo\n", ". scatter y x\n", ". scatter y x, name(a)\n", ". histogram x\n", ". clear all\n", ". cd out\n", "/p/out\n", "file a.dta saved as .dta\n", "    format\n", "file /p/lo\n", "    > ng.dta saved\n", "(output written to a.tex)\n", "a.txt\n", "dir : seeout\n", ". run `\"/r/end.do\"' `=_rc'\n", Log.Head);

    private static readonly Gen<byte[]> Logs = Lines.Array[0, 60].Select(lines => Log.Bytes(string.Concat(lines)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task However_the_bytes_are_cut_the_result_is_the_same() => Bounded.Run(() =>
        Gen.Select(Logs, Gen.Int[1, 40].Array[1, 20]).Sample(
            (log, cuts) =>
            {
                var whole = Begin();
                whole.Feed(log, Log.Start);
                var cut = Begin();
                for (int at = 0, i = 0; at < log.Length; i++)
                {
                    var length = Math.Min(cuts[i % cuts.Length], log.Length - at);
                    cut.Feed(log.AsSpan(at, length), Log.Start);
                    at += length;
                }

                AssertSame(whole, cut);
            },
            iter: 3_000));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Saved_and_restored_equals_uninterrupted() => Bounded.Run(() =>
        Gen.Select(Logs, Gen.Double[0, 1]).Sample(
            (log, place) =>
            {
                var whole = Begin();
                whole.Feed(log, Log.Start);

                var first = Begin();
                first.Feed(log.AsSpan(0, (int)(log.Length * place)), Log.Start);
                var json = JsonSerializer.SerializeToUtf8Bytes(first.ToState());
                Assert.InRange(json.Length, 1, 5 * 1024);
                var second = ProgressTracker.FromState(JsonSerializer.Deserialize<ProgressState>(json)!, Log.File(Main), Log.Open(Nested));
                second.Feed(log.AsSpan((int)second.Offset), Log.Start);

                AssertSame(whole, second);
            },
            iter: 3_000));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Progress_never_shrinks_nor_passes_its_total() => Bounded.Run(() =>
        Logs.Sample(
            log =>
            {
                var tracker = Begin();
                var before = 0.0;
                foreach (var piece in log.Chunk(7))
                {
                    tracker.Feed(piece, Log.Start);
                    var now = tracker.Snapshot(Log.Start);
                    Assert.InRange(now.Done, before, tracker.Main.Commands.Count);
                    Assert.Equal(now.Percent is null, now.Total is null);
                    before = now.Done;
                }
            },
            iter: 3_000));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Any_bytes_are_followed_without_an_exception() => Bounded.Run(() =>
        Gen.Byte.Array[0, 3000].Sample(
            bytes =>
            {
                var tracker = Begin();
                tracker.Feed(bytes, Log.Start);
                _ = tracker.Snapshot(Log.Start);
                Assert.Equal(bytes.Length, tracker.Offset);
            },
            iter: 2_000));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_saved_state_stays_small_whatever_the_log_and_the_paths_say() => Bounded.Run(() =>
    {
        var longPath = string.Concat(Enumerable.Repeat("数据/", 60)) + "x.do";
        var source = $"do \"{longPath}\"\n";
        var tracker = new ProgressTracker(Log.File(source), path => path == longPath ? Log.File(source, "/p/" + longPath) : null);
        for (var i = 0; i < 20; i++)
        {
            tracker.Feed(Log.Bytes($". {source}\n"), Log.Start);
        }

        Assert.NotNull(tracker.Snapshot(Log.Start).Message);
        tracker.Feed(Log.Bytes(new string('错', 900) + "\nr(111);\n" + new string('x', 5000)), Log.Start);

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(tracker.ToState()).Length, 1, 5 * 1024);
    });

    private static ProgressTracker Begin() => new(Log.File(Main), Log.Open(Nested));

    private static void AssertSame(ProgressTracker expected, ProgressTracker actual)
    {
        Assert.Equal(expected.Offset, actual.Offset);
        Assert.Equal(expected.Snapshot(Log.Start), actual.Snapshot(Log.Start));
        Assert.Equal(expected.LastLine, actual.LastLine);
        Assert.Equal(expected.Error, actual.Error);
        Assert.Equal(JsonSerializer.Serialize(expected.ToState() with { Eta = null, Course = null }), JsonSerializer.Serialize(actual.ToState() with { Eta = null, Course = null }));
    }
}
