namespace StataRuns.Service.Tests;

/// <summary>What a service shares with nobody: its data folder, and its ports.</summary>
public sealed class BorderSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_second_service_on_one_data_folder_says_so_and_ends()
    {
        await using var service = await RunningService.StartAsync(_folder);

        var (code, error) = await RunningService.RefusedAsync(_folder);

        Assert.Equal(2, code);
        Assert.Contains(service.Url, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_port_of_the_service_says_a_byte_to_a_stranger()
    {
        await using var service = await RunningService.StartAsync(_folder);
        var ports = service.ListeningPorts().ToList();
        Assert.Contains(new Uri(service.Url).Port, ports);
        Assert.True(ports.Count >= 2, "The silo has a port too: it is the one that matters here.");

        foreach (var port in ports)
        {
            using var stranger = new System.Net.Sockets.TcpClient();
            await stranger.ConnectAsync(System.Net.IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            var said = new byte[1];
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(1));
            try
            {
                Assert.Equal(0, await stranger.GetStream().ReadAsync(said, patience.Token));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // Hung up on, or waited for: either is silence.
            }
        }
    }
}
