using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>The lines below a test: its statistic, its null hypothesis, and three alternatives with their probabilities.</summary>
internal static class HypothesisLines
{
    private const int EqualsColumn = 69;

    public static void Statistic(Session session, string left, string name, double value) =>
        session.Console.WriteLine($"{TableText.Left(left, EqualsColumn - ByteText.Width(name) - 2)}{name} ={TableText.Fixed(value, 4),9}");

    public static void Null(Session session, string left, string name, string value) =>
        session.Console.WriteLine($"{TableText.Left(left, EqualsColumn - ByteText.Width(name) - 2)}{name} ={value,9}");

    /// <summary>Whole degrees of freedom have no decimals.</summary>
    public static string Degrees(double degrees) => degrees == Math.Truncate(degrees) ? TableText.Fixed(degrees, 0) : TableText.General(degrees, 8);

    public static void Alternatives(Session session, string subject, string value)
    {
        session.Console.WriteLine();
        Three(session, $"Ha: {subject} < {value}", $"Ha: {subject} != {value}", $"Ha: {subject} > {value}");
    }

    /// <summary>Of a statistic whose distribution is the same on both sides.</summary>
    public static void Probabilities(Session session, char letter, double lower, double both, double upper)
    {
        var small = char.ToLowerInvariant(letter);
        Three(session,
            $"Pr({letter} < {small}) = {TableText.Fixed(lower, 4)}",
            $"Pr(|{letter}| > |{small}|) = {TableText.Fixed(both, 4)}",
            $"Pr({letter} > {small}) = {TableText.Fixed(upper, 4)}");
    }

    /// <summary>Three texts, each in the middle of its third of the line.</summary>
    public static void Three(Session session, string left, string middle, string right)
    {
        var line = new string(' ', Math.Max(0, (21 - ByteText.Width(left)) / 2)) + left;
        line = TableText.Left(line, Math.Max(ByteText.Width(line) + 1, (79 - ByteText.Width(middle)) / 2)) + middle;
        line = TableText.Left(line, Math.Max(ByteText.Width(line) + 1, (139 - ByteText.Width(right)) / 2)) + right;
        session.Console.WriteLine(line);
    }
}
