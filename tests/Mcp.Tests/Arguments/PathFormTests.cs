using StataRuns.McpFrontend.Mcp.Arguments;

namespace StataRuns.Mcp.Tests.Arguments;

/// <summary>The forms in which clients send a path, and what each means on Linux and macOS.</summary>
public sealed class PathFormTests
{
    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Theory(Timeout = 10_000)]
    [InlineData("/p/main.do", "/p/main.do")]
    [InlineData("/p/a%20b#c?.do", "/p/a%20b#c?.do")]
    [InlineData("/p/~/main.do", "/p/~/main.do")]
    [InlineData("//p/main.do", "//p/main.do")]
    [InlineData("/c:/main.do", "/c:/main.do")]
    [InlineData("~", "HOME")]
    [InlineData("~/", "HOME/")]
    [InlineData("~/project/main.do", "HOME/project/main.do")]
    [InlineData("file:///p/main.do", "/p/main.do")]
    [InlineData("FILE:///p/main.do", "/p/main.do")]
    [InlineData("file:/p/main.do", "/p/main.do")]
    [InlineData("file://localhost/p/main.do", "/p/main.do")]
    [InlineData("file://LOCALHOST/p/main.do", "/p/main.do")]
    [InlineData("file:///p/a%20b.do", "/p/a b.do")]
    [InlineData("file:///p/%C3%BC.do", "/p/ü.do")]
    [InlineData("file:///p/ü b.do", "/p/ü b.do")]
    [InlineData("file:///p/a%23b%3Fc.do", "/p/a#b?c.do")]
    [InlineData("file:///p/a#b.do", "/p/a#b.do")]
    [InlineData("file:///p/100%.do", "/p/100%.do")]
    [InlineData("file:///p/a%2520b.do", "/p/a%20b.do")]
    public Task A_path_that_can_mean_one_file_is_understood(string text, string path)
    {
        Assert.Equal(path.Replace("HOME", Home, StringComparison.Ordinal), Read(text));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("", "file_path is empty: give the absolute path, such as /home/ann/project/main.do.")]
    [InlineData("main.do", "a relative path: the service has a current folder of its own")]
    [InlineData("./main.do", "a relative path")]
    [InlineData("../main.do", "a relative path")]
    [InlineData("file:main.do", "a relative path")]
    [InlineData("file://", "which names no file")]
    [InlineData("file:", "which names no file")]
    [InlineData("file://localhost", "which names no file")]
    [InlineData("file://lab2/p/main.do", "a file of the machine \"lab2\"")]
    [InlineData("file://lab2", "a file of the machine \"lab2\"")]
    [InlineData("file:///p/a%00b.do", "NUL character (%00)")]
    [InlineData("~ann/main.do", "the homes of other users are not looked up. ~ alone is the home of ")]
    [InlineData("~ann", "the homes of other users are not looked up")]
    [InlineData("~\\main.do", "the homes of other users are not looked up")]
    [InlineData(@"C:\Users\me\x.do", "under WSL it would be \"/mnt/c/Users/me/x.do\"; on the service's machine there is nothing of that name now.")]
    [InlineData("C:/Users/me/x.do", "under WSL it would be \"/mnt/c/Users/me/x.do\"")]
    [InlineData(@"d:\a b\x.do", "under WSL it would be \"/mnt/d/a b/x.do\"")]
    [InlineData(@"\\?\C:\Users\me\x.do", "under WSL it would be \"/mnt/c/Users/me/x.do\"")]
    [InlineData("file:///C:/Users/me/a%20b.do", "under WSL it would be \"/mnt/c/Users/me/a b.do\"")]
    [InlineData("file:///c%3A/Users/me/x.do", "under WSL it would be \"/mnt/c/Users/me/x.do\"")]
    [InlineData(@"\\wsl$\Ubuntu\home\me\x.do", "under WSL it would be \"/home/me/x.do\"")]
    [InlineData(@"\\wsl.localhost\Ubuntu-24.04\home\me\x.do", "under WSL it would be \"/home/me/x.do\"")]
    [InlineData("//wsl.localhost/Ubuntu/home/me/x.do", "under WSL it would be \"/home/me/x.do\"")]
    [InlineData("file://wsl.localhost/Ubuntu/home/me/x.do", "under WSL it would be \"/home/me/x.do\"")]
    [InlineData(@"\\lab2\share\x.do", "mount the share, and give the path where it is mounted.")]
    [InlineData(@"\\?\UNC\lab2\share\x.do", "mount the share")]
    [InlineData("C:main.do", "a relative path")]
    public Task Any_other_is_refused_with_what_would_be_right(string text, string sentence)
    {
        var wrong = Assert.Throws<WrongArgument>(() => Read(text));
        Assert.StartsWith("file_path is ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
        Assert.InRange(wrong.Message.Length, 1, 500);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_path_of_windows_whose_file_is_there_says_so()
    {
        var file = Path.GetTempFileName();
        try
        {
            var wrong = Assert.Throws<WrongArgument>(() => Read($@"\\wsl$\Ubuntu{file.Replace('/', '\\')}"));
            Assert.Contains($"\"{file}\"; it exists on the service's machine, so give that path.", wrong.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }

    private static string Read(string text) => PathForms.Absolute("file_path", text, $"\"{text}\"");
}
