namespace StataRuns.Silo.Serve;

/// <summary>
/// What a silo does that finds itself declared dead: it ends this life in order instead of killing its process. Its runners are
/// not its children, and the next life finds them.
/// </summary>
internal sealed class DeclaredDead : Orleans.Runtime.IFatalErrorHandler
{
    private volatile bool _hasCome;

    /// <summary>It is.</summary>
    public bool HasCome => _hasCome;

    /// <summary>What ends with it.</summary>
    public IHostApplicationLifetime? Life { get; set; }

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => exception is not ThreadInterruptedException;

    /// <inheritdoc/>
    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        Console.Error.WriteLine($"{context} {exception?.Message}".ReplaceLineEndings(" ").Trim());
        _hasCome = true;
        Life?.StopApplication();
    }
}
