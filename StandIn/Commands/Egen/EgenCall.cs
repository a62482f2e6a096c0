using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary>What an <c>egen</c> function is asked for, and the groups to do it in.</summary>
internal sealed class EgenCall(Session session, CommandSyntax syntax, string function, string argument, StorageType? type, List<Variable> by)
{
    public Session Session => session;

    public Dataset Data => session.Data;

    public string Function => function;

    public string Argument => argument;

    public OptionSet Options => syntax.Options;

    /// <summary>As the user gave it, or what <c>set type</c> says.</summary>
    public StorageType Type => type ?? StorageType.Parse(session.Settings.Type)!.Value;

    public bool IsTypeGiven => type is not null;

    public bool IsGrouped => by.Count > 0 || session.Data.Groups is not null;

    public int[] Selected() => [.. syntax.Selected()];

    /// <summary>Runs something with the selected observations of each group.</summary>
    public void ForEachGroup(Action<int[]> run)
    {
        if (by.Count == 0)
        {
            Data.ForEachGroup(() => run(Selected()));
            return;
        }

        var groups = Grouping.Of(Selected(), by);
        for (var group = 0; group < groups.Count; group++)
        {
            run(groups[group].ToArray());
        }
    }

    public void RefuseGroups()
    {
        if (IsGrouped)
        {
            throw new StataError(190, $"egen ... {function}() may not be combined with by");
        }
    }

    public Expression Numbers() => ExpressionParser.Parse(session, argument).MustBeNumber();

    public List<Variable> Variables() =>
        argument.Trim().Length == 0 ? throw new StataError(100, "varlist required") : VariableList.Existing(Data, argument);

    public List<Variable> NumericVariables()
    {
        var variables = Variables();
        return variables.Find(variable => variable.IsText) is { } text ? throw new StataError(109, $"type mismatch: {text.Name} is string") : variables;
    }
}
