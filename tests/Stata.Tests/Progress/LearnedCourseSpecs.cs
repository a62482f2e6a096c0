using System.Text.Json;
using CsCheck;

namespace StataRuns.Stata.Tests;

/// <summary>A run of commands that ran before is measured by time, along the earlier run.</summary>
public sealed class LearnedCourseSpecs
{
    // What examples/long-run.do is like: quick commands, then a loop that takes all the time and puts out a line for each round.
    private const string Loop = "clear all\nset obs 10\nforvalues i = 1/100 {\n  step `i'\n}\ndisplay \"done\"\n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1.0, 1.0)]
    [InlineData(1.0, 1.2)]
    [InlineData(1.2, 1.0)]
    [InlineData(1.0, 0.8)]
    [InlineData(0.1, 0.12)]
    [InlineData(30, 24)]
    public Task A_loop_is_known_to_five_points_at_every_moment(double before, double now) => Bounded.Run(() =>
        AssertFollows(Loop, LoopLog(before), LoopLog(now)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Commands_of_any_lengths_are_known_to_five_points_at_every_moment() => Bounded.Run(() =>
        Gen.Select(Gen.Double[0.1, 5].Array[25, 300], Gen.Double[0.8, 1.2]).Sample(
            (seconds, pace) =>
            {
                var source = string.Concat(seconds.Select((_, i) => $"display {i}\n"));
                AssertFollows(source, CommandLog(seconds, 1), CommandLog(seconds, pace));
            },
            iter: 60));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Its_estimate_of_the_time_to_the_end_follows_the_pace() => Bounded.Run(() =>
    {
        var learned = new LearnedCourse(Learn(Loop, LoopLog(1.0)));
        var tracker = new ProgressTracker(Log.File(Loop), learned: learned);
        var log = LoopLog(1.2);
        foreach (var (text, at) in log[..50])
        {
            tracker.Feed(Log.Bytes(text), Log.Start.AddSeconds(at));
        }

        var (passed, all) = (log[49].Seconds, log[^1].Seconds);
        Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(passed)).EtaSeconds!.Value, (all - passed) * 0.95, (all - passed) * 1.05);
        Assert.Equal(4, tracker.Snapshot(Log.Start.AddSeconds(passed)).Total);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_run_that_stays_much_longer_than_the_earlier_one_is_not_said_to_be_near_its_end() => Bounded.Run(() =>
    {
        var tracker = new ProgressTracker(Log.File(Loop), learned: new LearnedCourse(Learn(Loop, LoopLog(1.0))));
        var log = LoopLog(1.0);
        foreach (var (text, at) in log[..60])
        {
            tracker.Feed(Log.Bytes(text), Log.Start.AddSeconds(at));
        }

        var silent = tracker.Snapshot(Log.Start.AddSeconds(log[59].Seconds + 60));
        Assert.Null(silent.Percent);
        Assert.Null(silent.EtaSeconds);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_plain_command_that_takes_much_longer_than_before_has_no_percentage_until_it_is_over() => Bounded.Run(() =>
    {
        var source = string.Concat(Enumerable.Range(0, 10).Select(i => $"display {i}\n"));
        var tracker = new ProgressTracker(Log.File(source), learned: new LearnedCourse(Learn(source, CommandLog([9, 1, 1, 1, 1, 1, 1, 1, 1, 1], 1))));
        var log = CommandLog([9, 1, 100, 1, 1, 1, 1, 1, 1, 1], 1);
        for (var i = 0; i < 3; i++)
        {
            tracker.Feed(Log.Bytes(log[i].Text), Log.Start.AddSeconds(log[i].Seconds));
        }

        Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(10)).Percent!.Value, 52, 58);
        Assert.Null(tracker.Snapshot(Log.Start.AddSeconds(16)).Percent); // by the count of commands it would be 20
        tracker.Feed(Log.Bytes(log[3].Text), Log.Start.AddSeconds(log[3].Seconds));
        Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(log[3].Seconds)).Percent!.Value, 58, 70);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_run_of_a_moment_teaches_nothing() => Bounded.Run(() => Assert.Null(Learned(Loop, LoopLog(0.005))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_was_learned_is_small_and_survives_being_saved() => Bounded.Run(() =>
    {
        var source = string.Concat(Enumerable.Range(0, 5000).Select(i => $"display {i}\n"));
        var log = CommandLog([.. Enumerable.Repeat(0.3, 5000)], 1);
        var course = Learn(source, log);
        var bytes = course.ToBytes();

        Assert.InRange(bytes.Length, 100, 2500);
        Assert.Equal(course.Points.Count, RunCourse.FromBytes(bytes)!.Points.Count);
        Assert.InRange(RunCourse.FromBytes(bytes)!.Length, course.Length - 0.5, course.Length + 0.5);
        Assert.Null(RunCourse.FromBytes(bytes[..^3]));
        Assert.Null(RunCourse.FromBytes([]));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Any_bytes_are_read_as_a_course_or_refused() => Bounded.Run(() =>
        Gen.Byte.Array[0, 200].Sample(bytes => { _ = RunCourse.FromBytes(bytes); }, iter: 5_000));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_run_that_goes_on_after_a_restart_goes_on_along_the_course_and_is_learned_from_if_little_was_missed() => Bounded.Run(() =>
    {
        var log = LoopLog(1.0);
        Assert.NotNull(Interrupted(1.0).Course);
        Assert.Null(Interrupted(40).Course);

        ProgressTracker Interrupted(double pause)
        {
            var learned = new LearnedCourse(Learn(Loop, log));
            var tracker = new ProgressTracker(Log.File(Loop), learned: learned);
            foreach (var (text, at) in log[..50])
            {
                tracker.Feed(Log.Bytes(text), Log.Start.AddSeconds(at));
            }

            var json = JsonSerializer.SerializeToUtf8Bytes(tracker.ToState());
            tracker = ProgressTracker.FromState(JsonSerializer.Deserialize<ProgressState>(json)!, Log.File(Loop), learned: learned);
            Assert.InRange(tracker.Snapshot(Log.Start.AddSeconds(log[49].Seconds)).Percent!.Value, 44, 52);
            foreach (var (text, at) in log[50..])
            {
                tracker.Feed(Log.Bytes(text), Log.Start.AddSeconds(Math.Max(at, log[49].Seconds + pause)));
            }

            return tracker;
        }
    });

    private static (string Text, double Seconds)[] LoopLog(double step)
    {
        List<(string, double)> log = [(Log.Head + ". clear all\n\n. set obs 10\nNumber of observations (_N) was 0, now 10.\n\n. forvalues i = 1/100 {\n  2.   step `i'\n  3. }\n", 0.05)];
        for (var i = 1; i <= 100; i++)
        {
            log.Add(($"step {i} of 100: the slope is 0.5{i}\n", 0.05 + (step * i)));
        }

        log.Add(("\n. display \"done\"\ndone\n\n. " + Log.End, 0.06 + (step * 100)));
        return [.. log];
    }

    private static (string Text, double Seconds)[] CommandLog(double[] seconds, double pace)
    {
        List<(string, double)> log = [(Log.Head, 0)];
        var at = 0.0;
        for (var i = 0; i < seconds.Length; i++)
        {
            log.Add(($". display {i}\n{i}\n\n", at += seconds[i] * pace));
        }

        log.Add((Log.End, at));
        return [.. log];
    }

    private static RunCourse? Learned(string source, (string Text, double Seconds)[] log)
    {
        var tracker = new ProgressTracker(Log.File(source));
        foreach (var (text, at) in log)
        {
            tracker.Feed(Log.Bytes(text), Log.Start.AddSeconds(at));
        }

        return tracker.Course;
    }

    private static RunCourse Learn(string source, (string Text, double Seconds)[] log) => Learned(source, log)!;

    private static void AssertFollows(string source, (string Text, double Seconds)[] before, (string Text, double Seconds)[] log)
    {
        var tracker = new ProgressTracker(Log.File(source), learned: new LearnedCourse(RunCourse.FromBytes(Learn(source, before).ToBytes())!));
        var (length, next, shown) = (log[^1].Seconds, 0, 0.0);
        for (var i = 0; i < 1000; i++)
        {
            var at = length * i / 1000;
            for (; next < log.Length && log[next].Seconds <= at; next++)
            {
                tracker.Feed(Log.Bytes(log[next].Text), Log.Start.AddSeconds(log[next].Seconds));
            }

            if (next == 0 || next == log.Length)
            {
                continue;
            }

            var percent = tracker.Snapshot(Log.Start.AddSeconds(at)).Percent!.Value;
            Assert.InRange(percent, (i / 10.0) - 5, (i / 10.0) + 5);
            Assert.InRange(percent, shown, 100);
            shown = percent;
        }
    }
}
