using System.Runtime.CompilerServices;
using StataRuns.StandIn.Commands;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Output;
using Console = StataRuns.StandIn.Output.Console;

namespace StataRuns.StandIn.Programs;

/// <summary>
/// Runs a do-file line by line, echoing as batch mode does: every line behind its prompt, a blank line between commands,
/// the lines of loops and programs numbered and read as a whole, the lines of <c>if {</c> and <c>capture {</c> run as they come.
/// </summary>
internal sealed class DoFileRunner(Session session, DoFileReader reader, bool echoes, bool stopsAtErrors)
{
    private readonly Console _console = session.Console;
    private readonly Frame _frame = session.Frame;
    private readonly DoFileEcho _echo = new(session.Console, reader, echoes);
    private bool? _lastIf;
    private int _openBranches;
    private OutputMode _blockMode;

    public void Run()
    {
        if (echoes)
        {
            _console.CommandDone();
        }

        var outer = _frame.NextLine;
        _frame.NextLine = Following;
        try
        {
            Lines(isBranch: false, isLive: true);
        }
        catch (StataError error)
        {
            if (echoes && _console.IsNoisy)
            {
                _console.ReturnCode(error.Code);
            }

            EndOfDoFile(isAtPrompt: false);
            throw;
        }
        finally
        {
            _frame.NextLine = outer;
        }

        EndOfDoFile(isAtPrompt: session.Pending != Flow.Exit);
        session.Pending = Flow.None;
    }

    private string? Following(int number)
    {
        _echo.Number(number);
        if (!reader.Next(out var line))
        {
            _echo.StopNumbering();
            return null;
        }

        _echo.Line(line);
        return line.Code;
    }

    private void EndOfDoFile(bool isAtPrompt)
    {
        if (!echoes || !_console.IsNoisy)
        {
            return;
        }

        _console.EndLine();
        if (isAtPrompt)
        {
            _console.Separate();
            _console.Write(DoFileEcho.Prompt);
        }

        _console.WriteLine();
        _console.WriteLine("end of do-file");
        _console.CommandDone();
    }

    /// <summary>Reads and runs lines up to the end of the file or, in a branch, the brace that closes it.</summary>
    /// <param name="isLive">False where an <c>if</c> was false: lines are echoed and passed over.</param>
    private void Lines(bool isBranch, bool isLive)
    {
        if (!isLive)
        {
            PassOver(_openBranches - 1);
            return;
        }

        while (reader.Next(out var line))
        {
            _echo.Line(line);
            if (line.IsEmpty)
            {
                continue;
            }

            if (isBranch && BlockParser.Closes(line.Code))
            {
                _openBranches--;
                return;
            }

            Live(line.Code, isBranch);
            if (session.Pending is Flow.Continue or Flow.Break)
            {
                session.Pending = Flow.None;
                session.Executor.Reporting(() => throw new StataError(198, "continue not within a loop"));
            }

            if (session.Pending != Flow.None)
            {
                return;
            }
        }

        if (isBranch)
        {
            throw new StataError(198, "matching close brace not found");
        }
    }

    /// <summary>Echoes lines without running them, until so few branches are open.</summary>
    private void PassOver(int branches)
    {
        while (_openBranches > branches && reader.Next(out var line))
        {
            _echo.Line(line);
            _openBranches += BlockParser.Closes(line.Code) ? -1 : BlockParser.Opens(line.Code) ? 1 : 0;
        }

        if (_openBranches > branches)
        {
            _openBranches = branches;
            session.Executor.Reporting(() => throw new StataError(198, "matching close brace not found"));
        }
    }

    private void Live(string code, bool isBranch)
    {
        var isDirective = code.StartsWith('#');
        try
        {
            session.Executor.Reporting(() => Run(code, isDirective));
        }
        catch (StataError error) when (!stopsAtErrors && error.Code != StataError.Break)
        {
            session.Frame = _frame;
            _console.ReturnCode(error.Code);
        }
        finally
        {
            if (!isBranch && echoes && !isDirective)
            {
                _console.CommandDone();
            }
        }

        session.Logs.Flush();
    }

