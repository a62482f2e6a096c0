using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>How the covariance of coefficients is estimated.</summary>
internal enum VceKind
{
    Usual,
    Robust,
    Hc2,
    Hc3,
    Cluster,
}

/// <summary>What <c>vce()</c>, <c>robust</c> or <c>cluster()</c> asked for.</summary>
internal sealed record Vce(VceKind Kind, Variable? Cluster)
{
    public bool IsRobust => Kind != VceKind.Usual;

    /// <param name="usual">What the command calls its own way: <c>ols</c>, <c>oim</c>.</param>
    /// <param name="hasLeverage">Whether <c>hc2</c> and <c>hc3</c> exist for it.</param>
    public static Vce Take(Session session, OptionSet options, Weights? weights, string usual, bool hasLeverage = false)
    {
        var vce = new Vce(weights?.Kind == WeightKind.Sampling ? VceKind.Robust : VceKind.Usual, null);
        if (options.Take("robust", 1))
        {
            vce = new Vce(VceKind.Robust, null);
        }

        if (options.TakeText("cluster", out var name, 2))
        {
            vce = new Vce(VceKind.Cluster, VariableList.Single(session.Data, name));
        }

        return options.TakeText("vce", out var text) ? Read(session, text, usual, hasLeverage) : vce;
    }

    /// <summary><c>e(vce)</c></summary>
    public string Name(string usual) => Kind switch
    {
        VceKind.Usual => usual,
        VceKind.Hc2 => "hc2",
        VceKind.Hc3 => "hc3",
        VceKind.Cluster => "cluster",
        _ => "robust",
    };

    /// <summary><c>e(vcetype)</c>, which heads the column of standard errors.</summary>
    public string Title => Kind switch
    {
        VceKind.Usual => "",
        VceKind.Hc2 => "Robust HC2",
        VceKind.Hc3 => "Robust HC3",
        _ => "Robust",
    };

    private static Vce Read(Session session, string text, string usual, bool hasLeverage)
    {
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var word] when OptionSet.IsAbbreviation(word, usual, 1) => new Vce(VceKind.Usual, null),
            [var word] when OptionSet.IsAbbreviation(word, "robust", 1) => new Vce(VceKind.Robust, null),
            ["hc2"] when hasLeverage => new Vce(VceKind.Hc2, null),
            ["hc3"] when hasLeverage => new Vce(VceKind.Hc3, null),
            [var word, var name] when OptionSet.IsAbbreviation(word, "cluster", 2) => new Vce(VceKind.Cluster, VariableList.Single(session.Data, name)),
            ["bootstrap" or "boot" or "jackknife" or "jack", ..] => throw StataError.NotImitated("vce(bootstrap) and vce(jackknife); the prefixes of these names do the same"),
            _ => throw new StataError(198, "option vce() incorrectly specified"),
        };
    }
}
