using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// The do-files around a user's: <c>output.do</c> (which batch mode runs, and which names the log), <c>begin.do</c> and <c>end.do</c>.
/// They are why a return code is known at all: batch mode's exit status is 0 whatever happened.
/// </summary>
/// <remarks>
/// Everything that is needed after the user's file is literal text in <c>output.do</c> and <c>end.do</c>: <c>clear all</c>,
/// <c>macro drop _all</c>, <c>program drop _all</c>, <c>file close _all</c>, <c>log close _all</c>, <c>cd</c>, <c>preserve</c> and
/// <c>#delimit</c> in the user's file leave it alone. <c>run</c> echoes nothing, so a log holds three commands of ours at most.
/// Every name is absolute: a <c>profile.do</c> may have changed the folder.
/// </remarks>
internal sealed record WrapperDoFiles(byte[] Output, byte[] Begin, byte[] End)
{
    public const string OutputName = BatchCommand.DoFileName;
    public const string BeginName = "begin.do";
    public const string EndName = "end.do";

    /// <summary>
    /// Stata's own limit on a command line (<c>help limits</c>) is 264 408 characters in its smallest edition; what is longer fails
    /// there in ways that are hard to understand.
    /// </summary>
    private const int LongestCommand = 200_000;

    /// <summary>A file name in the attempt folder for each of the three, ready to be written.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Files => [(OutputName, Output), (BeginName, Begin), (EndName, End)];

    /// <summary>The texts, or null and the sentence that says what can't be handed to Stata.</summary>
    public static WrapperDoFiles? Render(WrapperRequest request, out string? problem)
    {
        if (request.Nonce.Length == 0 || !request.Nonce.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("A nonce is letters and digits.", nameof(request));
        }

        var command = new StringBuilder();
        if (QuotePath(request.DoFilePath, "do-file's path", out problem) is not { } doFile
            || QuotePath(request.WorkingFolder, "working folder", out problem) is not { } working
            || QuotePath(Path(request, BeginName), "run's own folder", out problem) is not { } begin
            || QuotePath(Path(request, EndName), "run's own folder", out problem) is not { } end
            || QuotePath(Path(request, BegunMark.FileName), "run's own folder", out problem) is not { } begun
            || QuotePath(Path(request, ResultMark.FileName), "run's own folder", out problem) is not { } result
            || QuotePath(Path(request, GraphExport.FolderName), "run's own folder", out problem) is not { } graphs)
        {
            return null;
        }

        command.Append(WrapperEcho.UserCommand).Append(' ').Append(doFile);
        for (var i = 0; i < request.Arguments.Count; i++)
        {
            if (Quote(request.Arguments[i], $"argument {i + 1}", out problem) is not { } argument)
            {
                return null;
            }

            command.Append(' ').Append(argument);
        }

        if (command.Length > LongestCommand)
        {
            problem = $"The do-file's path and arguments make a command of {command.Length} characters; Stata takes {LongestCommand}. Put the long arguments into a file that the do-file reads.";
            return null;
        }

        return new WrapperDoFiles(
            Utf8($"{WrapperEcho.BeginCommand} {begin}\n{command}\nrun {end} `=_rc'\n"),
            Utf8(BeginText(request.Nonce, begun, working, end)),
            Utf8(EndText(request.Nonce, result) + GraphExport.Text(graphs)));
    }

    /// <summary>The mark <c>begun</c> comes first: without it Stata never ran a line of ours (a refused licence, say).</summary>
    private static string BeginText(string nonce, string begun, string working, string end) => $$"""
        file open stataruns_mark using {{begun}}, write text replace
        file write stataruns_mark "{{nonce}}" _n
        file close stataruns_mark
        set more off
        capture cd {{working}}
        if _rc != 0 {
            local rc = _rc
            capture noisily cd {{working}}
            run {{end}} `rc'
            exit, STATA clear
        }

        """.ReplaceLineEndings("\n");

    private static string EndText(string nonce, string result) => $$"""
        args rc
        capture file close stataruns_mark
        file open stataruns_mark using {{result}}, write text replace
        file write stataruns_mark "{{nonce}} `rc' end" _n
        file close stataruns_mark

        """.ReplaceLineEndings("\n");

    private static string? QuotePath(string path, string what, out string? problem)
    {
        // [U] 11.6: Stata understands forward slashes on every system, and they need no escape. Only a Windows path is turned:
        // elsewhere a backslash is part of a name.
        var isWindowsPath = path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':');
        return Quote(isWindowsPath ? path.Replace('\\', '/') : path, what, out problem);
    }

    private static string? Quote(string text, string what, out string? problem)
    {
        var literal = StataLiteral.Quote(text, out var reason);
        problem = reason is null ? null : $"The {what} can't be written in Stata's language: {reason}.";
        return literal;
    }

    private static string Path(WrapperRequest request, string name) => System.IO.Path.Combine(request.AttemptFolder, name);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text); // no byte-order mark: Stata would read it as part of a command
}
