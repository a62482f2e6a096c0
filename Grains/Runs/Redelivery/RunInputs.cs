using System.Text;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// What a run reads, as far as it can be known without running it: the do-files that it starts, and the folders in which its inputs lie:
/// the do-file's, the working folder, those of the do-files and of the paths that stand literally in them, and the user's own ado
/// folders. A result is delivered to a repeated call only if nothing of it has changed since the run's end.
/// </summary>
/// <param name="DoFiles">The do-files that it starts, with their content's hash; null where they cannot all be known.</param>
/// <param name="Folders">The folders; null where they cannot all be known.</param>
internal sealed record RunInputs(IReadOnlyList<DoFileHash>? DoFiles, IReadOnlyList<string>? Folders)
{
    private const int MostDoFiles = 200;
    private const int MostFolders = 100;
    private const int MostBases = 20;
    private const int LargestFile = 10 * 1024 * 1024;
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Nothing is known.</summary>
    public static RunInputs Unknown { get; } = new(null, null);

    /// <summary>Looks for them. What is wrong with a do-file is Stata's to say: here it is unknown, and never a reason against a run.</summary>
    /// <param name="path">Absolute path of the do-file.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="workingDir">Absolute path of the folder that it runs in.</param>
    public static RunInputs Find(string path, byte[] bytes, string workingDir)
    {
        if (bytes.Length > LargestFile)
        {
            return Unknown;
        }

        // Stata's relative paths begin where the system says that the folder is, behind all links.
        var known = new Known(path, bytes, RealPath.Of(workingDir));
        return known.ReadNested() ? new RunInputs([.. known.DoFiles], known.Folders([Path.GetDirectoryName(path)!, workingDir])) : Unknown;
    }

