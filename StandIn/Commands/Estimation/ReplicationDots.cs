using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>
/// Tells how far a resampling command is. Up to version 17 a ruler and 50 marks a line; since then one line, in which every tenth mark
/// is the count. Each mark is in the log as soon as it's made.
/// </summary>
internal sealed class ReplicationDots(Session session, string title, int replications)
{
    private const double InlineSince = 18;
    private const int MarksInLine = 50;

    private readonly bool _isInline = session.Frame.Version >= InlineSince;
    private int _done;

    public void Begin()
    {
        var count = _isInline ? NumberText.Integer(replications) : replications.ToString(CultureInfo.InvariantCulture);
        if (_isInline)
        {
            session.Console.Write($"{title} ({count}): ");
        }
        else
        {
            session.Console.WriteLine($"{title} ({count})");
            Ruler(session);
        }

        session.Logs.Flush();
    }

    public static void Ruler(Session session) => session.Console.WriteLine("----+--- 1 ---+--- 2 ---+--- 3 ---+--- 4 ---+--- 5 ");

    public void Mark(bool isFailure)
    {
        _done++;
        session.Console.Write(_isInline && _done % 10 == 0 && !isFailure ? NumberText.Integer(_done) : isFailure ? "x" : ".");
        if (!_isInline && _done % MarksInLine == 0)
        {
            session.Console.WriteLine($"{_done,6}");
        }

        session.Logs.Flush();
    }

    public void End()
    {
        if (_isInline)
        {
            session.Console.WriteLine(" done");
        }
        else
        {
            session.Console.EndLine();
        }
    }
}
