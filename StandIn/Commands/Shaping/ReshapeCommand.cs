using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>reshape long|wide stubs, i(varlist) [j(varname [values]) string]</c>, and without the rest the way back.</summary>
internal static class ReshapeCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var direction = scanner.Name();
        Action<Session, ReshapeSettings> reshape = direction switch
        {
            "long" => ReshapeLong.Run,
            "wide" => ReshapeWide.Run,
            "clear" => Forget,
            _ => throw StataError.InvalidSyntax(),
        };
        reshape(session, direction == "clear" ? new ReshapeSettings([], "", "", [], false) : ReshapeSettings.Parse(session.Data, scanner.Rest));
    }

    /// <summary>The values of j in order: numbers by size, texts by letters.</summary>
    public static string[] Ordered(IEnumerable<string> values, bool isText) => isText
        ? [.. values.Distinct().Order(StringComparer.Ordinal)]
        : [.. values.Distinct().OrderBy(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))];

    private static void Forget(Session session, ReshapeSettings settings)
    {
        foreach (var name in (string[])["ReS_i", "ReS_j", "ReS_Xij", "ReS_str"])
        {
            session.Data.Characteristics.Set(Characteristics.Data, name, "");
        }
    }
}
