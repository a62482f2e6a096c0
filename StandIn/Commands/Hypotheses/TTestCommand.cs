using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>ttest</c> and <c>ttesti</c>: tests of one mean, of two, and of paired observations.</summary>
internal static class TTestCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var level = Comparison.Level(session, options);
        var (isUnpaired, isUnequal, isWelch) = (options.Take("unpaired", 3), options.Take("unequal", 4), options.Take("welch", 1));
        var comparison = Comparison.Parse(session, syntax);
        options.Finish();
        var test = new TTest(session, level, isUnequal, isWelch);
        if (comparison.Value is { } value)
        {
            var summary = Sample.Of(syntax, comparison.Variable).NotEmpty().Summary(comparison.Variable);
            test.OneSample(Moments.Of(comparison.Variable.Name, summary), value);
        }
        else if (comparison.Group is { } by)
        {
            var groups = TwoGroups.Of(session, Sample.Of(syntax, comparison.Variable, by).NotEmpty(), by).Cut(8);
            test.TwoSamples("Group", Moments.Of(groups.FirstLabel, groups.First.Summary(comparison.Variable)), Moments.Of(groups.SecondLabel, groups.Second.Summary(comparison.Variable)));
        }
        else if (isUnpaired)
        {
            test.TwoSamples("Variable",
                Moments.Of(comparison.Variable.Name, Sample.Of(syntax, comparison.Variable).NotEmpty().Summary(comparison.Variable)),
                Moments.Of(comparison.Other!.Name, Sample.Of(syntax, comparison.Other).NotEmpty().Summary(comparison.Other)));
        }
        else
        {
            var (x, y) = (comparison.Variable, comparison.Other!);
            var sample = Sample.Of(syntax, x, y).NotEmpty();
            var differences = Statistics.Summary.Of(Array.ConvertAll(sample.Rows, at => x.Number(at) - y.Number(at)));
            test.Paired(Moments.Of(x.Name, sample.Summary(x)), Moments.Of(y.Name, sample.Summary(y)), Moments.Of("diff", differences));
        }
    }

    /// <summary><c>ttesti #obs #mean #sd #val</c>, or with <c>#obs2 #mean2 #sd2</c> in place of the value.</summary>
    public static void Immediate(Session session, string rest)
    {
        var comma = Lexing.CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var level = Comparison.Level(session, options);
        var test = new TTest(session, level, options.Take("unequal", 4), options.Take("welch", 1));
        options.Finish();
        double[] numbers = [.. (comma < 0 ? rest : rest[..comma]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(session.Number)];
        switch (numbers.Length)
        {
            case 4:
                test.OneSample(Group("x", numbers), numbers[3]);
                break;
            case 6:
                test.TwoSamples("", Group("x", numbers), Group("y", numbers.AsSpan(3)));
                break;
            default:
                throw StataError.InvalidSyntax();
        }

        static Moments Group(string name, ReadOnlySpan<double> numbers) =>
            numbers[0] >= 1 && numbers[2] >= 0 ? new Moments(name, numbers[0], numbers[1], numbers[2]) : throw new StataError(198, "observations and standard deviation must be positive");
    }
}
