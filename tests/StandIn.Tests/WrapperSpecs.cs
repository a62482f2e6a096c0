using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>The way a service runs a user's do-file: between two of its own, whose files tell the return code.</summary>
public sealed class WrapperSpecs
{
    private const string Begin = """
        file open stataruns_mark using `"FOLDER/begun"', write text replace
        file write stataruns_mark "mark" _n
        file close stataruns_mark
        set more off
        capture noisily cd `"WORKING"'
        if _rc != 0 {
            run `"FOLDER/end.do"' `=_rc'
            exit, STATA clear
        }

        """;

    private const string End = """
        args rc
        capture file close stataruns_mark
        file open stataruns_mark using `"FOLDER/result"', write text replace
        file write stataruns_mark "mark `rc' end" _n
        file close stataruns_mark
        capture quietly graph dir, memory
        if _rc == 0 & `"`r(list)'"' != "" {
            local graphs `"`r(list)'"'
            capture mkdir `"FOLDER/graphs"'
            foreach graph of local graphs {
                capture quietly graph export `"FOLDER/graphs/`graph'.svg"', name(`graph') as(svg) replace
                if _rc != 0 {
                    capture set graphics on
                    capture quietly graph display `graph'
                    capture quietly graph export `"FOLDER/graphs/`graph'.svg"', name(`graph') as(svg) replace
                }
                if _rc != 0 {
                    local failure = _rc
                    capture file open stataruns_mark using `"FOLDER/graphs/failed.txt"', write text append
                    capture file write stataruns_mark "`graph' `failure'" _n
                    capture file close stataruns_mark
                }
            }
        }

        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("display `\"`1'|`2'\"'\n", "0")]
    [InlineData("display `\"`1'|`2'\"'\nnosuchcommand\n", "199")]
    [InlineData("display `\"`1'|`2'\"'\nclear all\nmacro drop _all\nprogram drop _all\nfile close _all\nlog close _all\n#delimit ;\n", "0")]
    [InlineData("display `\"`1'|`2'\"'\nset obs 3\npreserve\nset linesize 200\ncd ..\nexit 459\n", "459")]
    [InlineData("display `\"`1'|`2'\"'\ncapture {\n    error 5\n}\nforeach x in 1 2 {\n    exit\n}\n", "0")]
    public async Task The_return_code_is_told_whatever_the_do_file_did(string source, string code)
    {
        using var batch = new Batch();
        var working = Directory.CreateDirectory(batch["work ing"]).FullName;
        await batch.WriteAsync("work ing/us er.do", source);
        await WriteWrapperAsync(batch, working, $"{working}/us er.do");

        var ended = await batch.StartAsync("-q", "-b", "do", $"\"{batch["output.do"]}\"");

        Assert.Equal(new Ended(0, "", ""), ended);
        Assert.Equal("mark\n", await batch.LogAsync("begun"));
        Assert.Equal($"mark {code} end\n", await batch.LogAsync("result"));
        var body = Batch.Body(await batch.LogAsync("output.log"));
        Assert.StartsWith("\n. quietly run `\"", body, StringComparison.Ordinal);
        Assert.Contains("\n\n. capture noisily do `\"", body, StringComparison.Ordinal);
        Assert.Contains("\na b|c \"d\"\n", body, StringComparison.Ordinal);
        Assert.False(Directory.Exists(batch["graphs"]));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Every_graph_in_memory_is_exported_when_the_run_is_over()
    {
        using var batch = new Batch();
        var working = Directory.CreateDirectory(batch["work ing"]).FullName;
        await batch.WriteAsync("work ing/user.do", """
            set obs 5
            generate x = _n
            set graphics off
            scatter x x
            scatter x x, name(Größe_1) nodraw
            histogram x, name(hist)
            graph drop hist
            scatter x x, name(blocked)
            mkdir ../graphs
            mkdir ../graphs/blocked.svg
            cd ..
            macro drop _all
            program drop _all
            exit 459

            """);
        await WriteWrapperAsync(batch, working, $"{working}/user.do");

        await batch.StartAsync("-q", "-b", "do", $"\"{batch["output.do"]}\"");

        Assert.Equal("mark 459 end\n", await batch.LogAsync("result"));
        Assert.Equal(["Graph.svg", "Größe_1.svg", "failed.txt"], Directory.EnumerateFiles(batch["graphs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith("blocked ", await batch.LogAsync("graphs/failed.txt"), StringComparison.Ordinal);
        Assert.Contains("<svg ", await batch.LogAsync("graphs/Größe_1.svg"), StringComparison.Ordinal);
        Assert.EndsWith("end.do\"' `=_rc'\n\n. \nend of do-file\n", await batch.LogAsync("output.log"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_working_folder_that_is_missing_is_told()
    {
        using var batch = new Batch();
        await WriteWrapperAsync(batch, batch["nosuch"], batch["nosuch/user.do"]);

        await batch.StartAsync("-q", "-b", "do", $"\"{batch["output.do"]}\"");

        Assert.Equal("mark 170 end\n", await batch.LogAsync("result"));
        Assert.Contains("unable to change to", await batch.LogAsync("output.log"), StringComparison.Ordinal);
    }

    private static async Task WriteWrapperAsync(Batch batch, string working, string doFile)
    {
        string Filled(string text) => text
            .Replace("FOLDER", batch.Folder, StringComparison.Ordinal)
            .Replace("WORKING", working, StringComparison.Ordinal);

        await batch.WriteAsync("begin.do", Filled(Begin));
        await batch.WriteAsync("end.do", Filled(End));
        await batch.WriteAsync("output.do", Filled($"quietly run `\"FOLDER/begin.do\"'\ncapture noisily do `\"{doFile}\"' `\"a b\"' `\"c \"d\"\"'\nrun `\"FOLDER/end.do\"' `=_rc'\n"));
    }
}
