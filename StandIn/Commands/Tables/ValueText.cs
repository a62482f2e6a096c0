using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>Values as tables show them: by their value label, or in the variable's format.</summary>
internal static class ValueText
{
    public static string Of(Session session, Variable variable, int observation, bool hasLabels = true) =>
        variable.IsText ? variable.Text(observation) : Of(session, variable, variable.Number(observation), hasLabels);

    public static string Of(Session session, Variable variable, double value, bool hasLabels = true) =>
        (hasLabels ? Label(session, variable, value) : null) ?? variable.Format.Bare(value).Trim();

    /// <summary>Null for a value that has none.</summary>
    public static string? Label(Session session, Variable variable, double value) =>
        variable.ValueLabel.Length > 0 && session.ValueLabels.TryGetValue(variable.ValueLabel, out var labels) && labels.TryGetValue(value, out var label)
            ? label
            : null;

    /// <summary>What a variable is called in heads: its label, or its name where it has none.</summary>
    public static string Title(Variable variable) => variable.Label.Length > 0 ? variable.Label : variable.Name;
}
