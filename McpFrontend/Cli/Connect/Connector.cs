using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Puts a server into a client's file, and takes it out again.</summary>
/// <param name="clock">For the names of copies.</param>
internal sealed class Connector(TimeProvider clock)
{
    /// <summary>A client that is running may write its file at the same moment; so often it is tried again.</summary>
    private const int Tries = 5;

    /// <summary>Puts the server in.</summary>
    /// <param name="list">The file's format.</param>
    /// <param name="path">The file.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="entry">The server.</param>
    /// <param name="mayReplace">May it take the place of somebody else's server of that name?</param>
    /// <param name="isPrivate">Is the file the user's own?</param>
    /// <param name="holdsSecret">Is there a token in the entry?</param>
    /// <exception cref="CliException">The file is broken, or it cannot be written, or the name is taken.</exception>
    public ConnectOutcome Write(IServerList list, string path, string name, JsonObject entry, bool mayReplace, bool isPrivate, bool holdsSecret) => Change(path, file =>
    {
        var there = list.Read(file.Text).GetValueOrDefault(name);
        if (there is not null && JsonNode.DeepEquals(there, entry))
        {
            return new ConnectOutcome(ConnectAction.Nothing, path, Copy: null);
        }

        if (there is not null && !mayReplace && !Connection.IsOurs(there))
        {
            throw new CliException(
                $"{path} has another server named \"{name}\" already ({Connection.Target(there)}). Choose another name with --name, or put this one in its place with --replace.",
                ExitCode.WrongUsage);
        }

        var text = list.Put(file.Text, name, entry);
        var copy = file.Write(text, isPrivate: holdsSecret || (isPrivate && !file.Exists), clock.GetLocalNow());
        return new ConnectOutcome(there is null ? ConnectAction.Added : ConnectAction.Changed, path, copy);
    });

    /// <summary>
    /// Takes the server out. What stood in its place before it was connected comes back; what anybody else has changed since stays.
    /// </summary>
    /// <exception cref="CliException">The file is broken, or it cannot be written, or the server is not ours.</exception>
    public ConnectOutcome Undo(IServerList list, string path, string name) => Change(path, file =>
    {
        if (list.Read(file.Text).GetValueOrDefault(name) is not { } there)
        {
            return new ConnectOutcome(ConnectAction.Nothing, path, Copy: null);
        }

        if (!Connection.IsOurs(there))
        {
            throw new CliException($"The server \"{name}\" in {path} is not one of ours ({Connection.Target(there)}); it stays.", ExitCode.WrongUsage);
        }

        var now = clock.GetLocalNow();
        var earlier = Earlier(list, file, name);
        var taken = list.Take(file.Text, name)!;
        if (earlier is not null && list.Put(earlier.Text, name, taken) == file.Text)
        {
            // Nothing else was changed since: every byte comes back.
            return new ConnectOutcome(ConnectAction.Restored, path, file.Restore(earlier, now));
        }

        if (earlier is not null && list.Take(earlier.Text, name) is { } before)
        {
            return new ConnectOutcome(ConnectAction.Restored, path, file.Write(list.Put(file.Text, name, before), isPrivate: false, now));
        }

        var text = list.Remove(file.Text, name);
        return earlier is null && list.IsEmpty(text)
            ? new ConnectOutcome(ConnectAction.Deleted, path, file.Restore(earlier: null, now))
            : new ConnectOutcome(ConnectAction.Removed, path, file.Write(text, isPrivate: false, now));
    });

    /// <summary>The newest copy from before the server was ours: without it, or with somebody else's in its place.</summary>
    private static ConfigFile? Earlier(IServerList list, ConfigFile file, string name)
    {
        foreach (var copy in file.Copies())
        {
            try
            {
                if (list.Read(copy.Text).GetValueOrDefault(name) is not { } there || !Connection.IsOurs(there))
                {
                    return copy;
                }
            }
            catch (UnreadableConfigException)
            {
                // Somebody wrote into a copy; it is no witness.
            }
        }

        return null;
    }

    private static ConnectOutcome Change(string path, Func<ConfigFile, ConnectOutcome> change)
    {
        try
        {
            for (var left = Tries; ; left--)
            {
                try
                {
                    return change(ConfigFile.Read(path));
                }
                catch (ConfigChangedException) when (left > 1)
                {
                    // Read again: what the other one wrote is the text to change now.
                }
            }
        }
        catch (UnreadableConfigException e)
        {
            throw new CliException($"{path} is left as it is: {e.Message}", ExitCode.Failed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} is left as it is: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", ExitCode.Failed);
        }
    }
}

/// <summary>What was done to a client's file.</summary>
internal enum ConnectAction
{
    /// <summary>It was as it should be.</summary>
    Nothing,

    /// <summary>The server is new in it.</summary>
    Added,

    /// <summary>The server was in it, otherwise.</summary>
    Changed,

    /// <summary>The server is out of it.</summary>
    Removed,

    /// <summary>The server is out of it, and what was there before is back.</summary>
    Restored,

    /// <summary>The file held nothing else and is gone.</summary>
    Deleted,
}

/// <summary>What was done, where, and where the copy of what was there before is.</summary>
internal sealed record ConnectOutcome(ConnectAction Action, string Path, string? Copy);
