using System.Diagnostics;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary><c>shell</c>, <c>sleep</c>, <c>about</c>, <c>which</c>.</summary>
internal static class SystemCommands
{
    /// <summary>The child has our standard output and folder, as in Stata's batch mode: its words don't go into the log.</summary>
    public static void Shell(Session session, string rest)
    {
        if (rest.Trim().Length == 0)
        {
            throw StataError.NotImitated("shell without a command");
        }

        var isWindows = OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(isWindows ? "cmd.exe" : "/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add(isWindows ? "/c" : "-c");
        start.ArgumentList.Add(ByteText.ToUnicode(rest.Trim()));
        using var process = Process.Start(start) ?? throw new StataError(693, "the shell could not be started");
        process.WaitForExit();
    }

    public static void Sleep(Session session, string rest)
    {
        var milliseconds = session.Number(rest.Trim());
        if (Missing.Is(milliseconds) || milliseconds is < 0 or > int.MaxValue)
        {
            throw StataError.InvalidSyntax();
        }

        Thread.Sleep((int)milliseconds);
    }

    public static void About(Session session, string rest)
    {
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"StataRuns stand-in {Start.Version}");
        console.WriteLine("It imitates a part of Stata's language, for trying out and testing StataRuns.");
        console.WriteLine("It is not Stata, and not made by StataCorp. No licence is needed or checked.");
    }

    public static void Which(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var name = (comma < 0 ? rest : rest[..comma]).Trim();
        if (CommandTable.Find(name) is { } command)
        {
            session.Console.WriteLine($"built-in command:  {command.Name}");
        }
        else if (Names.IsName(name) && FileNames.Exists(name + ".ado"))
        {
            session.Console.WriteLine($"./{name}.ado");
        }
        else
        {
            throw new StataError(111, $"command {name} not found as either built-in or ado-file");
        }
    }
}
