using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Collects the files that a log says were written, line by line. Only output counts, never an echo; whether a file is there and was changed is asked at the run's end.
/// Memory is bounded, and a relative path is completed by the folder that <c>cd</c> printed last.
/// </summary>
/// <remarks>
/// A message is wrapped in three ways: at the line's width, with <c>&gt; </c> before the rest (nothing is lost between); a long path since Stata 17, with four blanks
/// and <c>&gt; </c>; and at a blank, with four blanks before the rest.
/// </remarks>
internal sealed class NamedFiles
{
    /// <summary>More files than are listed: some of them will turn out to be gone.</summary>
    private const int Most = 400;

    private const int MostCharacters = 64 * 1024;
    private const int LongestText = 1024;
    private const int MostOfBlock = 8;

    // A file's name or a folder alone on its line: a longer line is kept only if it begins like a message.
    private const int LongestName = 256;

    private readonly List<NamedFile> _files = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<string> _block = [];
    private readonly byte[] _text = new byte[LongestText];
    private int _textLength;
    private int _characters;
    private string? _folder;
    private string _command = "";
    private bool _isInEcho;

    public NamedFiles()
    {
    }

    public NamedFiles(NamedFilesState state)
    {
        foreach (var file in state.Files)
        {
            Add(file.Path, file.How);
        }

        (More, _folder, _command, _isInEcho) = (state.More, state.Folder, state.Command, state.IsInEcho);
        _block.AddRange(state.Block.Take(MostOfBlock));
        Append(state.Text);
    }

    /// <summary>So many more were named and are not kept.</summary>
    public int More { get; private set; }

    /// <summary>The files that the log named, in the order in which they were named first. The log has ended: its last message is whole.</summary>
    public IReadOnlyList<NamedFile> AtEnd()
    {
        Finish();
        return _files;
    }

    /// <summary>The next line.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="line">Its bytes, without its end.</param>
    public void Read(LogLineKind kind, ReadOnlySpan<byte> line)
    {
        switch (kind)
        {
            case LogLineKind.Continuation when !_isInEcho:
                Append(LogLine.Text(line));
                break;
            case LogLineKind.Continuation:
                break;
            case LogLineKind.Output:
                ReadOutput(line);
                break;
            default:
                Finish();
                ReadEcho(kind, line);
                break;
        }
    }

    public NamedFilesState? ToState() =>
        _files.Count == 0 && _folder is null && _textLength == 0 && _command.Length == 0 && _block.Count == 0 && !_isInEcho
            ? null
            : new NamedFilesState
            {
                Files = [.. _files],
                More = More,
                Folder = _folder,
                Command = _command,
                Block = [.. _block],
                Text = _text[.._textLength],
                IsInEcho = _isInEcho,
            };

    private void ReadEcho(LogLineKind kind, ReadOnlySpan<byte> line)
    {
        _isInEcho = kind is LogLineKind.Echo or LogLineKind.Numbered;
        if (kind == LogLineKind.Echo && LogLine.Text(line) is var command && !EchoText.IsComment(command))
        {
            _command = WritingCommands.NameOf(command, out _) is var name && WritingCommands.WritesNothing(name) ? "" : name;
            _block.Clear();
            if (FolderChange.Silent(command) is { } folder)
            {
                _folder = StataPath.In(_folder, folder);
            }
        }
        else if (kind == LogLineKind.Numbered)
        {
            // A line that follows a blank one or a comment has the prompt instead of its number.
            var text = line.StartsWith(". "u8) ? LogLine.Text(line) : LogLine.BlockText(line);
            var inside = WritingCommands.NameOf(text, out var isKnown);
            if ((isKnown || FolderChange.Is(inside)) && !_block.Contains(inside) && _block.Count < MostOfBlock)
            {
                _block.Add(inside);
            }
        }
    }

    private void ReadOutput(ReadOnlySpan<byte> line)
    {
        _isInEcho = false;
        var text = _text.AsSpan(0, _textLength);
        if (_textLength > 0 && LogLine.PathRest(line) is { IsEmpty: false } rest)
        {
            Append(rest);
        }
        else if (line.StartsWith("    "u8) && line.Length > 4 && line[4] != (byte)' ' && FileWords.IsOpen(text))
        {
            Append(" "u8);
            Append(line[4..]);
        }
        else if (FileWords.IsSeeOut(line))
        {
            Name(text.Trim((byte)' '), FileWording.SeeOut);
            _textLength = 0;
        }
        else
        {
            Finish();
            Append(line.Length <= LongestName || FileWords.MayBegin(line) ? line : []);
        }
    }

    /// <summary>The message is whole.</summary>
    private void Finish()
    {
        var text = _text.AsSpan(0, _textLength);
        if (FileWords.Find(text, out var wording) is { IsEmpty: false } path)
        {
            Name(path, wording);
        }
        else if ((FolderChange.Is(_command) || _block.Exists(FolderChange.Is)) && Encoding.UTF8.GetString(text) is var folder && FolderChange.IsShown(folder))
        {
            _folder = folder.TrimEnd();
        }

        _textLength = 0;
    }

    private void Name(ReadOnlySpan<byte> path, FileWording wording)
    {
        if (path.IsEmpty)
        {
            return;
        }

        var text = StataPath.In(_folder, Encoding.UTF8.GetString(path));
        if (!StataPath.IsTemporary(text))
        {
            Add(text, How(wording, Path.GetExtension(text).ToLowerInvariant()));
        }
    }

    private string How(FileWording wording, string extension)
    {
        if (_command.Length > 0 && WritingCommands.Fits(_command, wording, extension) && _block.Count == 0)
        {
            return _command;
        }

        return _block.FindLast(name => WritingCommands.Fits(name, wording, extension)) ?? WritingCommands.Usual(wording, extension) ?? _command;
    }

    private void Add(string path, string how)
    {
        if (_index.TryGetValue(path, out var at))
        {
            _files[at] = new NamedFile(path, how);
        }
        else if (_files.Count == Most || _characters + path.Length > MostCharacters)
        {
            More++;
        }
        else
        {
            _index[path] = _files.Count;
            _files.Add(new NamedFile(path, how));
            _characters += path.Length;
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        var taken = text[..Math.Min(text.Length, LongestText - _textLength)];
        taken.CopyTo(_text.AsSpan(_textLength));
        _textLength += taken.Length;
    }
}
