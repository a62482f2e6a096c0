using StataRuns.Clients.Tests.Clients;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>Whichever client, whichever way: it gets its work done, and is told in words where it does not.</summary>
public sealed class WorkSpecs(SharedService shared) : IClassFixture<SharedService>
{
    private static int _files;

    public static MatrixTheoryData<string, string> All { get; } = new(Kind.All.Select(kind => kind.Name), Way.Both);

    public static MatrixTheoryData<string, string> Few { get; } = new(Kind.Few.Select(kind => kind.Name), Way.Both);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(All))]
    public async Task A_client_lists_the_tools_runs_a_do_file_and_gets_log_return_code_and_progress(string kind, string way)
    {
        await using var client = await shared.Place.ConnectAsync(kind, way);
        Assert.Equal(Kind.Named(kind).Revision, client.Revision);

        // Listed first: from then on the npm clients check what they get against the tools' output schemas.
        var tools = await client.ToolsAsync();
        Assert.Contains("stata_run_file", tools);
        Assert.Contains("stata_run_attach", tools);
        var info = await client.Call("stata_info", []).Answer;
        Assert.True(info.Snapshot.GetProperty("stand_in").GetBoolean());

        var call = client.Call("stata_run_file", new() { ["file_path"] = shared.Place.Folder.Lines(NewName(), 10, 30), ["wait"] = 60, ["output"] = "full" });
        var answer = await call.Answer;

        Assert.False(answer.IsError);
        Assert.Equal("succeeded", answer.Snapshot.Status());
        Assert.Equal(0, answer.Snapshot.GetProperty("return_code").GetInt32());
        Calls.HasEveryLineOnce(answer.Snapshot.GetProperty("text").GetString()!, 10);
        Assert.Equal(answer.Snapshot.GetProperty("text").GetString(), answer.Text);
        if (!Kind.Named(kind).IsInspector)
        {
            call.Progress.GrowsAndNames(answer.Snapshot.RunId());
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Few))]
    public async Task A_client_is_told_in_words_what_went_wrong(string kind, string way)
    {
        await using var client = await shared.Place.ConnectAsync(kind, way);
        var file = shared.Place.Folder.DoFile(NewName(), "regress y zzz");

        var failed = await client.Call("stata_run_file", new() { ["file_path"] = file, ["wait"] = 60 }).Answer;
        Assert.True(failed.IsError);
        Assert.Equal("failed", failed.Snapshot.Status());
        Assert.Equal(111, failed.Snapshot.GetProperty("return_code").GetInt32());
        Assert.Contains("r(111)", failed.Text, StringComparison.Ordinal);
        Assert.Contains("not found", failed.Snapshot.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        var misspelt = await client.Call("stata_run_file", new() { ["file_pat"] = file }).Answer;
        Assert.True(misspelt.IsError);
        Assert.Contains("Did you mean file_path?", misspelt.Text, StringComparison.Ordinal);
        var missing = await client.Call("stata_run_file", new() { ["file_path"] = file + ".gone" }).Answer;
        Assert.True(missing.IsError);
        Assert.Contains($"There is no file {file}.gone", missing.Text, StringComparison.Ordinal);
    }

    private static string NewName() => FormattableString.Invariant($"work-{Interlocked.Increment(ref _files)}.do");
}
