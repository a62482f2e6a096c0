namespace StataRuns.McpFrontend.Stdio;

/// <summary>
/// The client's session with the service, in the initialize era: how it began, and what the service called it. The client
/// knows nothing of it: on a pipe the pipe is the session. Should the service not know it any more, it is begun again.
/// </summary>
internal sealed class ClientSession
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Message> _subscriptions = new(StringComparer.Ordinal);
    private Message? _initialize;
    private string? _id;
    private string? _revision;

    /// <summary>The service's name for it; null while there is none.</summary>
    public string? Id
    {
        get
        {
            lock (_lock)
            {
                return _id;
            }
        }
    }

    /// <summary>How it began; null before that, and in the stateless era.</summary>
    public Message? Initialize
    {
        get
        {
            lock (_lock)
            {
                return _initialize;
            }
        }
    }

    /// <summary>What the client has subscribed to, in its own words: a session that is begun again has to be told.</summary>
    public IReadOnlyList<Message> Subscriptions
    {
        get
        {
            lock (_lock)
            {
                return [.. _subscriptions.Values];
            }
        }
    }

    /// <summary>The service answered a request.</summary>
    public void Note(Message request, Message answer)
    {
        if (request.Method is not ("resources/subscribe" or "resources/unsubscribe")
            || answer.At("result") is null || request.TextAt("params", "uri") is not { } uri)
        {
            return;
        }

        lock (_lock)
        {
            if (request.Method is "resources/subscribe")
            {
                _subscriptions[uri] = request;
            }
            else
            {
                _subscriptions.Remove(uri);
            }
        }
    }

    /// <summary>The service answered <c>initialize</c>.</summary>
    /// <param name="initialize">The client's words.</param>
    /// <param name="revision">The revision that both agreed on.</param>
    /// <param name="id">The session's name, if it has one.</param>
    public void Begin(Message initialize, string? revision, string? id)
    {
        lock (_lock)
        {
            (_initialize, _revision, _id) = (initialize, revision, id);
        }
    }

    /// <summary>Without a session from here on: the next one is begun.</summary>
    /// <returns>What <see cref="Return"/> goes back to, should that fail.</returns>
    public (string? Id, string? Revision) Leave()
    {
        lock (_lock)
        {
            var left = (_id, _revision);
            (_id, _revision) = (null, null);
            return left;
        }
    }

    /// <summary>Back to the session that was left, so that the next message tries again.</summary>
    public void Return((string? Id, string? Revision) left)
    {
        lock (_lock)
        {
            (_id, _revision) = left;
        }
    }

    /// <summary>Writes the headers of a message in it.</summary>
    public void WriteHeaders(HttpRequestMessage http)
    {
        lock (_lock)
        {
            if (_id is not null)
            {
                http.Headers.TryAddWithoutValidation(ProtocolHeaders.Session, _id);
            }

            if (_revision is not null)
            {
                http.Headers.TryAddWithoutValidation(ProtocolHeaders.Revision, _revision);
            }
        }
    }

    /// <summary>A request of the client's once more, under an id of our own.</summary>
    public static Message Again(Message request)
    {
        var words = RelayJson.Object(request);
        words["id"] = $"again-{Guid.NewGuid():N}";
        return RelayJson.Message(words);
    }
}
