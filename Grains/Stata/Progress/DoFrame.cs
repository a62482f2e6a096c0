namespace StataRuns.Stata;

/// <summary>An open do-file and the place in it.</summary>
internal sealed class DoFrame(DoFile? file, int callLine, bool isInclude)
{
    /// <summary>Null if its text isn't known: its path has macros, or it can't be read.</summary>
    public DoFile? File { get; } = file;

    /// <summary>Index of the line that runs it, in the frame around it; -1 if that isn't known.</summary>
    public int CallLine { get; } = callLine;

    public bool IsInclude { get; } = isInclude;

    /// <summary>Index of the line with code that was echoed last; -1 before the first.</summary>
    public int Current { get; set; } = -1;

    /// <summary>Index of the line whose echo is expected next.</summary>
    public int Next { get; set; }

    public bool IsAtEnd => File is null || Next >= File.CodeLines.Length;

    /// <summary>The line that will be echoed after another.</summary>
    public int After(int line)
    {
        ref readonly var code = ref File!.CodeLines[line];
        return code.BodyIsEchoedLater ? line + 1 : code.BlockEnd + 1;
    }

    public bool Matches(int line, ReadOnlySpan<byte> echo) =>
        File is not null && line < File.CodeLines.Length && EchoText.Matches(echo, File.FirstEchoedLine(line));

    /// <summary>The first line of the command behind the current one: where the log goes on if a block's lines aren't echoed.</summary>
    public int NextCommandLine()
    {
        if (File is null || Current < 0)
        {
            return int.MaxValue;
        }

        return File.Commands[File.CodeLines[Current].Command].LastCodeLine + 1;
    }

    /// <summary>The line that runs if the current one is over: closing braces and the branches behind one that was taken are passed over. Null at the end.</summary>
    public int? NextToRun()
    {
        for (var line = Next; File is { } file && line < file.CodeLines.Length;)
        {
            var code = file.Code(line);
            var word = new CommandWords(code).Next();
            if (code[0] == (byte)'}' || word.SequenceEqual("end"u8))
            {
                line++;
            }
            else if (word.SequenceEqual("else"u8))
            {
                line = file.CodeLines[line].BlockEnd + 1;
            }
            else
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>Commands begun before the current, and how far it is, given the fraction of what its current line does.</summary>
    public double Done(double inner)
    {
        if (File is null || Current < 0)
        {
            return 0;
        }

        var index = File.CodeLines[Current].Command;
        var command = File.Commands[index];
        if (command.Kind == DoCommandKind.Loop)
        {
            return index; // how often it goes round is not known: one round's bootstrap is not the loop's
        }

        var isBranch = command.Kind == DoCommandKind.Branch;
        var lines = isBranch ? command.LastCodeLine - command.FirstCodeLine + 1 : 1;
        var before = isBranch ? Current - command.FirstCodeLine : 0;
        return index + Math.Min((before + inner) / lines, 0.99);
    }
}
