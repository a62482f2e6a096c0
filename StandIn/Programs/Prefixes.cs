using System.Globalization;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;

namespace StataRuns.StandIn.Programs;

/// <summary>A prefix: what it does around the rest, which is a command or a block.</summary>
/// <param name="rest">What stands behind the prefix's word.</param>
/// <param name="run">Runs what stands behind the whole prefix.</param>
internal delegate void Prefix(Session session, string rest, Action<string> run);

/// <summary><c>capture</c>, <c>quietly</c>, <c>noisily</c>, <c>version #:</c>, <c>break</c>, <c>nobreak</c>.</summary>
internal static class Prefixes
{
    public static Prefix? Find(string word) => word switch
    {
        "capture" or "captur" or "captu" or "capt" or "cap" => Capture,
        "quietly" or "quietl" or "quiet" or "quie" or "qui" => Quietly,
        "noisily" or "noisil" or "noisi" or "nois" or "noi" or "no" or "n" => Noisily,
        "version" or "versio" or "versi" or "vers" => Version,
        "nobreak" or "break" => (_, rest, run) => run(AfterColon(rest)),
        _ => null,
    };

    private static void Capture(Session session, string rest, Action<string> run) =>
        Capture(session, () => InMode(session, OutputMode.Captured, () => run(AfterColon(rest))));

    /// <summary>Runs something, and makes its error the value of <c>_rc</c>.</summary>
    public static void Capture(Session session, Action run)
    {
        var frame = session.Frame;
        try
        {
            run();
            session.Rc = 0;
        }
        catch (StataError error)
        {
            session.Frame = frame;
            session.Data.ResetGroup();
            session.Rc = error.Code;
        }
    }

    private static void Quietly(Session session, string rest, Action<string> run) =>
        InMode(session, session.Console.Mode == OutputMode.Captured ? OutputMode.Captured : OutputMode.Quiet, () => run(AfterColon(rest)));

    private static void Noisily(Session session, string rest, Action<string> run) =>
        InMode(session, OutputMode.Noisy, () => run(AfterColon(rest)));

    public static void InMode(Session session, OutputMode mode, Action run)
    {
        var before = session.Console.Mode;
        session.Console.Mode = mode;
        try
        {
            session.Executor.Reporting(run);
        }
        finally
        {
            session.Console.Mode = before;
        }
    }

    /// <summary>As a prefix for one command; without a colon for the rest of the program or do-file.</summary>
    private static void Version(Session session, string rest, Action<string> run)
    {
        var scanner = new Scanner(rest);
        var number = scanner.Word().TrimEnd(':');
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (number.Length == 0)
        {
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"version {session.Frame.Version}"));
            return;
        }

        var before = session.Frame.Version;
        session.Frame.Version = Number(number.TrimEnd(','));
        if (colon < 0)
        {
            return;
        }

        try
        {
            run(rest[(colon + 1)..].TrimStart());
        }
        finally
        {
            session.Frame.Version = before;
        }
    }

    private static double Number(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        text = at < 0 ? text : text[..at];
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw StataError.InvalidSyntax();
        }

        return number <= Session.Release ? number : throw new StataError(9, $"the stand-in imitates version {Session.Release.ToString(CultureInfo.InvariantCulture)}; it cannot run version {text} programs");
    }

    private static string AfterColon(string rest)
    {
        rest = rest.TrimStart();
        return rest.StartsWith(':') ? rest[1..].TrimStart() : rest;
    }
}
