using System.Text;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>A linear combination of the coefficients in <c>e(b)</c>, and the value it is said to have.</summary>
internal sealed record LinearHypothesis(double[] Weights, double Value)
{
    /// <summary>As <c>test</c> prints it: <c>x - 2*z = 1</c>; coefficients of likelihoods with their equation.</summary>
    public string Text(Stripe[] names)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Weights.Length; i++)
        {
            var weight = Weights[i];
            if (weight == 0)
            {
                continue;
            }

            text.Append(text.Length == 0 ? weight < 0 ? "- " : "" : weight < 0 ? " - " : " + ");
            if (Math.Abs(weight) != 1)
            {
                text.Append(DisplayFormat.Float.Bare(Math.Abs(weight))).Append('*');
            }

            text.Append(names[i].Equation.Length > 0 ? $"[{names[i].Equation}]" : "").Append(names[i].Name);
        }

        return $"{text} = {DisplayFormat.Float.Bare(Value)}";
    }
}
