using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;

namespace StataRuns.StandIn.Commands.Files;

/// <summary>File names as commands take them, and what goes wrong with files in Stata's words.</summary>
internal static class FileNames
{
    /// <summary>A name, quoted or not; without one an error.</summary>
    public static string Read(ref Scanner scanner)
    {
        var name = scanner.Word(out var wasQuoted);
        return name.Length > 0 ? name : throw (wasQuoted ? new StataError(198, "invalid file specification") : new StataError(100, "invalid file specification"));
    }

    /// <summary>The whole text is one name.</summary>
    public static string Whole(string text)
    {
        text = text.Trim();
        var name = Tokens.Unquote(text);
        return name.Length > 0 && name[0] != '"' && !name.StartsWith("`\"", StringComparison.Ordinal) ? name : throw new StataError(198, "invalid file specification");
    }

    public static string WithExtension(string name, string extension)
    {
        var slash = name.LastIndexOfAny(['/', '\\']);
        return name.IndexOf('.', slash + 1) >= 0 ? name : name + extension;
    }

    /// <summary>The path for the operating system; <c>~</c> is the home folder.</summary>
    public static string ToPath(string name)
    {
        if (name.StartsWith("~/", StringComparison.Ordinal) || name == "~")
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + ByteText.ToUnicode(name[1..]);
        }

        return ByteText.ToUnicode(name);
    }

    public static bool Exists(string name) => File.Exists(ToPath(name));

    /// <summary>Runs something with a file, and turns what the operating system says into a return code.</summary>
    public static T Guard<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StataError(601, $"file {name} not found");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(ToPath(name)))
        {
            throw new StataError(601, $"file {name} not found");
        }
        catch (UnauthorizedAccessException)
        {
            throw new StataError(608, $"file {name} is read-only or cannot be read or modified");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new StataError(603, $"file {name} could not be opened");
        }
    }

    public static void Guard(string name, Action work) => Guard(name, () =>
    {
        work();
        return true;
    });

    /// <summary>As <see cref="Guard{T}"/>, for a file that is to be made: a missing folder is no missing file.</summary>
    public static T GuardMade<T>(string name, Func<T> work) => Guard(name, () =>
    {
        try
        {
            return work();
        }
        catch (DirectoryNotFoundException)
        {
            throw new StataError(603, $"file {name} could not be opened");
        }
    });

    public static void GuardMade(string name, Action work) => GuardMade(name, () =>
    {
        work();
        return true;
    });
}
