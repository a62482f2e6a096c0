using System.Net;
using System.Net.Http.Headers;

namespace StataRuns.Service.Tests;

/// <summary>A run that was deleted is gone, whatever is killed on the way, and nothing else is.</summary>
public sealed class DeletionSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("silo.delete-marked")]
    [InlineData("silo.folder-removed")]
    [InlineData("silo.deleted")]
    public async Task Wherever_the_service_dies_while_it_deletes_the_next_one_finishes_it(string place)
    {
        var file = _folder.DoFile("main.do", "display 1");
        string deleted, other;
        await using (var service = await RunningService.StartAsync(_folder, failAt: place))
        {
            await using var client = await service.ConnectAsync();
            deleted = (await client.RunFileAsync(file, ("wait", 30))).RunId();
            other = (await client.RunFileAsync(file, ("wait", 30))).RunId();
            using var http = Http(service);
            var told = IsToldAsync(http.DeleteAsync(Address($"/runs/{deleted}"), Cancellation));
            await service.HasDiedAsync();
            Assert.False(await told, "Nobody is told of a deletion that has not come to its end.");
        }

        await using var next = await RunningService.StartAsync(_folder);
        await using var reader = await next.ConnectAsync();
        using var again = Http(next);

        // At once, and not only when the rest of it was removed: what was marked is unknown to everybody.
        Assert.Contains("was deleted", Calls.Text(await reader.CallAsync("stata_run_attach", [("run_id", deleted)])), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync(Address($"/runs/{deleted}/log"), Cancellation)).StatusCode);
        var runs = (await reader.SnapshotAsync("stata_run_list")).GetProperty("runs").EnumerateArray().Select(run => run.RunId());
        Assert.Equal([other], runs);
        await Eventually.TrueAsync(() => !Directory.Exists(FolderOf(deleted)) && Rows(deleted) == 0, "nothing is left of it");
        Assert.True(Directory.Exists(FolderOf(other)));
        Assert.Equal(1, Rows(other));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_goes_on_is_not_deleted()
    {
        var file = _folder.Lines("main.do", 400, pauseMilliseconds: 50);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 0));
        using var http = Http(service);

        using var refused = await http.DeleteAsync(Address($"/runs/{run.RunId()}"), Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Cancel it first", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()));
        using var deleted = await http.DeleteAsync(Address($"/runs/{run.RunId()}"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.False(Directory.Exists(FolderOf(run.RunId())));
        Assert.Equal(0, Rows(run.RunId()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_to_which_the_run_took_the_rights_away_is_removed_all_the_same()
    {
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(file, ("wait", 30));
        var closed = Directory.CreateDirectory(Path.Combine(FolderOf(run.RunId()), "attempt-1", "closed", "inner")).Parent!.FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(closed, UnixFileMode.None);
        }

        using var http = Http(service);
        using var deleted = await http.DeleteAsync(Address($"/runs/{run.RunId()}"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.False(Directory.Exists(FolderOf(run.RunId())));
    }

    [Fact(Timeout = 60_000)]
    public async Task Age_deletes_what_is_not_kept()
    {
        var file = _folder.DoFile("main.do", "display 1");
        string kept, other;
        await using (var before = await RunningService.StartAsync(_folder))
        {
            await using var client = await before.ConnectAsync();
            kept = (await client.RunFileAsync(file, ("wait", 30))).RunId();
            other = (await client.RunFileAsync(file, ("wait", 30))).RunId();
            using var http = Http(before);
            using var answer = await http.PutAsync(Address($"/runs/{kept}/kept"), null, Cancellation);
            Assert.Contains("it is not deleted by age", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        await using var service = await RunningService.StartAsync(_folder, ["Runs:Retention=1s"]);
        await using var reader = await service.ConnectAsync();
        var young = (await reader.RunFileAsync(file, ("wait", 30))).RunId();
        await Eventually.TrueAsync(() => Rows(other) == 0 && Rows(young) == 0, "both are deleted, also the one that ended after the start");
        Assert.Equal("succeeded", (await reader.SnapshotAsync("stata_run_status", ("run_id", kept))).Status());
        Assert.True(Directory.Exists(FolderOf(kept)));

        using var undo = Http(service);
        using var undone = await undo.DeleteAsync(Address($"/runs/{kept}/kept"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private static HttpClient Http(RunningService service) => new()
    {
        BaseAddress = new Uri(service.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", service.Token) },
    };

    /// <summary>Whether the deletion was acknowledged. Where the whole service has died there is no answer at all.</summary>
    private static async Task<bool> IsToldAsync(Task<HttpResponseMessage> deletion)
    {
        try
        {
            using var answer = await deletion;
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string FolderOf(string runId) => Path.Combine(_folder.Data, "runs", runId);

    private long Rows(string runId) => StoredRows.Count(_folder, runId);
}
