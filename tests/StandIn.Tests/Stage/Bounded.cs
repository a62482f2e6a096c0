namespace StataRuns.StandIn.Tests.Stage;

/// <summary>Runs a test's body off the test's own thread, so that its time-out can end it whatever it does.</summary>
internal static class Bounded
{
    public const int Milliseconds = 30_000;

    public static Task Run(Action body) => Task.Run(body, TestContext.Current.CancellationToken);
}
