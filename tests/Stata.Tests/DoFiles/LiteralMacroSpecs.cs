namespace StataRuns.Stata.Tests;

public sealed class LiteralMacroSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("global code \"/p/code\"\ndo \"$code/b.do\"\n", "/p/code/b.do")]
    [InlineData("global root /p\nglobal code ${root}/code\ndo \"${code}/b.do\"\n", "/p/code/b.do")]
    [InlineData("local file `\"b.do\"'\ndo `file'\n", "b.do")]
    [InlineData("gl code \"/old\"\ngl code \"/new\"\ndo $code/b.do\n", "/new/b.do")]
    [InlineData("cd \"/p/code\"\ndo b.do\n", "/p/code/b.do")]
    [InlineData("global root \"/p\"\nquietly cd \"$root/code\"\ndo b.do\n", "/p/code/b.do")]
    public Task A_path_of_plain_macros_leads_to_its_file(string source, string path) => Bounded.Run(() =>
        Assert.Equal(path, Followed(source, path)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("do \"$code/b.do\"\nglobal code \"/p/code\"\n")]
    [InlineData("local x = 1 + 1\ndo `x'.do\n")]
    [InlineData("local a `b'\nlocal b `a'\ndo `a'.do\n")]
    [InlineData("do `1'\n")]
    [InlineData("do \"`c(pwd)'/b.do\"\n")]
    [InlineData("global code \"/p\"\nglobal code = lower(\"X\")\ndo $code/b.do\n")]
    public Task A_path_that_is_computed_stays_unknown(string source) => Bounded.Run(() => Assert.Null(Followed(source, path: null)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_global_of_the_master_file_is_known_in_the_files_it_runs() => Bounded.Run(() =>
    {
        var tracker = Log.Read(
            "global code \"code\"\ndo \"$code/b.do\"\n",
            Log.Head + ". global code \"code\"\n\n. do \"$code/b.do\"\n\n. do \"$code/c.do\"\n\n. foo\ncommand foo is unrecognized\nr(199);\n",
            ("code/b.do", "do \"$code/c.do\"\n"), ("code/c.do", "foo\n"));

        Assert.Equal("/p/code/c.do", tracker.Error?.FilePath);
    });

    /// <summary>The path under which the file was asked for and found; a file that was never found is null.</summary>
    private static string? Followed(string source, string? path)
    {
        string? found = null;
        var file = Log.File(source);
        var tracker = new ProgressTracker(file, asked =>
        {
            found = asked == path || path is null ? asked : found;
            return asked == path ? Log.File("display 1\n", asked) : null;
        });
        foreach (var line in source.Split('\n'))
        {
            tracker.Feed(Log.Bytes($". {line}\n\n"), Log.Start);
        }

        return found;
    }
}
