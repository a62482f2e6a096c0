using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary>[P] file, for text: <c>open</c>, <c>write</c>, <c>read</c>, <c>seek</c>, <c>close</c>, <c>query</c>.</summary>
internal static class FileCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        if (verb is "query" or "q")
        {
            foreach (var file in session.Files)
            {
                session.Console.WriteLine($"{file.Key,12}  {file.Value.Name}");
            }

            return;
        }

        var handle = scanner.Name();
        switch (verb)
        {
            case "open":
                Open(session, handle, scanner.Rest);
                break;
            case "close" when handle == "_all":
                foreach (var file in session.Files.Values)
                {
                    file.Dispose();
                }

                session.Files.Clear();
                break;
            case "close":
                Find(session, handle).Dispose();
                session.Files.Remove(handle);
                break;
            case "write":
                Write(session, handle, ref scanner);
                break;
            case "read":
                Read(session, handle, ref scanner);
                break;
            case "seek":
                Seek(session, handle, scanner.Rest.Trim());
                break;
            case "set" or "sersetread" or "sersetwrite":
                throw StataError.NotImitated($"file {verb}");
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static TextFile Find(Session session, string handle) => handle.Length == 0 ? throw StataError.InvalidSyntax()
        : session.Files.GetValueOrDefault(handle) ?? throw new StataError(111, $"file handle {handle} not found");

    private static void Open(Session session, string handle, string rest)
    {
        if (!Names.IsName(handle))
        {
            throw StataError.InvalidSyntax();
        }

        if (session.Files.ContainsKey(handle))
        {
            throw new StataError(110, $"file handle {handle} already exists");
        }

        var syntax = CommandSyntax.Parse(session, rest, hasUsing: true);
        var options = syntax.Options;
        var (reads, writes) = (options.Take("read", 1), options.Take("write", 1));
        var both = !reads && options.Take("rw");
        options.Take("text", 1);
        options.Take("all");
        var (replaces, appends) = (options.Take("replace"), options.Take("append"));
        if (options.Take("binary", 1))
        {
            throw StataError.NotImitated("binary files");
        }

        options.Finish();
        if (syntax.Using is not { } name || !(reads ^ writes ^ both) || syntax.Before.Length > 0)
        {
            throw StataError.InvalidSyntax();
        }

        name = FileNames.Whole(name);
        if (writes && !replaces && !appends && FileNames.Exists(name))
        {
            throw new StataError(602, $"file {name} already exists");
        }

        var mode = reads ? FileMode.Open : appends || (both && !replaces) ? FileMode.OpenOrCreate : FileMode.Create;
        var access = reads ? FileAccess.Read : writes ? FileAccess.Write : FileAccess.ReadWrite;
        var stream = reads ? FileNames.Guard(name, Opened) : FileNames.GuardMade(name, Opened);
        if (appends)
        {
            stream.Seek(0, SeekOrigin.End);
        }

        session.Files[handle] = new TextFile(name, stream, reads || both, writes || both);

        FileStream Opened() => new(FileNames.ToPath(name), mode, access, FileShare.ReadWrite | FileShare.Delete);
    }

    private static void Write(Session session, string handle, ref Scanner scanner)
    {
        var file = Find(session, handle);
        if (!file.CanWrite)
        {
            throw new StataError(198, "file not open for writing");
        }

        var format = default(DisplayFormat);
        while (true)
        {
            scanner.SkipBlanks();
            if (scanner.IsAtEnd)
            {
                return;
            }

            if (scanner.Here == '%')
            {
                var start = scanner.Position;
                while (!scanner.IsAtEnd && scanner.Here is not (' ' or '\t' or '('))
                {
                    scanner.Position++;
                }

                format = DisplayFormat.Parse(scanner.Text[start..scanner.Position]) ?? throw new StataError(120, "invalid %format");
                continue;
            }

            var text = Next(session, ref scanner, format);
            format = null;
            try
            {
                file.Write(text);
            }
            catch (IOException)
            {
                throw new StataError(693, $"file {file.Name} I/O error on write");
            }
        }
    }

    private static string Next(Session session, ref Scanner scanner, DisplayFormat? format)
    {
        var before = scanner.Position;
        var word = scanner.Name();
        switch (word)
        {
            case "_n" or "_newline":
                return new string('\n', Count(session, ref scanner));
            case "_skip" or "_s":
                return new string(' ', Count(session, ref scanner));
            case "_tab":
                return new string('\t', Count(session, ref scanner));
            case "_page":
                return "\f";
            case "_col" or "_column":
                throw StataError.NotImitated("file write _column()");
            default:
                scanner.Position = before;
                break;
        }

        if (scanner.Quoted(out var content))
        {
            return format is null ? content : format.Format(content);
        }

        if (scanner.Here != '(')
        {
            throw StataError.InvalidSyntax();
        }

        var value = session.Evaluate(scanner.Bracketed('(', ')'));
        return value.Text is { } text
            ? format is null ? text : format.Format(text)
            : (format ?? DisplayFormat.Display) is { IsText: false } numeric
                ? format is null ? numeric.Bare(value.Number) : numeric.Format(value.Number)
                : throw StataError.TypeMismatch();
    }

    private static int Count(Session session, ref Scanner scanner) =>
        scanner.Here == '(' ? (int)Math.Clamp(session.Number(scanner.Bracketed('(', ')')), 0, 100_000) : 1;

    /// <summary>The line goes into a local macro; <c>r(eof)</c> and <c>r(status)</c> tell how it went.</summary>
    private static void Read(Session session, string handle, ref Scanner scanner)
    {
        var file = Find(session, handle);
        if (!file.CanRead)
        {
            throw new StataError(198, "file not open for reading");
        }

        var local = scanner.Name();
        Language.LocalCommand.CheckName(local);
        var line = FileNames.Guard(file.Name, () =>
        {
            var read = file.ReadLine(out var end);
            return (Text: read, End: end);
        });
        session.Frame.SetLocal(local, line.Text ?? "");
        session.R = new Results();
        session.R.Set("eof", line.Text is null ? 1 : 0);
        session.R.Set("status", line.Text is null ? "eof" : line.End);
    }

    private static void Seek(Session session, string handle, string where)
    {
        var file = Find(session, handle);
        if (where is not "query")
        {
            file.Position = where switch
            {
                "tof" => 0,
                "eof" => file.Length,
                _ => (long)Math.Clamp(session.Number(where), 0, 9e15),
            };
        }

        session.R = new Results();
        session.R.Set("loc", file.Position);
    }
}
