using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>A do-file that ends Stata by its own <c>exit, STATA</c> is no failure wherever that stands, as long as its text and its log show it.</summary>
public sealed class ExitStataSpecs : IDisposable
{
    private const string Quit = """
        program define quitnow
            args code
            display "leaving"
            if "`code'" != "" {
                exit `code', STATA clear
            }
            exit, STATA clear
        end

        """;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Each_form_of_leaving_Stata_ends_as_its_code_says()
    {
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        _folder.DoFile("definitions.do", Quit);
        _folder.DoFile("leave.do", "display \"inner\"\nexit, STATA clear");
        const string plain = "program bye\n    display \"leaving\"\n    exit, STATA clear\nend\n";
        (string Body, string Status, int? Code)[] forms =
        [
            ("exit, STATA", "succeeded", 0),
            ("exit 3, STATA", "failed", 3),
            ($"{plain}bye", "succeeded", 0),
            ($"{plain}quietly bye", "succeeded", 0),
            ($"{plain}capture noisily bye", "succeeded", 0),
            ($"{plain}program outer\n    bye\nend\nouter", "succeeded", 0),
            ($"{plain}local last 1\nif `last' == 1 bye", "succeeded", 0),
            ($"{plain}if 1 {{\n    display 1\n    bye\n}}", "succeeded", 0),
            ($"{plain}foreach v in a b {{\n    display \"`v'\"\n    bye\n}}", "succeeded", 0),
            ($"{plain}quietly {{\n    display 1\n    bye\n}}", "succeeded", 0),
            ("if 0 {\n    display 1\n}\nelse {\n    exit, STATA clear\n}", "succeeded", 0),
            ("if 1 exit 4, STATA", "failed", 4),
            ("forvalues i = 1/3 {\n    if `i' == 2 exit 5, STATA\n}", "failed", 5),
            ("do leave.do", "succeeded", 0),
            ("run leave.do", "succeeded", 0),
            ("run definitions.do\nquitnow 6", "failed", 6),
            ("do definitions.do\nquitnow 6", "failed", 6),

            // More than one code is possible, or nothing of the text shows the exit.
            ("run definitions.do\nquitnow", "failed", null),
            ("local command exit, STATA\n`command'", "failed", null),
        ];
        foreach (var ((body, status, code), number) in forms.Select((form, index) => (form, index)))
        {
            var run = await client.RunFileAsync(_folder.DoFile($"form{number}.do", $"{body}\ndisplay \"never\""), ("wait", 30));

            Assert.Equal((body, status, code), (body, run.Status(), run.GetProperty("return_code") is { ValueKind: JsonValueKind.Number } known ? known.GetInt32() : null));
            Assert.DoesNotContain("\nnever", await client.LogAsync(run.RunId()), StringComparison.Ordinal);
            if (status == "failed")
            {
                Assert.Contains(code is null ? "exit status 0 before the do-file's end" : $"exit {code}, STATA", run.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Graphs_that_were_lost_by_it_are_noted()
    {
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(
            _folder.DoFile("main.do", "set obs 3\ngenerate x = _n\nscatter x x, name(first)\nline x x\nexit, STATA clear"), ("wait", 30));

        Assert.Equal("succeeded", run.Status());
        Assert.Equal(0, run.GetProperty("graphs").GetArrayLength());
        Assert.Contains(
            "2 graphs were gone at the end (exit, STATA ended Stata): first, Graph. Graphs are kept when a do-file ends without exit, STATA.",
            run.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
    }
}