    /// <summary>
    /// Where programs that a user wrote or installed lie ([P] sysdir: PERSONAL, PLUS, OLDPLACE). <c>ssc install</c> and <c>net install</c>
    /// rewrite a file directly in PLUS, so that its many subfolders need not be looked at.
    /// </summary>
    private static IEnumerable<string> AdoFolders => ((string[])["ado/personal", "ado/plus", "ado"]).Select(folder => Path.Combine(Home, folder));

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? Full(string written, string from)
    {
        try
        {
            var path = OperatingSystem.IsWindows() ? written : written.Replace('\\', '/'); // as Stata reads it everywhere
            if (path is "~" || path.StartsWith("~/", StringComparison.Ordinal))
            {
                path = Home + path[1..];
            }

            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, from));
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            return null; // no path at all
        }
    }

    /// <summary>What is known while one do-file after the other is read.</summary>
    private sealed class Known
    {
        private readonly List<DoFile> _files;
        private readonly List<string> _bases;
        private readonly MacroValues _macros = new();
        private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
        private readonly string _main;
        private long _read;

        public Known(string path, byte[] bytes, string workingDir)
        {
            (_main, _bases) = (path, [workingDir]);
            _files = [DoFile.Parse(bytes, path)];
            _macros.Add(_files[0]);
        }

        public IEnumerable<DoFileHash> DoFiles => _hashes.Select(entry => new DoFileHash(entry.Key, entry.Value));

        /// <summary>
        /// Reads every do-file that one of them starts. What one sets, a macro or a folder, may be what another's path is made of: so all
        /// are asked again until nothing new is found.
        /// </summary>
        /// <returns>False where one cannot be known.</returns>
        public bool ReadNested()
        {
            while (true)
            {
                var files = _files.Count;
                var areAllKnown = TakeFolders();
                for (var i = 0; i < _files.Count; i++)
                {
                    areAllKnown &= ReadCalled(_files[i]);
                    if (_files.Count > MostDoFiles || _read > MostBytes)
                    {
                        return false;
                    }
                }

                if (_files.Count == files)
                {
                    return areAllKnown;
                }
            }
        }

        /// <summary>The folders in which inputs lie, in an order of their own; null where they cannot all be known.</summary>
        public IReadOnlyList<string>? Folders(IEnumerable<string> first)
        {
            SortedSet<string> folders = new(first.Concat(_bases).Concat(AdoFolders), StringComparer.Ordinal);
            folders.UnionWith(_files.Select(file => Path.GetDirectoryName(file.Path)!));
            foreach (var file in _files)
            {
                if (NamedPaths.In(file, _macros) is not { } named)
                {
                    return null;
                }

                foreach (var path in named)
                {
                    AddFolders(folders, path);
                }

                if (folders.Count > MostFolders)
                {
                    return null;
                }
            }

            return [.. folders];
        }

        /// <remarks>
        /// A folder that is not there is one as well: it may be made before the run starts. What is named by an absolute path is not asked
        /// for here: its disk may be away, and that is found out where each folder is looked at by itself.
        /// </remarks>
        private void AddFolders(SortedSet<string> folders, NamedPath path)
        {
            foreach (var from in _bases)
            {
                if (Full(path.Text, from) is not { } full)
                {
                    continue;
                }

                var isSure = path.Use is not NamedPathUse.Other || Path.IsPathRooted(path.Text) || path.Text.StartsWith('~');
                if (path.Use is NamedPathUse.NamesFolder or NamedPathUse.ChangesFolder || !Path.HasExtension(full))
                {
                    if (isSure || Directory.Exists(full))
                    {
                        folders.Add(full);
                    }
                }

                if (Path.GetDirectoryName(full) is { Length: > 1 } parent && (isSure || Directory.Exists(parent)))
                {
                    folders.Add(parent);
                }
            }
        }

        /// <summary>
        /// Where a "cd" leads is not followed through the program: a relative path may begin in any folder that one names, from any that
        /// one before it named. Twice in the order in which they were found, since a do-file may change the folder for its caller.
        /// </summary>
        private bool TakeFolders()
        {
            List<string> texts = [];
            foreach (var file in _files)
            {
                for (var line = 0; line < file.CodeLines.Length; line++)
                {
                    var words = new CommandWords(file.Code(line));
                    words.SkipPrefixes();
                    if (!CommandWords.ChangesFolder(words.Next()))
                    {
                        continue;
                    }

                    if (_macros.Expand(Encoding.UTF8.GetString(words.Rest).Trim().Trim('"'), file) is not { } folders)
                    {
                        return false;
                    }

                    texts.AddRange(folders);
                }
            }

            _bases.RemoveRange(1, _bases.Count - 1);
            foreach (var text in texts.Concat(texts))
            {
                _bases.AddRange(_bases.Select(from => Full(text, from)).OfType<string>().Except(_bases).ToList());
                if (_bases.Count > MostBases)
                {
                    return false;
                }
            }

            return true;
        }

        private bool ReadCalled(DoFile file)
        {
            for (var line = 0; line < file.CodeLines.Length; line++)
            {
                if (file.Commands[file.CodeLines[line].Command].Kind is DoCommandKind.Mata or DoCommandKind.Embedded || file.CallAt(line) is not { } call)
                {
                    continue;
                }

                if (_macros.Expand(call.Path, file) is not { Count: > 0 } written)
                {
                    return false;
                }

                foreach (var text in written)
                {
                    // In each folder where it may begin; Stata adds .do where a name has no ending ([R] do).
                    var there = _bases.Select(from => Full(text, from)).OfType<string>()
                        .Select(path => new[] { path, path + ".do" }.FirstOrDefault(FileKind.IsOrdinary)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
                    if (there.Count == 0 || !there.All(TryRead))
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        private bool TryRead(string path)
        {
            if (path == _main || _hashes.ContainsKey(path))
            {
                return true;
            }

            try
            {
                if (OrdinaryFile.TryRead(path, LargestFile) is not { } content)
                {
                    return false;
                }

                _read += content.Length;
                _hashes[path] = DoFileInspection.Hash(content);
                _files.Add(DoFile.Parse(content, path));
                _macros.Add(_files[^1]);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
