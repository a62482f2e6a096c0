using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>Finds a function among the families.</summary>
internal static class FunctionTable
{
    public static Expression Bind(Session session, string name, Expression[] arguments)
    {
        var call = new FunctionCall(name, arguments);
        return MathFunctions.Bind(call)
            ?? TextFunctions.Bind(session, call)
            ?? UnicodeFunctions.Bind(call)
            ?? LogicFunctions.Bind(session, call)
            ?? DistributionFunctions.Bind(call)
            ?? RandomFunctions.Bind(session, call)
            ?? DateFunctions.Bind(call)
            ?? throw new StataError(133, $"unknown function {name}()");
    }
}
