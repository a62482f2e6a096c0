using ModelContextProtocol.Protocol;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;
using StataRuns.Runner.Protocol;

namespace StataRuns.McpFrontend.Mcp.Sessions;

/// <summary>
/// Sessions of an embedded service: one small file for each, with what its client said at its beginning and whose it is.
/// </summary>
internal sealed partial class SessionFiles(ServiceSettings settings, TimeProvider time, ILogger<SessionFiles> logger) : ISessionStore
{
    private const int LongestId = 128;

    // A session that nobody used for so long is forgotten; its client begins a new one, as the protocol has it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromDays(1);

    private readonly string _folder = Path.Combine(settings.Host.DataDirectory, "mcp-sessions");

    private readonly Lock _keeping = new();

    private long? _lastSweep;

    /// <summary>Forgets what is old, once a day.</summary>
    private void Sweep()
    {
        if (_lastSweep is { } last && time.GetElapsedTime(last) < BetweenSweeps)
        {
            return;
        }

        _lastSweep = time.GetTimestamp();

        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Lifetime)
            {
                Forget(file.FullName);
            }
        }
    }

    public ValueTask KeepAsync(string sessionId, string owner, InitializeRequestParams initialize)
    {
        if (PathOf(sessionId) is { } path)
        {
            try
            {
                PrivateFolder.Make(_folder);
                Sweep();
                DurableFile.Replace(path, SessionRecord.Of(owner, initialize), SessionJson.Default.SessionRecord);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk: the session works all the same until the service ends.
                LogNotKept(logger, e.Message);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<InitializeRequestParams?> FindAsync(string sessionId, string owner)
    {
        if (PathOf(sessionId) is not { } path
            || DurableFile.TryRead(path, SessionJson.Default.SessionRecord) is not { } session
            || session.Owner != owner)
        {
            return new((InitializeRequestParams?)null);
        }

        try
        {
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, e.Message);
        }

        return new(session.Parameters());
    }

    public ValueTask<IReadOnlyList<string>> SubscriptionsAsync(string sessionId, string owner) => new(
        PathOf(sessionId) is { } path && DurableFile.TryRead(path, SessionJson.Default.SessionRecord) is { } session && session.Owner == owner
            ? session.Subscriptions ?? []
            : []);

    public ValueTask SubscribeAsync(string sessionId, string owner, Func<IReadOnlyList<string>> subscriptions)
    {
        lock (_keeping)
        {
            if (PathOf(sessionId) is not { } path
                || DurableFile.TryRead(path, SessionJson.Default.SessionRecord) is not { } session
                || session.Owner != owner)
            {
                return ValueTask.CompletedTask; // made for one request only, or never written
            }

            try
            {
                DurableFile.Replace(path, session with { Subscriptions = subscriptions() }, SessionJson.Default.SessionRecord);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotKept(logger, e.Message);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(string sessionId, string owner)
    {
        if (PathOf(sessionId) is { } path && DurableFile.TryRead(path, SessionJson.Default.SessionRecord)?.Owner == owner)
        {
            Forget(path);
        }

        return ValueTask.CompletedTask;
    }

    private void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, e.Message);
        }
    }

    /// <summary>The id comes from outside: only what the SDK makes, base64url, may become a file's name.</summary>
    private string? PathOf(string sessionId) =>
        sessionId.Length is > 0 and <= LongestId && sessionId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? Path.Combine(_folder, $"{Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(sessionId))}.json")
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A session's file could not be written: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
