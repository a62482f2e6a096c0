namespace StataRuns.Clients.Tests.Stage;

/// <summary>One service for tests that do it no harm.</summary>
public sealed class SharedService : IAsyncLifetime
{
    internal Place Place { get; } = new();

    public async ValueTask InitializeAsync() => await Place.StartServiceAsync();

    public ValueTask DisposeAsync() => Place.DisposeAsync();
}
