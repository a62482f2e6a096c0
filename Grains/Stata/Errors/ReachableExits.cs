namespace StataRuns.Stata;

/// <summary>
/// Every <c>exit, STATA</c> that a command can reach by itself, without an echo: in a loop's or a quiet block's body, in the programs that it calls, in the do-files that it runs silently.
/// </summary>
internal sealed class ReachableExits
{
    /// <summary>Programs that call programs; Stata itself stops at 64.</summary>
    private const int Deepest = 64;

    /// <summary>So many do-files are opened; each may mean a look through much text for the macros in its path.</summary>
    private const int MostOpened = 500;

    private readonly ProgressTracker _tracker;
    private readonly DefinedPrograms _programs;
    private readonly int _status;

    // Each body is read once, however many calls lead to it; one that is still being read (a program that calls itself) reaches nothing new.
    private readonly Dictionary<(DoFile File, int Line), bool> _read = [];
    private readonly HashSet<int> _codes = [];
    private int _opened;
    private bool _isUncertain;

    /// <param name="tracker">Fed with the whole log.</param>
    /// <param name="programs">What was defined.</param>
    /// <param name="status">The process's exit status.</param>
    public ReachableExits(ProgressTracker tracker, DefinedPrograms programs, int status)
    {
        _tracker = tracker;
        _programs = programs;
        _status = status;
    }

    /// <summary>The one code that all of those tell of which fit the status; null where there is none, or more than one.</summary>
    public int? Code => !_isUncertain && _codes.Count == 1 ? _codes.First() : null;

    /// <summary>Looks at a line and all that runs below it.</summary>
    /// <returns>Is there an exit that fits?</returns>
    public bool Add(DoFile file, int line) => Add(file, line, [(file, line)]);

    /// <summary>Looks at the body of a block and all that runs below it.</summary>
    /// <returns>Is there an exit that fits?</returns>
    public bool AddBody(DoFile file, int block) => AddLines(file, block + 1, file.CodeLines[block].BlockEnd, [(file, block)]);

    private bool AddLines(DoFile file, int first, int end, List<(DoFile File, int Line)> places)
    {
        var (found, blockEnd) = (false, -1);
        for (var i = first; i < end && i < file.CodeLines.Length; i++)
        {
            var line = file.CodeLines[i];
            if (line.Kind is DoCommandKind.Program or DoCommandKind.Mata or DoCommandKind.Embedded or DoCommandKind.Input)
            {
                i = line.BlockEnd;
                continue;
            }

            found |= Add(file, i, [(file, i), .. places.Skip(ReferenceEquals(places[0].File, file) ? 1 : 0)]);
            if (line.BlockEnd > i)
            {
                blockEnd = Math.Max(blockEnd, line.BlockEnd);
            }
            else if (i > blockEnd && StataExit.TryParse(file.Code(i), out _))
            {
                break; // without a condition: what stands behind is never reached
            }
        }

        return found;
    }

    private bool Add(DoFile file, int line, List<(DoFile File, int Line)> places)
    {
        var command = OneLineBody.Of(file.Code(line));
        command = command.IsEmpty ? file.Code(line) : command;
        if (StataExit.TryParse(command, out var exit))
        {
            return exit.EndsStata && Add(exit);
        }

        if (places.Count > Deepest)
        {
            return false;
        }

        if (DoCall.Parse(command) is { } call)
        {
            return _opened++ < MostOpened && _tracker.Open(call, places) is { } called && AddOnce(called, -1, int.MaxValue, places);
        }

        var (any, all) = (false, true);
        foreach (var (definingFile, definition) in _programs.CalledBy(command))
        {
            var found = AddOnce(definingFile, definition, definingFile.CodeLines[definition].BlockEnd, places);
            (any, all) = (any || found, all && found);
        }

        // Of several definitions it is not known which one ran.
        _isUncertain |= any && !all;
        return any;
    }

    /// <summary>Looks at the lines behind a definition's first one, or at a whole file (-1).</summary>
    private bool AddOnce(DoFile file, int head, int end, List<(DoFile File, int Line)> outer)
    {
        if (_read.TryGetValue((file, head), out var known))
        {
            return known;
        }

        _read[(file, head)] = false;
        return _read[(file, head)] = AddLines(file, head + 1, end, [(file, Math.Max(head, 0)), .. outer]);
    }

    private bool Add(StataExit exit)
    {
        if (exit.CodeAt(_status, out var isKnown) is { } code)
        {
            _codes.Add(code);
            return true;
        }

        _isUncertain |= !isKnown;
        return !isKnown;
    }
}
