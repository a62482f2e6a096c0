using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>order varlist [, first last before(varname) after(varname) alphabetic sequential]</c></summary>
internal static class OrderCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isLast = options.Take("last");
        options.Take("first");
        var hasBefore = options.TakeText("before", out var before, 1);
        var hasAfter = options.TakeText("after", out var after, 1);
        var (isAlphabetic, isSequential) = (options.Take("alphabetic", 1), options.Take("sequential", 3));
        options.Finish();
        var data = session.Data;
        var named = VariableList.Distinct(data, comma < 0 ? rest : rest[..comma]);
        if (named.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (isAlphabetic || isSequential)
        {
            named = [.. named.Order(Comparer<Variable>.Create((left, right) => isSequential ? Sequential(left.Name, right.Name) : string.CompareOrdinal(left.Name, right.Name)))];
        }

        List<Variable> others = [.. data.Variables.Except(named)];
        var place = isLast ? others.Count : 0;
        if (hasBefore || hasAfter)
        {
            var index = others.IndexOf(VariableList.Single(data, hasBefore ? before : after));
            place = index < 0 ? throw new StataError(198, "the variable to stand beside may not be moved itself") : index + (hasAfter ? 1 : 0);
        }

        others.InsertRange(place, named);
        data.Variables.Clear();
        data.Variables.AddRange(others);
        data.IsChanged = true;
    }

    /// <summary>By letters, and by the size of the number at the end: x2 stands before x10.</summary>
    private static int Sequential(string left, string right)
    {
        var (leftStem, leftNumber) = VariableList.Numbered(left);
        var (rightStem, rightNumber) = VariableList.Numbered(right);
        var byStem = string.CompareOrdinal(leftStem, rightStem);
        return byStem != 0 ? byStem : leftNumber.CompareTo(rightNumber);
    }
}
