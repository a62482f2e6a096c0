using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Combining;

/// <summary>Makes room in the data in memory for what another data set holds under the same names.</summary>
internal static class Accommodation
{
    /// <summary>Widens a variable's type so that it holds another's values too, and says so.</summary>
    public static void Widen(Session session, Variable variable, Variable other)
    {
        var (before, after) = (variable.Type, variable.Type.With(other.Type));
        if (after != before)
        {
            session.Console.WriteLine($"(variable {variable.Name} was {before}, now {after} to accommodate using data's values)");
            variable.Type = after;
        }
    }

    /// <summary>Takes over value labels; those that are defined already stay, and that is said.</summary>
    public static void Labels(Session session, Dataset other)
    {
        foreach (var (name, labels) in other.ValueLabels)
        {
            if (!session.Data.ValueLabels.TryAdd(name, labels))
            {
                session.Console.WriteLine($"(label {name} already defined)");
            }
        }
    }

    /// <summary>A new variable in the data that looks as another's, without values.</summary>
    public static Variable Declare(Dataset data, Dataset from, Variable like)
    {
        var variable = data.Add(like.Name, like.Type);
        variable.DressAs(like);
        Characteristics(data, from, like.Name);
        return variable;
    }

    public static void Characteristics(Dataset data, Dataset from, string name)
    {
        foreach (var (characteristic, text) in from.Characteristics.Of(name))
        {
            data.Characteristics.Set(name, characteristic, text);
        }
    }

    public static void Copy(Variable from, int fromRow, Variable to, int toRow)
    {
        if (to.IsText)
        {
            to.Set(toRow, from.Text(fromRow));
        }
        else
        {
            to.Set(toRow, from.Number(fromRow));
        }
    }
}
