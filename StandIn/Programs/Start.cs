using System.Text;
using Microsoft.Win32.SafeHandles;
using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Output;

namespace StataRuns.StandIn.Programs;

/// <summary>The command line: batch mode, started as Stata is (<c>-b do file.do arguments</c>).</summary>
internal static class Start
{
    public const string Version = "0.1.0";

    private const int WrongUsage = 2;
    private const int Failed = 1;

    /// <summary>In every log first: nobody shall take its numbers for Stata's.</summary>
    private const string FirstLine = $"(StataRuns stand-in {Version}: not Stata; it imitates a part of its language)";

    public static int Run(string[] arguments)
    {
        var at = 0;
        var (isBatch, isQuiet) = (false, false);
        for (; at < arguments.Length && IsFlag(arguments[at]); at++)
        {
            isBatch |= arguments[at] is "-b" or "-e" or "-s" or "/e" or "/b" or "/s";
            isQuiet |= arguments[at] is "-q" or "/q";
            if (arguments[at] is "--version" or "-v")
            {
                Say(1, $"stata-stand-in {Version}");
                return 0;
            }
        }

        if (!isBatch || at == arguments.Length)
        {
            Say(2, $"stata-stand-in {Version}: StataRuns' stand-in for Stata, and not Stata. Start it as Stata in batch mode: stata-stand-in -b do file.do [arguments]");
            return WrongUsage;
        }

        try
        {
            return Batch(Words(arguments[at..]), isQuiet);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LogLostException)
        {
            Say(2, $"stata-stand-in: the log could not be written: {e.Message}");
            return Failed;
        }
    }

    /// <summary>A do-file alone is run; what the shell took the quotes of gets them back.</summary>
    private static string[] Words(string[] arguments)
    {
        var isDoFile = arguments[0].EndsWith(".do", StringComparison.OrdinalIgnoreCase);
        return [.. (isDoFile ? ["do"] : Array.Empty<string>()), .. arguments.Select(Quoted)];
    }

    private static string Quoted(string argument) =>
        ByteText.FromUnicode(argument.Contains(' ', StringComparison.Ordinal) && !argument.Contains('"', StringComparison.Ordinal) ? $"\"{argument}\"" : argument);

    private static bool IsFlag(string argument) =>
        argument is "-b" or "-e" or "-s" or "-q" or "/e" or "/b" or "/s" or "/q" or "--version" or "-v";

    private static int Batch(string[] words, bool isQuiet)
    {
        using var session = new Session();
        session.Logs.OpenBatch(ByteText.ToUnicode(LogName(words)));
        var console = session.Console;
        if (LicenceFaults.Words() is { } refusal)
        {
            console.WriteLine(refusal);
            return 0;
        }

        console.WriteLine(FirstLine);
        if (!isQuiet)
        {
            console.WriteLine();
            console.WriteLine($"  StataRuns stand-in {Version}, for trying out and testing StataRuns without Stata.");
            console.WriteLine("  Its statistics are its own, and so are its random numbers.");
        }

        var command = string.Join(' ', words);
        return StartProfiles.Find().Select(profile => Profile(session, profile)).FirstOrDefault(status => status is not null)
            ?? Command(session, command, isQuiet)
            ?? 0; // also after an error, as in Stata: the return code is told by the log and by what do-files write
    }

    /// <summary>As if it had been typed as <c>run</c>; after an error in it the do-file runs all the same.</summary>
    private static int? Profile(Session session, string path)
    {
        var name = ByteText.FromUnicode(path);
        session.Console.WriteLine();
        session.Console.WriteLine($"Running {name} ...");
        return Execute(session, () => DoCommand.RunFile(session, name));
    }

    /// <summary>Runs what batch mode was started with, echoed unless it is quiet.</summary>
    private static int? Command(Session session, string command, bool isQuiet)
    {
        if (!isQuiet)
        {
            session.Console.CommandDone();
            session.Console.Separate();
            session.Console.Echo(". ", command + " ");
        }

        return Execute(session, () => session.Executor.Line(command));
    }

    /// <summary>The exit status, where Stata was told to exit.</summary>
    private static int? Execute(Session session, Action action)
    {
        try
        {
            action();
        }
        catch (StataError error)
        {
            session.Console.ReturnCode(error.Code);
        }
        catch (ExitStata exit)
        {
            return exit.Status & 0xFF;
        }

        return null;
    }

    /// <summary>Named after the do-file, in the folder of the start.</summary>
    private static string LogName(string[] words)
    {
        if (words.Length < 2 || words[0] is not ("do" or "run" or "include" or "inc" or "incl" or "inclu" or "includ"))
        {
            return "stata.log";
        }

        var file = words[1].Trim('"');
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        return (dot > 0 ? name[..dot] : name) + ".log";
    }

    /// <summary>Not by <see cref="System.Console"/>, which would bring encodings and terminals along.</summary>
    private static void Say(int descriptor, string sentence)
    {
        using var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        stream.Write(Encoding.UTF8.GetBytes(sentence + "\n"));
    }
}
