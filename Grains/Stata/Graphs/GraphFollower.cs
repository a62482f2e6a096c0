using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Follows what becomes of a run's graphs by the commands that its log echoes. A command counts once the log went on behind it: one that failed has drawn nothing.
/// </summary>
internal sealed class GraphFollower
{
    private readonly GraphMemory _memory;
    private bool _isUsed;

    // The last command that was reached: it may still fail.
    private GraphStep? _step;

    public GraphFollower() => _memory = new GraphMemory();

    public GraphFollower(GraphFollowerState state) => (_memory, _isUsed, _step) = (new GraphMemory(state.Memory), true, state.Step);

    /// <summary>A line of an open do-file was reached.</summary>
    /// <param name="frame">The do-file, with this line as its current one.</param>
    /// <param name="isMain">Is it the run's own?</param>
    public void Reach(DoFrame frame, bool isMain)
    {
        Pass();
        var (file, line) = (frame.File!, frame.Current);
        var kind = file.CodeLines[line].Kind;
        if (kind == DoCommandKind.Command && GraphEffect.Of(file.Code(line)) is { Kind: not GraphEffectKind.None } effect)
        {
            _step = new GraphStep(effect, Place(), Name(file.Code(line)));
            _isUsed = true;
        }
        else if (kind == DoCommandKind.Loop && Body(file, line) is { Count: > 0 } body)
        {
            _memory.ApplyLoop(body, Place());
            _isUsed = true;
        }

        GraphPlace Place() => new(isMain ? null : ErrorPlace.Name(frame), file.CodeLines[line].FirstLine);
    }

    /// <summary>The last command failed.</summary>
    public void Fail() => _step = null;

    /// <summary>The graphs, the last command included.</summary>
    public GraphMemory AtEnd()
    {
        Pass();
        return _memory;
    }

    public GraphFollowerState? ToState() => _isUsed ? new GraphFollowerState { Memory = _memory.ToState(), Step = _step } : null;

    private void Pass()
    {
        if (_step is { } step)
        {
            _memory.Apply(step);
            _step = null;
        }
    }

    /// <summary><c>clear all</c>, <c>graph drop</c>: what a note names.</summary>
    private static string Name(ReadOnlySpan<byte> code)
    {
        var words = new CommandWords(code);
        words.SkipPrefixes();
        return $"{Encoding.ASCII.GetString(words.Next())} {Encoding.ASCII.GetString(words.Next())}".TrimEnd();
    }

    private static List<(GraphEffect Effect, bool IsInBranch)> Body(DoFile file, int loop)
    {
        List<(GraphEffect, bool)> body = [];
        var branchEnd = -1;
        for (var line = loop + 1; line < file.CodeLines[loop].BlockEnd; line++)
        {
            var code = file.CodeLines[line];
            if (code.Kind == DoCommandKind.Branch)
            {
                branchEnd = Math.Max(branchEnd, code.BlockEnd);
            }
            else if (GraphEffect.Of(file.Code(line)) is { Kind: not GraphEffectKind.None } effect)
            {
                body.Add((effect, line < branchEnd));
            }
        }

        return body;
    }
}
