using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Protocol;

public sealed class BothErasTests
{
    public static TheoryData<string> Revisions => ["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task I_run_a_file_see_its_progress_and_get_its_result(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        Assert.Equal(revision, client.NegotiatedProtocolVersion);

        var messages = new ConcurrentQueue<ProgressNotificationValue>();
        var call = client.CallToolAsync(
            "stata_run_file",
            new Dictionary<string, object?> { ["file_path"] = "/p/main.do", ["arguments"] = new[] { "a b", "2" } },
            new Sink(messages),
            cancellationToken: Cancellation);
        var run = await gateway.Host.NextAsync();
        await Eventually.TrueAsync(() => !messages.IsEmpty);
        Assert.StartsWith(run.Now.RunId.Text, messages.First().Message, StringComparison.Ordinal);

        await Eventually.TrueAsync(() => run.Observers == 1);
        run.Change(now => now with { Progress = new RunProgress(12.5, 50, "commands", 25, null, 13, "sum x", 9), LastLine = "a line" });
        await Eventually.TrueAsync(() => messages.Any(message => message.Message!.EndsWith(" · 25% · line 13 of 40 · a line", StringComparison.Ordinal)));
        run.Write(". display 1\n1\n");
        run.End();

        var result = await call;
        Assert.False(result.IsError);
        var snapshot = result.StructuredContent!.Value;
        Assert.Equal("succeeded", snapshot.GetProperty("status").GetString());
        Assert.Contains(". display 1", snapshot.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(snapshot.GetProperty("text").GetString(), Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        Assert.Equal(messages.Select(message => message.Progress).Order().Distinct(), messages.Select(message => message.Progress));

        var request = Assert.Single(gateway.Host.Submitted);
        Assert.Equal("/p/main.do", request.FilePath);
        Assert.Equal(["a b", "2"], request.Arguments);
        Assert.Equal(Environment.UserName, request.Owner);
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] == 1);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_call_that_is_cancelled_leaves_the_run_going_and_its_result_to_be_had(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        using var giveUp = new CancellationTokenSource();
        var call = client.CallToolAsync(
            "stata_run_file", new Dictionary<string, object?> { ["file_path"] = "/p/main.do" }, cancellationToken: giveUp.Token);
        var run = await gateway.Host.NextAsync();
        await Eventually.TrueAsync(() => run.Observers == 1);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);

        if (revision == "2026-07-28")
        {
            // Here a closed stream is a cancellation. In a session it is none, and the following goes on to its end.
            await Eventually.TrueAsync(() => run.Observers == 0);
        }

        Assert.Equal(RunStatus.Running, run.Now.Status);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.CancelAsync)]);
        run.Write("the result\n");
        run.End();

        var again = await client.CallToolAsync(
            "stata_run_attach", new Dictionary<string, object?> { ["run_id"] = run.Now.RunId.Text }, cancellationToken: Cancellation);
        Assert.Contains("the result", again.StructuredContent!.Value.GetProperty("text").GetString(), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] > 0);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_call_whose_wait_is_over_says_how_to_go_on(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var result = await client.CallToolAsync(
            "stata_run_file", new Dictionary<string, object?> { ["file_path"] = "/p/main.do", ["wait"] = 0 }, cancellationToken: Cancellation);
        var run = await gateway.Host.NextAsync();
        var snapshot = result.StructuredContent!.Value;
        Assert.False(result.IsError);
        Assert.Equal("running", snapshot.GetProperty("status").GetString());
        Assert.Contains($"call stata_run_attach with run_id \"{run.Now.RunId}\"", snapshot.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_wrong_argument_is_a_tool_error_with_a_sentence(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var result = await client.CallToolAsync(
            "stata_run_file", new Dictionary<string, object?> { ["file_pth"] = "/p/main.do" }, cancellationToken: Cancellation);
        Assert.True(result.IsError);
        Assert.Contains("Did you mean file_path?", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
        Assert.Empty(gateway.Host.Submitted);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_failed_run_is_an_error_and_says_where_it_failed(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var call = client.CallToolAsync("stata_run_file", new Dictionary<string, object?> { ["file_path"] = "/p/main.do" }, cancellationToken: Cancellation);
        var run = await gateway.Host.NextAsync();
        run.Write("variable zzz not found\nr(111);\n");
        run.End(RunStatus.Failed, now => now with
        {
            ReturnCode = 111,
            Error = new RunError(111, "variable zzz not found", "regress y zzz", "/p/main.do", 12),
        });
        var result = await call;
        Assert.True(result.IsError);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.StartsWith("failed · ", text, StringComparison.Ordinal);
        Assert.Contains("r(111): variable zzz not found · /p/main.do line 12 · command: regress y zzz", text, StringComparison.Ordinal);
        Assert.Equal(12, result.StructuredContent!.Value.GetProperty("error").GetProperty("line").GetInt32());
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task Cancelling_answers_once_the_run_is_over(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var run = gateway.Host.Add();
        run.WhenCancelled = cancelled => _ = Task.Run(
            async () =>
            {
                await Eventually.TrueAsync(() => cancelled.Observers == 1);
                cancelled.End(RunStatus.Cancelled);
            },
            Cancellation);
        var result = await client.CallToolAsync(
            "stata_run_cancel", new Dictionary<string, object?> { ["run_id"] = run.Now.RunId.Text }, cancellationToken: Cancellation);
        Assert.Equal("cancelled", result.StructuredContent!.Value.GetProperty("status").GetString());
        Assert.False(result.IsError);
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] == 1);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_run_that_I_cancelled_is_not_handed_to_my_next_call(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var arguments = new Dictionary<string, object?> { ["file_path"] = "/p/main.do", ["wait"] = 0 };
        for (var i = 0; i < 10; i++)
        {
            var run = gateway.Host.Add();
            run.WhenCancelled = cancelled => cancelled.End(RunStatus.Cancelled);
            gateway.Host.WhenSubmitted = request => run.Calls[nameof(IRunGrain.HandedOverAsync)] == 0
                ? new SubmitResult(run.Now, SubmitOutcome.HandedOver, null)
                : new SubmitResult(gateway.Host.Add(request.Owner).Now, SubmitOutcome.Created, null);
            await client.CallToolAsync(
                "stata_run_cancel", new Dictionary<string, object?> { ["run_id"] = run.Now.RunId.Text }, cancellationToken: Cancellation);

            // Right behind the answer: the mark may still be on its way.
            var next = await client.CallToolAsync("stata_run_file", arguments, cancellationToken: Cancellation);
            Assert.Equal("running", next.StructuredContent!.Value.GetProperty("status").GetString());
        }
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_result_that_arrived_while_the_host_looked_is_not_handed_over_again(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var over = gateway.Host.Add();
        over.End();
        var looks = 0;

        // The host looked before the mark was made; by the time the gateway hears of it, nothing is on its way any more.
        gateway.Host.WhenSubmitted = request => ++looks == 1
            ? new SubmitResult(over.Now, SubmitOutcome.HandedOver, null)
            : new SubmitResult(gateway.Host.Add(request.Owner).Now, SubmitOutcome.Created, null);
        var next = await client.CallToolAsync(
            "stata_run_file", new Dictionary<string, object?> { ["file_path"] = "/p/main.do", ["wait"] = 0 }, cancellationToken: Cancellation);
        Assert.Equal("running", next.StructuredContent!.Value.GetProperty("status").GetString());
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task A_run_of_somebody_else_does_not_exist_for_me(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var run = gateway.Host.Add(owner: "somebody-else");
        foreach (var tool in (string[])["stata_run_attach", "stata_run_status", "stata_run_output", "stata_run_cancel"])
        {
            var result = await client.CallToolAsync(
                tool, new Dictionary<string, object?> { ["run_id"] = run.Now.RunId.Text }, cancellationToken: Cancellation);
            Assert.True(result.IsError);
            Assert.Contains($"There is no run {run.Now.RunId}", Assert.IsType<TextContentBlock>(result.Content[0]).Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, run.Calls[nameof(IRunGrain.CancelAsync)]);
        var list = await client.CallToolAsync("stata_run_list", cancellationToken: Cancellation);
        Assert.Equal(JsonValueKind.Array, list.StructuredContent!.Value.GetProperty("runs").ValueKind);
        Assert.Equal(0, list.StructuredContent!.Value.GetProperty("runs").GetArrayLength());
    }

    private sealed class Sink(ConcurrentQueue<ProgressNotificationValue> messages) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => messages.Enqueue(value);
    }
}
