using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StataRuns.Hosts;
using StataRuns.Runs;
using StataRuns.Stata;

namespace StataRuns.Grains.Tests.Runs;

/// <summary>Courses of earlier runs are found by what makes two runs alike, and their folder stays small.</summary>
public sealed class LearnedCoursesSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LearnedCourses _courses;
    private readonly RunCourse _course = new();

    public LearnedCoursesSpecs()
    {
        Directory.CreateDirectory(_folder["data"]);
        _courses = Open();
        _course.Add(new CoursePoint(-1, 10, 0));
        _course.Add(new CoursePoint(0, 10, 5));
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 20_000)]
    public Task The_same_commands_arguments_and_owner_have_one_course_whatever_comments_say_and_wherever_the_file_is()
    {
        var run = Run();
        _courses.Keep(run, Commands("display 1\ndisplay 2\n"), _course);

        Assert.NotNull(_courses.Find(run with { FilePath = "/q/other.do" }, Commands("* new\ndisplay 1 // first\n\n  display 2\n")));
        Assert.NotNull(Open().Find(run, Commands("display 1\ndisplay 2\n")));
        Assert.Null(_courses.Find(run with { Owner = "bob" }, Commands("display 1\ndisplay 2\n")));
        Assert.Null(_courses.Find(run with { Arguments = ["3"] }, Commands("display 1\ndisplay 2\n")));
        Assert.Null(_courses.Find(run, Commands("display 1\ndisplay 3\n")));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_is_no_course_is_none()
    {
        _courses.Keep(Run(), Commands("display 1\n"), _course);
        await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(_folder["data/courses"])), "torn", TestContext.Current.CancellationToken);

        Assert.Null(_courses.Find(Run(), Commands("display 1\n")));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_oldest_go_when_there_are_too_many_and_a_course_that_is_kept_again_takes_no_room()
    {
        for (var i = 0; i < 3; i++)
        {
            _courses.Keep(Run(), Commands($"display {i}\n"), _course);
        }

        for (var i = 0; i <= LearnedCourses.MostFiles; i++)
        {
            _courses.Keep(Run(), Commands("display 0\n"), _course);
        }

        Assert.Equal(3, Directory.GetFiles(_folder["data/courses"]).Length);
        for (var i = 0; i < LearnedCourses.MostFiles; i++)
        {
            var old = Path.Combine(_folder["data/courses"], $"old{i}");
            await File.WriteAllTextAsync(old, "", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(old, DateTime.UnixEpoch);
        }

        Open().Keep(Run(), Commands("display 3\n"), _course);

        Assert.InRange(Directory.GetFiles(_folder["data/courses"]).Length, 4, LearnedCourses.MostFiles);
        for (var i = 0; i < 4; i++)
        {
            Assert.NotNull(_courses.Find(Run(), Commands($"display {i}\n")));
        }
    }

    private LearnedCourses Open() =>
        new(new HostSettings { DataDirectory = _folder["data"], Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 }, NullLogger<LearnedCourses>.Instance);

    private static RunState Run() => new() { RunId = RunId.New("lab2", DateTimeOffset.UnixEpoch), Owner = "ann", FilePath = "/p/main.do", Nonce = "0" };

    private static DoFile Commands(string source) => DoFile.Parse(Encoding.UTF8.GetBytes(source));
}
