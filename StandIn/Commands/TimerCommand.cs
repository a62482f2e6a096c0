using System.Globalization;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands;

/// <summary><c>timer on|off|clear|list</c></summary>
internal static class TimerCommand
{
    public static void Run(Session session, string rest)
    {
        var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var number = words.Length > 1 ? Number(session, words[1]) : 0;
        switch (words)
        {
            case ["on", _]:
                session.Timers.On(number);
                break;
            case ["off", _]:
                session.Timers.Off(number);
                break;
            case ["clear"]:
                session.Timers.Clear();
                break;
            case ["clear", _]:
                session.Timers.Clear(number);
                break;
            case ["list"] or ["list", _]:
                List(session, number);
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void List(Session session, int wanted)
    {
        session.R = new Results();
        foreach (var (number, seconds, runs) in session.Timers.Used.Where(timer => wanted == 0 || timer.Number == wanted))
        {
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"t{number}"), seconds);
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"nt{number}"), runs);
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number,4}: {seconds,9:0.00} /{runs,9} = {seconds / Math.Max(1, runs),12:0.0000}"));
        }
    }

    private static int Number(Session session, string text) =>
        session.Number(text) is >= 1 and <= Timers.Last and var number && number == Math.Truncate(number)
            ? (int)number
            : throw StataError.InvalidSyntax();
}
