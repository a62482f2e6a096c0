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

        var ended = await batch.StartAsync("-q", "-b", "do", "output.do");

        Assert.Equal(new Ended(0, "", ""), ended);
        Assert.Equal("mark\n", await batch.LogAsync("begun"));
        Assert.Equal($"mark {code} end\n", await batch.LogAsync("result"));
        var body = Batch.Body(await batch.LogAsync("output.log"));
        Assert.StartsWith("\n. run begin.do\n", body, StringComparison.Ordinal);
        Assert.Contains("\n\n. capture noisily do `\"", body, StringComparison.Ordinal);
        Assert.Contains("\na b|c \"d\"\n", body, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_working_folder_that_is_missing_is_told()
    {
        using var batch = new Batch();
        await WriteWrapperAsync(batch, batch["nosuch"], batch["nosuch/user.do"]);

        await batch.StartAsync("-q", "-b", "do", "output.do");

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
        await batch.WriteAsync("output.do", Filled($"run begin.do\ncapture noisily do `\"{doFile}\"' `\"a b\"' `\"c \"d\"\"'\nrun `\"FOLDER/end.do\"' `=_rc'\n"));
    }
}