    private void Run(string code, bool isDirective)
    {
        if (isDirective)
        {
            _console.WriteLine($"delimiter now {DelimitDirective.Apply(reader, code)}");
        }
        else if (BlockParser.DefinesProgram(code))
        {
            var lines = Collect(code, 1, line => line == "end");
            ProgramDefinition.Define(session, session.Macros.Expand(code), lines[1..^1]);
            _lastIf = null;
        }
        else if (!BlockParser.Opens(code))
        {
            _lastIf = session.Executor.Step(new Node(code, null), _lastIf);
        }
        else if (Loops.Begins(code))
        {
            var depth = 0;
            var lines = Collect(code, 2, line => (depth += BlockParser.Opens(line) ? 1 : BlockParser.Closes(line) ? -1 : 0) == 0);
            session.Logs.Flush(); // a loop may take long, whatever is in it
            session.Executor.Run(BlockParser.Parse(lines));
            _lastIf = null;
        }
        else
        {
            OpenBranch(code[..^1].Trim());
        }
    }

    /// <summary>The lines of a loop or program, each behind its number; a comment takes the prompt and not the number.</summary>
    private List<string> Collect(string first, int number, Func<string, bool> isLast)
    {
        var lines = new List<string> { first };
        isLast(first);
        _echo.Number(number);
        while (reader.Next(out var line))
        {
            _echo.Line(line);
            if (line.IsEmpty)
            {
                continue;
            }

            lines.Add(line.Code);
            if (isLast(line.Code))
            {
                return lines;
            }

            _echo.Number(++number);
        }

        _echo.StopNumbering();
        session.Executor.Reporting(() => throw new StataError(198, first.EndsWith('{') ? "matching close brace not found" : "unexpected end of file"));
        return lines;
    }

    /// <summary>A header whose brace has been read: if it fails, its lines are still there.</summary>
    private void OpenBranch(string header)
    {
        var outer = _openBranches++;
        try
        {
            Branch(header);
        }
        catch (StataError) when (!stopsAtErrors)
        {
            PassOver(outer);
            throw;
        }
    }

    /// <summary><c>if</c>, <c>else</c>, <c>capture</c> and the like with a brace: their lines run as they come.</summary>
    private void Branch(string header)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var scanner = new Scanner(header);
        var word = scanner.Name();
        if (word == "if")
        {
            var condition = session.Executor.Condition(scanner.Rest);
            Lines(isBranch: true, condition);
            _lastIf = condition;
        }
        else if (word == "else")
        {
            Else(scanner.Rest.Trim());
        }
        else
        {
            Prefixed(word, scanner.Rest);
            _lastIf = null;
        }
    }

    /// <summary>If a line fails and the block is captured, those behind it are passed over.</summary>
    private void Prefixed(string word, string rest)
    {
        if (Prefixes.Find(word) is not { } prefix)
        {
            session.Executor.Reporting(() => throw (word.Length > 0 && CommandTable.Find(word) is null
                ? new StataError(199, $"command {word} is unrecognized")
                : StataError.InvalidSyntax()));
            return;
        }

        var outer = _openBranches - 1;
        prefix(session, rest, behind =>
        {
            behind = behind.Trim();
            if (behind.Length > 0)
            {
                Branch(behind);
            }
            else
            {
                _lastIf = null;
                var mode = _console.Mode;
                try
                {
                    Lines(isBranch: true, isLive: true);
                }
                finally
                {
                    _blockMode = mode; // what is passed over is echoed as this block is, whatever blocks it held
                }
            }
        });

        if (_openBranches > outer && session.Pending == Flow.None)
        {
            Prefixes.InMode(session, _blockMode, () => PassOver(outer));
        }
    }

    private void Else(string rest)
    {
        if (_lastIf is not { } wasTrue)
        {
            session.Executor.Reporting(() => throw new StataError(198, "else without if"));
            return;
        }

        var isElseIf = new Scanner(rest).Name() == "if";
        var condition = !wasTrue && (!isElseIf || session.Executor.Condition(rest[2..]));
        if (!isElseIf && rest.Length > 0)
        {
            session.Executor.Reporting(() => throw StataError.InvalidSyntax());
        }

        Lines(isBranch: true, condition);
        _lastIf = isElseIf ? wasTrue || condition : null;
    }
}
