using System.Text;

namespace StataRuns.Stata.Tests;

/// <summary>Logs as batch mode writes them around a user's do-file.</summary>
internal static class Log
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public const string Head =
        """
        . quietly run `"/home/ann/.local/share/stataruns/runs/01jd8c6r3v9k2m5x7q0w4e1t8z.
        > lab2/attempt-1/begin.do"'

        . capture noisily do `"/p/main.do"'


        """;

    public const string End =
        """

        end of do-file

        . run `"/runs/x/1/end.do"' `=_rc'

        .
        end of do-file


        """;

    public static DoFile File(string source, string path = "/p/main.do") => DoFile.Parse(Encoding.UTF8.GetBytes(source), path);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A tracker that has read a log.</summary>
    public static ProgressTracker Read(string doFile, string log, params (string Path, string Source)[] nested)
    {
        var tracker = new ProgressTracker(File(doFile), Open(nested));
        tracker.Feed(Bytes(log), Start);
        return tracker;
    }

    public static Func<string, DoFile?> Open(params (string Path, string Source)[] nested) =>
        path => nested.Where(file => file.Path == path).Select(file => File(file.Source, "/p/" + file.Path)).FirstOrDefault();
}
