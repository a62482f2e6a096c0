namespace StataRuns.Clients.Tests.Clients;

/// <summary>A client that people use, in one of the ways it can begin.</summary>
/// <param name="Name">What the tests call it.</param>
/// <param name="Program">Its program in <c>Programs/</c>; null for the C# SDK's and the inspector's.</param>
/// <param name="Asks">What it begins with, in its own word.</param>
/// <param name="Revision">What it must agree on with the service; null where it does not tell.</param>
internal sealed record Kind(string Name, string? Program, string Asks, string? Revision)
{
    /// <summary>One of each package and era: enough where a test is about the service and the way to it.</summary>
    public static IReadOnlyList<Kind> Few { get; } =
    [
        new("npm sdk", "sdk.mjs", "", "2025-11-25"),
        new("npm client, legacy", "client.mjs", "legacy", "2025-11-25"),
        new("npm client, auto", "client.mjs", "auto", "2026-07-28"),
        new("C# 2025-11-25", null, "2025-11-25", "2025-11-25"),
        new("C# 2026-07-28", null, "2026-07-28", "2026-07-28"),
        new("inspector, legacy", null, "legacy", null),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        .. Few,
        new("C# 2025-03-26", null, "2025-03-26", "2025-03-26"),
        new("C# 2025-06-18", null, "2025-06-18", "2025-06-18"),
        new("inspector, auto", null, "auto", null),
    ];

    /// <summary>A process for each call, which prints its answer and no progress.</summary>
    public bool IsInspector => Name.StartsWith("inspector", StringComparison.Ordinal);

    /// <summary>
    /// It tells of notifications in the order in which they came. The C# SDK gives each to the thread pool by itself, so that of
    /// two that come close together either may be seen first.
    /// </summary>
    public bool KeepsOrder => Program is not null;

    public static Kind Named(string name) => All.Single(kind => kind.Name == name);
}
