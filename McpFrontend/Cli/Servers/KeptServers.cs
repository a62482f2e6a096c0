using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.Configuration;
using StataRuns.Hosts;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>
/// The servers to which the user has logged in, with their keys: <c>servers.json</c> in the user's configuration folder, which no other user may read. The last login is the
/// server of commands that name none.
/// </summary>
/// <param name="folder">The configuration folder; null where the user has none: then nothing is kept.</param>
internal sealed class KeptServers(string? folder)
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Those of this user.</summary>
    public static KeptServers OfUser => new(UserFolder);

    /// <summary>The user's configuration folder: <c>$XDG_CONFIG_HOME/stataruns</c>, or what the platform has in its place; null for an account without a home folder.</summary>
    private static string? UserFolder
    {
        get
        {
            // The specification says to ignore relative values.
            if (Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { } xdg && Path.IsPathFullyQualified(xdg))
            {
                return Path.Join(xdg, "stataruns");
            }

            if (OperatingSystem.IsWindows())
            {
                return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "StataRuns");
            }

            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return home.Length == 0 ? null
                : OperatingSystem.IsMacOS() ? Path.Join(home, "Library", "Application Support", "StataRuns")
                : Path.Join(home, ".config", "stataruns");
        }
    }

    /// <summary>Where they are kept.</summary>
    public string FilePath { get; } = Path.Join(folder, "servers.json");

    /// <summary>The server of the last login; null after a logout, and where there was none.</summary>
    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    public string? Default => Read().Default;

    /// <summary>All addresses.</summary>
    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    public IReadOnlyList<string> Urls => [.. Read().Servers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What is kept of a server; null if nothing is.</summary>
    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    public KeptServer? Find(string url) => Read().Servers.GetValueOrDefault(url);

    /// <summary>Keeps a server and its key, and makes it the one of commands that name none.</summary>
    /// <exception cref="ConfigurationException">It cannot be kept.</exception>
    public void Keep(string url, KeptServer server)
    {
        var kept = Read();
        Write(new KeptFile(url, new SortedDictionary<string, KeptServer>(kept.Servers, StringComparer.Ordinal) { [url] = server }));
    }

    /// <summary>Forgets a server and its key.</summary>
    /// <returns>False if nothing was kept of it.</returns>
    /// <exception cref="ConfigurationException">It cannot be forgotten.</exception>
    public bool Forget(string url)
    {
        var kept = Read();
        var servers = new SortedDictionary<string, KeptServer>(kept.Servers, StringComparer.Ordinal);
        if (!servers.Remove(url))
        {
            return false;
        }

        Write(new KeptFile(kept.Default == url ? null : kept.Default, servers));
        return true;
    }

    /// <summary>The user's configuration folder for a log beside the keys, made if it is not there. One that cannot be made is no reason to end: a log may be missing.</summary>
    /// <exception cref="ConfigurationException">The user has no home folder.</exception>
    public static string PreparedFolder()
    {
        var folder = UserFolder ?? throw NoHome();
        try
        {
            Make(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The write that follows fails, and its caller handles that.
        }

        return folder;
    }

    private static ConfigurationException NoHome() => new("The user has no home folder: set XDG_CONFIG_HOME to a folder in which a server's key can be kept.");

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private KeptFile Read()
    {
        try
        {
            if (folder is null || !File.Exists(FilePath))
            {
                return new KeptFile(null, new SortedDictionary<string, KeptServer>(StringComparer.Ordinal));
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(FilePath) & OfOthers) != 0)
            {
                throw Unusable($"may be read or written by other users, and holds keys: close it (chmod 600 {FilePath}), or log in again after removing it");
            }

            return JsonSerializer.Deserialize(File.ReadAllBytes(FilePath), KeptServersJson.Default.KeptFile) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw Unusable($"cannot be read as JSON ({e.Message.TrimEnd('.')}): remove it and log in again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    private void Write(KeptFile kept)
    {
        try
        {
            Make(folder ?? throw NoHome());
            PrivateFile.Write(FilePath, JsonSerializer.Serialize(kept, KeptServersJson.Default.KeptFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"cannot be written ({e.Message.TrimEnd('.')})");
        }
    }

    private ConfigurationException Unusable(string why) => new($"{FilePath} {why}.");
}

/// <summary>What is kept of a server.</summary>
/// <param name="Key">The user's key.</param>
/// <param name="Owner">Whose the key is, as the server said.</param>
/// <param name="AllowHttp">The key may go unencrypted to it.</param>
internal sealed record KeptServer(string Key, string Owner, bool AllowHttp = false);

/// <summary>The file.</summary>
/// <param name="Default">The server of commands that name none.</param>
/// <param name="Servers">By address.</param>
internal sealed record KeptFile(string? Default, SortedDictionary<string, KeptServer> Servers);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptFile))]
internal sealed partial class KeptServersJson : JsonSerializerContext;
