namespace StataRuns.Stata;

/// <summary>
/// The logical lines that a run has reached, in order, read from the do-files and from how far their echoes got: those of the open do-files up to the current one, and all of
/// the do-files that were run before by a path that can be told. Bodies of programs and of other languages are passed over.
/// </summary>
internal sealed class ReachedLines
{
    /// <summary>What is read at most, whatever do-files run each other.</summary>
    public const int Most = 200_000;

    /// <summary>Do-files that run do-files; Stata itself stops at 64.</summary>
    private const int Deepest = 16;

    /// <summary>So many do-files are opened; each may mean a look through much text for the macros in its path.</summary>
    private const int MostOpened = 500;

    private readonly ProgressTracker _tracker;
    private readonly List<ReachedLine> _lines = [];
    private int _opened;

    private ReachedLines(ProgressTracker tracker) => _tracker = tracker;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReachedLine> Of(ProgressTracker tracker)
    {
        var reached = new ReachedLines(tracker);
        List<(DoFile File, int Line)> places = [];
        for (var i = 0; i < tracker.Frames.Count; i++)
        {
            if (tracker.Frames[i] is not { File: { } file, Current: >= 0 and var current })
            {
                continue;
            }

            // What is open runs in a frame of its own, which comes next.
            var open = i + 1 < tracker.Frames.Count ? tracker.Frames[i + 1].CallLine : -1;
            var line = file.CodeLines[current];
            var last = line.Kind == DoCommandKind.Loop ? line.BlockEnd : current;
            reached.Add(file, last, current, open, isCertain: true, places);
            places.Insert(0, (file, current));
        }

        return reached._lines;
    }

    /// <param name="file">The file to read.</param>
    /// <param name="last">Its last line to take.</param>
    /// <param name="current">The line that runs; behind the last one if the file has ended.</param>
    /// <param name="open">The line of a do-file that is open, and added by the caller; -1 if there is none.</param>
    /// <param name="isCertain">Was the file run for certain?</param>
    /// <param name="outer">The places of the do-files around it, the innermost first.</param>
    private void Add(DoFile file, int last, int current, int open, bool isCertain, List<(DoFile File, int Line)> outer)
    {
        var branchEnd = -1;
        for (var i = 0; i <= last && i < file.CodeLines.Length && _lines.Count < Most; i++)
        {
            var line = file.CodeLines[i];
            var ran = isCertain && i > branchEnd && OneLineBody.Of(file.Code(i)).IsEmpty;
            _lines.Add(new ReachedLine(file, i, ran));
            if (line.Kind is DoCommandKind.Program or DoCommandKind.Mata or DoCommandKind.Embedded or DoCommandKind.Input)
            {
                i = line.BlockEnd;
            }
            else if (line.Kind == DoCommandKind.Branch && i > branchEnd && IsConditional(file.Code(i)) && !(i <= current && current <= line.BlockEnd))
            {
                // A branch is echoed whether it was taken or not; the one that is being run was.
                branchEnd = line.BlockEnd;
            }
            else if (i != open && outer.Count < Deepest && file.CallAt(i) is { } call)
            {
                List<(DoFile File, int Line)> places = [(file, i), .. outer];
                if (places.FindIndex(1, place => ReferenceEquals(place.File, file)) < 0 && _opened++ < MostOpened && _tracker.Open(call, places) is { } called)
                {
                    Add(called, int.MaxValue, int.MaxValue, open: -1, ran, places);
                }
            }
        }
    }

    private static bool IsConditional(ReadOnlySpan<byte> code)
    {
        var words = new CommandWords(code);
        words.SkipPrefixes();
        var word = words.Next();
        return word.SequenceEqual("if"u8) || word.SequenceEqual("else"u8);
    }
}

/// <summary>A logical line that was reached.</summary>
/// <param name="File">Its do-file.</param>
/// <param name="Line">Its index there.</param>
/// <param name="IsCertain">It ran, unless it stands in a loop over nothing; else it may be in a branch that was not taken.</param>
internal readonly record struct ReachedLine(DoFile File, int Line, bool IsCertain);
